// What the owner of a task orders, done by the host of this machine as if a person had asked it; each order is answered once.
import type { Result } from '../../core/model/error.js';
import type { OwnerNews, RemoteOrder, WorkerNews } from '../../core/model/remote.js';
import { type AgentThere, answered, calledElsewhere, carriedOut, said } from './plain-order.js';

export interface OrderWorld extends AgentThere {
  readonly tell: (news: WorkerNews) => void;
  /** What it has done by now is on its way to its owner afterwards, where anything is new. Gives its newest commit. */
  readonly save: () => Promise<Result<string>>;
}

export async function carryOut(news: Extract<OwnerNews, { kind: 'order' | 'keys' | 'size' }>, world: OrderWorld): Promise<void> {
  const { link, agent, tell } = world;
  if (news.kind === 'keys') return void (await link.request('terminalKeys', { agent, data: news.data }));
  if (news.kind === 'size') return void (await link.request('terminalSize', { agent, size: news.size }));
  tell(answered(news.id, await answerTo(news.order, world)));
}

async function answerTo(order: RemoteOrder, { save, ...there }: OrderWorld): Promise<Result<string | null>> {
  const { link, agent } = there;
  switch (order.what) {
    case 'finish': {
      const finished = await link.request('finish', { agent, as: 'branch', removeWorktree: false });
      return calledElsewhere(
        said(finished, () => null),
        there,
      );
    }
    case 'save':
      return save();
    default:
      return carriedOut(order, there);
  }
}
