// A host that answers a person's requests as a test has told it, and remembers them. A request that was not foreseen fails.
import { fail, type OrchError, ok, type Result } from '../../src/core/model/error.js';
import type { Method, Requests } from '../../src/core/model/requests.js';
import type { PersonAsk } from '../../src/servers/mcp/person-link.js';

export class AskedPerson {
  readonly calls: (readonly [Method, unknown])[] = [];
  readonly #answers = new Map<Method, Result<unknown>>();

  on<M extends Method>(method: M, answer: Requests[M]['result']): this {
    this.#answers.set(method, ok(answer));
    return this;
  }

  refuses(method: Method, error: OrchError): this {
    this.#answers.set(method, fail(error));
    return this;
  }

  readonly ask: PersonAsk = async (method, params) => {
    this.calls.push([method, params]);
    const answer = this.#answers.get(method);
    if (answer === undefined) throw new Error(`${method} was not foreseen`);
    return answer as never;
  };
}
