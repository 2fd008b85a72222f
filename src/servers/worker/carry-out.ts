// What the owner of a task orders, done by the host of this machine as if a person had asked it; each order is answered once.
import { assertNever, ok, type Result } from '../../core/model/error.js';
import { plainLines } from '../../core/model/plain-text.js';
import { MOST_WORDS, type OwnerNews, type RemoteOrder, type WorkerNews } from '../../core/model/remote.js';
import type { HostLink } from './worker-world.js';

export interface OrderWorld {
  readonly link: HostLink;
  readonly agent: string;
  readonly tell: (news: WorkerNews) => void;
  /** What it has done by now is on its way to its owner afterwards, where anything is new. Gives its newest commit. */
  readonly save: () => Promise<Result<string>>;
}

export async function carryOut(news: Extract<OwnerNews, { kind: 'order' | 'keys' | 'size' }>, world: OrderWorld): Promise<void> {
  const { link, agent, tell } = world;
  if (news.kind === 'keys') return void (await link.request('terminalKeys', { agent, data: news.data }));
  if (news.kind === 'size') return void (await link.request('terminalSize', { agent, size: news.size }));
  const { id, order } = news;
  const answer = await answerTo(order, world);
  tell({
    kind: 'answered',
    id,
    said: answer.ok && answer.value !== null ? plainLines(answer.value, MOST_WORDS) : null,
    error: answer.ok ? null : answer.error,
  });
}

async function answerTo(order: RemoteOrder, { link, agent, save }: OrderWorld): Promise<Result<string | null>> {
  switch (order.what) {
    case 'send':
      return said(await link.request('send', { agent, text: order.text, wait: order.wait }), () => null);
    case 'answer':
      return said(await link.request('answer', { agent, choice: order.choice, digest: order.digest }), ({ answer }) => answer);
    case 'interrupt':
      return said(await link.request('interrupt', { agent }), () => null);
    case 'stop':
      return said(await link.request('stop', { agent, children: 'too' }), () => null);
    case 'finish':
      return said(await link.request('finish', { agent, as: 'branch', removeWorktree: false }), () => null);
    case 'save':
      return save();
    case 'words':
      return said(await link.request('words', { agent }), ({ text }) => text);
    default:
      return assertNever(order);
  }
}

function said<Value>(answer: Result<Value>, words: (value: Value) => string | null): Result<string | null> {
  return answer.ok ? ok(words(answer.value)) : answer;
}
