// A door that answers an agent's calls as a test has told it, and remembers them. A call that was not foreseen fails.
import type { AgentMethod, AgentMethods } from '../../src/core/model/agent-methods.js';
import { fail, type OrchError, ok, type Result } from '../../src/core/model/error.js';
import type { AgentAsk } from '../../src/servers/mcp/agent-link.js';

type Answer<M extends AgentMethod> = AgentMethods[M]['result'] | Promise<AgentMethods[M]['result']>;

export class AskedDoor {
  readonly calls: (readonly [AgentMethod, unknown])[] = [];
  readonly #answers = new Map<AgentMethod, () => Promise<Result<unknown>>>();
  /** What `peek` finds. */
  unread = 0;

  on<M extends AgentMethod>(method: M, answer: Answer<M>): this {
    this.#answers.set(method, async () => ok(await answer));
    return this;
  }

  refuses(method: AgentMethod, error: OrchError): this {
    this.#answers.set(method, async () => fail(error));
    return this;
  }

  readonly ask: AgentAsk = async (method, params) => {
    if (method === 'agentInbox' && (params as AgentMethods['agentInbox']['params']).peek) {
      return ok({ messages: Array.from({ length: this.unread }) }) as never;
    }
    this.calls.push([method, params]);
    const answer = this.#answers.get(method);
    if (answer === undefined) throw new Error(`${method} was not foreseen`);
    return (await answer()) as never;
  };
}
