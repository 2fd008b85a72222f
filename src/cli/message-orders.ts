// `messages send | reply | read | retry | drop`: what a person does with messages. Kept by the host, and delivered as soon as the agent rests.
import type { Connection } from '../client/connection.js';
import { fail, ok, type Result } from '../core/model/error.js';
import { givenText } from './agent-door/given-text.js';
import { startingHost } from './host-call.js';
import { flag, type Invocation } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';

export const MESSAGE_ORDERS = ['send', 'reply', 'read', 'retry', 'drop'] as const;
type Order = (typeof MESSAGE_ORDERS)[number];

export async function messageOrder(invocation: Invocation): Promise<Result<Outcome>> {
  const [what = '', first, ...words] = invocation.args;
  const isAll = flag(invocation, 'all');
  const order = what as Order;
  const ids = first === undefined ? [] : [first, ...words];
  const wrong = misuse(order, { ids, isAll });
  if (wrong !== null) return fail(usage(wrong, NEXT[order]));
  const text = order === 'send' || order === 'reply' ? await givenText(words) : ok('');
  if (!text.ok) return text;
  return startingHost(invocation, (connection) => carryOut(connection, { order, ids: isAll ? 'all' : ids, text: text.value }));
}

const NEXT: Readonly<Record<Order, string>> = {
  send: '`orch-tui messages send TO TEXT`, where TO is an agent, `role:NAME`, `all` or `manager`, and TEXT may be - for standard input',
  reply: '`orch-tui messages reply ID TEXT`; `orch-tui messages` shows the ids',
  read: '`orch-tui messages read ID`, or --all',
  retry: '`orch-tui messages retry ID`, or --all; `orch-tui messages --dead` shows the ids',
  drop: '`orch-tui messages drop ID`; `orch-tui messages` shows the ids',
};

function misuse(order: Order, { ids, isAll }: { readonly ids: readonly string[]; readonly isAll: boolean }): string | null {
  switch (order) {
    case 'send':
    case 'reply':
      if (isAll) return `${order} takes no --all`;
      return ids.length < 2 ? `${order} takes a ${order === 'send' ? 'receiver' : 'message'} and a text` : null;
    case 'drop':
      return isAll ? 'drop takes no --all' : ids.length === 0 ? 'drop takes a message' : null;
    case 'read':
    case 'retry':
      return isAll === ids.length > 0 ? `${order} takes messages, or --all` : null;
  }
}

interface CheckedOrder {
  readonly order: Order;
  readonly ids: readonly string[] | 'all';
  /** What stands behind the first word. */
  readonly text: string;
}

async function carryOut(connection: Connection, { order, ids, text }: CheckedOrder): Promise<Result<Outcome>> {
  const words = ids === 'all' ? [] : ids;
  const [first = ''] = words;
  switch (order) {
    case 'send': {
      const answer = await connection.request('messageSend', { to: first, text, wantsReply: false });
      return answer.ok ? done([`kept for ${answer.value.to.join(', ')}`, ...answer.value.notes].join('\n'), answer.value) : answer;
    }
    case 'reply': {
      const answer = await connection.request('messageReply', { message: first, text });
      return answer.ok ? done([`replied to ${answer.value.to}`, ...answer.value.notes].join('\n'), answer.value) : answer;
    }
    case 'read': {
      const answer = await connection.request('messageRead', { ids });
      return answer.ok ? done('read', answer.value) : answer;
    }
    case 'retry': {
      const answer = await connection.request('messageRetry', { ids });
      return answer.ok ? done(`${counted(answer.value.ids)} tried again`, answer.value) : answer;
    }
    case 'drop': {
      const answer = await connection.request('messageDrop', { ids: words });
      return answer.ok ? done(`${counted(answer.value.ids)} dropped`, answer.value) : answer;
    }
  }
}

function counted(ids: readonly string[]): string {
  return ids.length === 1 ? '1 message is' : `${ids.length} messages are`;
}
