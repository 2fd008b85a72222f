// The end of a host by command: told as that, also where it has ended by itself before it could answer.
import { expect, test } from 'vitest';
import { stopHost } from '../../../src/cli/host.js';
import { type Connection, GONE } from '../../../src/client/connection.js';
import { fail, ok } from '../../../src/core/model/error.js';

function connectionWith(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const request = async (method: string) => {
    asked.push(method);
    return answers[method] ?? fail(GONE);
  };
  const listen = (listener: { end(bye: null): void }) => listener.end(null);
  return { asked, connection: { request, listen } as unknown as Pick<Connection, 'request' | 'listen'> };
}

test('the host is told to end without waiting for what it has to say', async () => {
  const { asked, connection } = connectionWith({ eventsAfter: new Promise(() => {}), hostStop: ok({ agents: ['fix'] }) });
  expect(await stopHost(connection, async () => true)).toMatchObject(ok({ text: 'the host has ended, with fix' }));
  expect(asked).toEqual(['eventsAfter', 'hostStop']);
});

test('one that has ended by itself meanwhile has ended', async () => {
  expect(await stopHost(connectionWith({}).connection, async () => false)).toMatchObject(ok({ text: 'the host has ended' }));
});

test('one that is there all the same was not ended', async () => {
  expect(await stopHost(connectionWith({}).connection, async () => true)).toEqual(fail(GONE));
});
