// Notices of a host that is about to end, on their way to whoever has ended it.
import { expect, test } from 'vitest';
import { hearNotices } from '../../../src/cli/ending-notices.js';
import type { Connection } from '../../../src/client/connection.js';
import { fail, ok } from '../../../src/core/model/error.js';
import { stamp } from '../../helpers/fold-events.js';

const GONE = fail({ kind: 'protocol', tried: 'ask the host', said: 'it has ended', next: '' });

test('each notice from now on is told, until the host has ended', async () => {
  const notice = (seq: number) => stamp({ type: 'notice.raised', text: `notice ${seq}` }, seq);
  const answers = [
    ok({ seq: 7, events: [], missed: 0 }),
    ok({ seq: 9, events: [notice(8), stamp({ type: 'host.stopping' }, 9)], missed: 0 }),
    ok({ seq: 10, events: [notice(10)], missed: 0 }),
    GONE,
  ];
  const asked: unknown[] = [];
  const said: string[] = [];
  let isOver = () => {};
  const over = new Promise<void>((resolve) => {
    isOver = resolve;
  });
  const request = async (_method: string, { seq }: { readonly seq: number | null }) => {
    asked.push(seq);
    const answer = answers.shift() ?? GONE;
    if (answers.length === 0) isOver();
    return answer;
  };
  await hearNotices({ request } as Pick<Connection, 'request'>, (text) => said.push(text));
  await over;
  expect([said, asked]).toEqual([
    ['notice 8', 'notice 10'],
    [null, 7, 9, 10],
  ]);
});

test('a host that does not tell is ended all the same', async () => {
  await hearNotices({ request: async () => GONE } as unknown as Pick<Connection, 'request'>, () => {});
});
