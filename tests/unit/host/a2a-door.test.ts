// The A2A door of a host: opened once, its token shown once, the host kept while it is open.
import { expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { ok } from '../../../src/core/model/error.js';
import { A2aDoor } from '../../../src/host/a2a-door.js';
import type { A2aServerOrder } from '../../../src/servers/a2a/a2a-server.js';
import { FakeA2aHost } from '../../helpers/fake-a2a-host.js';

interface DoorOrder {
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: Partial<typeof DEFAULT_CONFIG.a2a>;
  /** Ports that another program has. */
  readonly taken?: readonly number[];
  /** The first try finds no program. */
  readonly isGoneOnce?: boolean;
}

function aDoor({ env = {}, config = {}, taken = [], isGoneOnce = false }: DoorOrder = {}) {
  let isGone = isGoneOnce;
  const opened: A2aServerOrder[] = [];
  const closed: number[] = [];
  const door = new A2aDoor({
    host: new FakeA2aHost(),
    config: { ...DEFAULT_CONFIG.a2a, ...config },
    environment: () => env,
    memory: '/state/a2a-tasks.jsonl',
    onChange: () => undefined,
    load: async () => {
      if (isGone) {
        isGone = false;
        throw new Error('Cannot find module');
      }
      return async (order) => {
        opened.push(order);
        const port = taken.includes(order.listen.port) ? order.listen.port + 1 : order.listen.port;
        return ok({ address: `http://127.0.0.1:${port}`, port, close: async () => void closed.push(port) });
      };
    },
  });
  return { door, opened, closed };
}

it('makes a token and shows it once, also to the first who asks where it was opened at the start', async () => {
  const { door, opened } = aDoor({ config: { port: 8000 } });
  await door.openConfigured();
  expect(door.keepsHost).toBe(true);
  const [first, second] = [await door.open(8000), await door.open(8000)];
  const token = opened[0]?.token ?? '';
  expect(token.length).toBeGreaterThan(40);
  expect(first.ok && first.value.join()).toContain(token);
  expect(second).toEqual(ok([expect.stringContaining('open at http://127.0.0.1:8000 ')]));
  expect(opened).toHaveLength(1);
});

it('takes the token of the person, and never says it', async () => {
  const { door, opened } = aDoor({ env: { ORCH_A2A_TOKEN: 'mine-and-long-enough' } });
  const notes = await door.open(8000);
  expect(opened[0]?.token).toBe('mine-and-long-enough');
  expect(JSON.stringify(notes)).not.toContain('mine-and');
});

it('says that it keeps its token where the person has another one by then, and says neither', async () => {
  const env: Record<string, string> = {};
  const { door, opened } = aDoor({ env });
  await door.open(8000);
  env.ORCH_A2A_TOKEN = 'mine-and-long-enough';
  const notes = await door.open(8000);
  expect(notes.ok && notes.value.join('\n')).toMatch(/keeps the token that it was opened with/u);
  expect(JSON.stringify(notes)).not.toContain('mine-and');
  expect(opened).toHaveLength(1);
});

it('refuses one that is too short, without repeating it', async () => {
  const { door, opened } = aDoor({ env: { ORCH_A2A_TOKEN: 'hunter2' } });
  const refused = await door.open(8000);
  expect(refused).toMatchObject({ ok: false, error: { kind: 'config' } });
  expect(JSON.stringify(refused)).not.toContain('hunter2');
  expect(opened).toEqual([]);
});

it('says which port it has where the wanted one is taken, and stays there', async () => {
  const { door, opened } = aDoor({ taken: [8000] });
  const notes = await door.open(8000);
  expect(notes.ok && notes.value[0]).toBe('port 8000 is taken: A2A is at 8001');
  await door.open(8000);
  await door.open(8001);
  expect(opened).toHaveLength(1);
});

it('moves to another port with the same token, and ends with its host', async () => {
  const { door, opened, closed } = aDoor();
  await door.open(8000);
  const moved = await door.open(9000);
  expect(closed).toEqual([8000]);
  expect(opened[1]?.token).toBe(opened[0]?.token);
  expect(moved.ok && moved.value.join()).not.toContain(opened[0]?.token);
  await door.close();
  expect(closed).toEqual([8000, 9000]);
  expect(door).toMatchObject({ address: null, keepsHost: false });
});

it('warns where other machines can reach it', async () => {
  const { door } = aDoor({ config: { host: '0.0.0.0' } });
  const notes = await door.open(8000);
  expect(notes.ok && notes.value.at(-1)).toContain('from other machines');
});

it('is closed where nobody wants it', async () => {
  const { door, opened } = aDoor();
  await door.openConfigured();
  expect(opened).toEqual([]);
  expect(door.keepsHost).toBe(false);
});

it('whose program was taken away says so, and holds up neither the next try nor the end', async () => {
  const { door, opened } = aDoor({ isGoneOnce: true });
  expect(await door.open(8000)).toMatchObject({ ok: false, error: { kind: 'internal' } });
  expect(await door.open(8000)).toMatchObject({ ok: true });
  await door.close();
  expect(opened).toHaveLength(1);
});
