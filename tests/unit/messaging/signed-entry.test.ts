// Entries of who takes part: only those that somebody with the secret has written, for this node and repository, and not long ago.
import { expect, it } from 'vitest';
import { EntryReader, EntrySealer } from '../../../src/core/messaging/signed-entry.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const SPACE = 'orch-tui:sample';
const TOLD = { name: 'far', kind: 'worker', slots: 2 };
const AGENTS = '[{"id":"a1"}]';

function world() {
  const clock = new FakeClock();
  const reader = () => new EntryReader({ space: SPACE, now: () => clock.now() });
  const sealer = new EntrySealer();
  const seal = (secret: string | null = 'of us', place = { space: SPACE, node: 'far' }) =>
    sealer.seal({ ...place, told: TOLD, agents: AGENTS, keepMs: 300_000 }, secret);
  return { clock, reader, seal };
}

it('are read as they were written, and with their agents', () => {
  const { reader, seal } = world();
  const read = reader().read({ node: 'far', text: seal() }, 'of us');
  expect(read?.told).toEqual(TOLD);
  expect(read?.hasSaid(AGENTS)).toBe(true);
  expect(read?.hasSaid('[]')).toBe(false);
});

it('without a secret are taken as they are', () => {
  const { reader, seal } = world();
  for (const text of [seal(null), seal()]) {
    const read = reader().read({ node: 'far', text }, null);
    expect(read?.told).toMatchObject(TOLD);
    expect(read?.hasSaid('anything')).toBe(true);
  }
});

it('that were not signed, or by another secret, for another node or repository, or changed on the way, are none', () => {
  const { reader, seal } = world();
  const read = (text: string, node = 'far') => reader().read({ node, text }, 'of us');
  expect(read(seal(null))).toBeNull();
  expect(read(seal('guessed'))).toBeNull();
  expect(read(seal('of us', { space: 'orch-tui:other', node: 'far' }))).toBeNull();
  expect(read(seal(), 'near')).toBeNull();
  expect(read(seal().replace('"slots":2', '"slots":9'))).toBeNull();
  expect(read('gibberish')).toBeNull();
  expect(read('[]')).toBeNull();
});

it('under the name of another node are none, though its own secret has signed them', () => {
  const { reader } = world();
  const text = new EntrySealer().seal(
    { space: SPACE, node: 'far', told: { ...TOLD, name: 'near' }, agents: '[]', keepMs: 300_000 },
    'of us',
  );
  expect(reader().read({ node: 'far', text }, 'of us')).toBeNull();
});

it('that somebody writes again and again are gone when the node does not renew them', () => {
  const { clock, reader, seal } = world();
  const one = reader();
  const is = (text: string) => one.read({ node: 'far', text }, 'of us') !== null;
  const [first, second] = [seal(), seal()];
  expect(is(first)).toBe(true);
  expect(is(second)).toBe(true);
  // An older one than was seen is a repeated one.
  expect(is(first)).toBe(false);
  clock.advance(299_000);
  expect(is(second)).toBe(true);
  clock.advance(2000);
  expect(is(second)).toBe(false);
  expect(is(seal())).toBe(true);
});

it('of a node that was started anew count, and those of its earlier life only as long as they would have', () => {
  const { clock, reader, seal } = world();
  const one = reader();
  const is = (text: string) => one.read({ node: 'far', text }, 'of us') !== null;
  const old = seal();
  expect(is(old)).toBe(true);
  clock.advance(200_000);
  const anew = world().seal();
  expect(is(anew)).toBe(true);
  clock.advance(101_000);
  expect(is(old)).toBe(false);
  expect(is(anew)).toBe(true);
});
