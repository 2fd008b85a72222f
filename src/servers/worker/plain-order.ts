// What an agent of this machine is told from elsewhere, done by the host of the clone as if a person had asked it, and answered in words.
import { assertNever, fail, ok, type Result } from '../../core/model/error.js';
import { plainLines } from '../../core/model/plain-text.js';
import { MOST_WORDS, type RemoteOrder, type WorkerNews } from '../../core/model/remote.js';
import type { HostLink } from './worker-world.js';

/** Of a task, these are for its owner alone to give. */
type OwnOrder = Extract<RemoteOrder, { what: 'finish' | 'save' }>;

/** An agent of the clone, by its name or id there. */
export interface AgentThere {
  readonly link: HostLink;
  readonly agent: string;
  /** Where it has another name than in the clone: both of them. */
  readonly names?: { readonly here: string; readonly elsewhere: string };
}

/** What it says to that, where it says anything. */
export async function carriedOut(order: Exclude<RemoteOrder, OwnOrder>, there: AgentThere): Promise<Result<string | null>> {
  return calledElsewhere(await done(order, there), there);
}

/** What its host says of it, and what is to be done, is said to whoever knows it by its other name. */
export function calledElsewhere<Value>(answer: Result<Value>, { names }: Pick<AgentThere, 'names'>): Result<Value> {
  if (answer.ok || names === undefined) return answer;
  const renamed = (text: string) => text.replaceAll(names.here, names.elsewhere);
  const { kind, tried, said: words, next } = answer.error;
  return fail({ kind, tried: renamed(tried), said: renamed(words), next: renamed(next) });
}

async function done(order: Exclude<RemoteOrder, OwnOrder>, { link, agent }: AgentThere): Promise<Result<string | null>> {
  switch (order.what) {
    case 'send':
      return said(await link.request('send', { agent, text: order.text, wait: order.wait }), () => null);
    case 'answer':
      return said(await link.request('answer', { agent, choice: order.choice, digest: order.digest }), ({ answer }) => answer);
    case 'interrupt':
      return said(await link.request('interrupt', { agent }), () => null);
    case 'stop':
      return said(await link.request('stop', { agent, children: 'too' }), () => null);
    case 'words':
      return said(await link.request('words', { agent }), ({ text }) => text);
    default:
      return assertNever(order);
  }
}

/** Cut to what is read elsewhere. */
export function answered(id: number, answer: Result<string | null>): Extract<WorkerNews, { kind: 'answered' }> {
  return {
    kind: 'answered',
    id,
    said: answer.ok && answer.value !== null ? plainLines(answer.value, MOST_WORDS) : null,
    error: answer.ok ? null : answer.error,
  };
}

export function said<Value>(answer: Result<Value>, words: (value: Value) => string | null): Result<string | null> {
  return answer.ok ? ok(words(answer.value)) : answer;
}
