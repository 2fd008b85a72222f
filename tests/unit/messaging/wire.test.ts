// What other nodes say: taken where it is right, made plain, and nothing else.
import { describe, expect, it } from 'vitest';
import { isGenuine, signTask } from '../../../src/core/messaging/signed-task.js';
import { readAgent, readLetter, readNews, readNode, readTask, readTaskEnd } from '../../../src/core/messaging/wire-schemas.js';
import { sampleLetter } from '../../helpers/brokers.js';

const ESCAPE = '\u001b[31mred';

describe('a letter', () => {
  it('comes as it was sent', () => {
    const letter = sampleLetter('m-1', 'here', 'two\nlines');
    expect(readLetter(JSON.parse(JSON.stringify(letter)))).toEqual(letter);
    expect(readLetter(JSON.stringify(letter))).toEqual(letter);
  });

  it('is made plain in all its texts', () => {
    const letter = sampleLetter('m-1', 'here', ESCAPE);
    const read = readLetter({ ...letter, fromName: ESCAPE, message: { ...letter.message, payload: { text: ESCAPE, options: [ESCAPE] } } });
    expect(JSON.stringify(read)).not.toContain('\\u001b');
    expect(read?.message.payload).toEqual({ text: 'red', options: ['red'] });
  });

  it.each([
    ['nothing', null],
    ['no JSON', '{"to'],
    ['no message', { to: 'x' }],
    ['another type', { ...sampleLetter('m', 'x'), message: { ...sampleLetter('m', 'x').message, type: 'order' } }],
    ['another time', { ...sampleLetter('m', 'x'), message: { ...sampleLetter('m', 'x').message, timestamp: 'now' } }],
    ['ten megabytes', sampleLetter('m', 'x', 'x'.repeat(10_000_000))],
    ['ten megabytes of JSON', JSON.stringify(sampleLetter('m', 'x', 'x'.repeat(10_000_000)))],
  ])('of %s is none', (_what, value) => {
    expect(readLetter(value)).toBeNull();
  });
});

describe('others', () => {
  it('are read where they are right, and none where not', () => {
    const node = { name: ESCAPE, kind: 'worker', version: '1', slots: 2, busy: 0, labels: [], seenAt: '2026-11-21T12:00:00.000Z' };
    expect(readNode(node)?.name).toBe('red');
    expect(readNode({ ...node, slots: -1 })).toBeNull();
    const agent = { id: 'a', name: 'n', node: 'b', role: null, harness: 'h', capabilities: [], state: 'idle', seenAt: node.seenAt };
    expect(readAgent(agent)).toEqual(agent);
    expect(readAgent({ ...agent, capabilities: 'all' })).toBeNull();
    expect(readNews('x', { from: 'b', body: 1 })).toEqual({ topic: 'x', from: 'b', body: 1 });
    expect(readNews('x', { body: 1 })).toBeNull();
    expect(readTaskEnd({ task: 't', fence: 1, by: 'b' })).toEqual({ task: 't', fence: 1, by: 'b', body: null });
    expect(readTaskEnd({ task: 't:1', fence: 1, by: 'b' })).toBeNull();
    expect(readTask({ id: 't' })).toBeNull();
  });
});

describe('a task', () => {
  const task = { id: 't1', fence: 1, owner: 'a', labels: ['gpu'], priority: 1, body: { b: 1, a: [1, { d: 2, c: 3 }] } };

  it('is genuine for whoever knows the secret, in whichever order its keys come', () => {
    const signed = signTask(task, 'of us');
    expect(isGenuine(signed, 'of us')).toBe(true);
    expect(isGenuine({ ...signed, body: { a: [1, { c: 3, d: 2 }], b: 1 } }, 'of us')).toBe(true);
  });

  it.each([
    ['another fence', { fence: 2 }],
    ['another owner', { owner: 'b' }],
    ['other labels', { labels: [] }],
    ['another priority', { priority: 0 }],
    ['another body', { body: { b: 2 } }],
    ['no signature', { signature: '' }],
  ])('with %s is not', (_what, change) => {
    expect(isGenuine({ ...signTask(task, 'of us'), ...change }, 'of us')).toBe(false);
  });

  it('without a secret has no signature, and is taken only where there is none', () => {
    expect(signTask(task, null).signature).toBe('');
    expect(isGenuine(signTask(task, null), null)).toBe(true);
    expect(isGenuine(signTask(task, null), 'of us')).toBe(false);
    expect(isGenuine(signTask(task, 'of us'), null)).toBe(false);
  });
});
