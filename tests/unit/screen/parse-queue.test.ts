// The fair queue: echoes at once, floods in turns, PTYs paused and resumed. Time and turns are the test's own.
import { beforeEach, describe, expect, it } from 'vitest';
import { ParseQueue } from '../../../src/core/screen/parse-queue.js';

const KB = 1024;
let log: string[];
let now: number;
let costMs: (bytes: number) => number;
let turns: (() => void)[];
let parsed: Map<string, number[]>;
let queue: ParseQueue;

function turn(): void {
  const due = turns;
  turns = [];
  for (const run of due) run();
}

function turnsUntilIdle(): number {
  let count = 0;
  for (; turns.length > 0; count += 1) turn();
  return count;
}

beforeEach(() => {
  log = [];
  now = 0;
  costMs = () => 0;
  turns = [];
  parsed = new Map();
  queue = new ParseQueue({
    parse: (agent, slice) => {
      now += costMs(slice.length);
      log.push(`${agent} ${slice.length}`);
      parsed.set(agent, [...(parsed.get(agent) ?? []), ...slice]);
    },
    onParsed: (agent) => log.push(`${agent} parsed`),
    pause: (agent) => log.push(`${agent} paused`),
    resume: (agent) => log.push(`${agent} resumed`),
    now: () => now,
    yield: (run) => turns.push(run),
  });
});

describe('the parse queue', () => {
  it('parses a small chunk at once', () => {
    queue.push('a', Buffer.from('echo'));
    expect(log).toEqual(['a 4', 'a parsed']);
  });

  it('parses an echo at once also while another agent floods', () => {
    queue.push('flood', Buffer.alloc(100 * KB));
    queue.push('a', Buffer.from('x'));
    expect(log).toEqual(['a 1', 'a parsed']);
  });

  it('keeps the order of one agent’s bytes', () => {
    const bytes = Array.from({ length: 40 * KB }, (_, i) => i % 251);
    queue.push('a', Uint8Array.from(bytes.slice(0, 20 * KB)));
    queue.push('a', Uint8Array.from(bytes.slice(20 * KB, 20 * KB + 5)));
    queue.push('a', Uint8Array.from(bytes.slice(20 * KB + 5)));
    turnsUntilIdle();
    expect(parsed.get('a')).toEqual(bytes);
  });

  it('takes slices of at most 16 KB, round robin', () => {
    queue.push('a', Buffer.alloc(40 * KB));
    queue.push('b', Buffer.alloc(20 * KB));
    turn();
    expect(log.filter((line) => !line.endsWith('parsed'))).toEqual(['a 16384', 'b 16384', 'a 16384', 'b 4096', 'a 8192']);
    expect(queue.pending('a')).toBe(0);
  });

  it('gives the loop its turn after two milliseconds of parsing', () => {
    costMs = () => 1;
    queue.push('a', Buffer.alloc(80 * KB));
    turn();
    expect(log.filter((line) => line === 'a 16384')).toHaveLength(2);
    expect(turnsUntilIdle()).toBeGreaterThan(0);
    expect(queue.pending('a')).toBe(0);
  });

  it('cuts output that takes long to parse finer', () => {
    costMs = (bytes) => bytes / 512;
    queue.push('a', Buffer.alloc(60 * KB));
    turnsUntilIdle();
    const sizes = log.filter((line) => !line.endsWith('parsed')).map((line) => Number(line.split(' ')[1]));
    expect(sizes.slice(0, 4)).toEqual([16 * KB, 8 * KB, 4 * KB, 2 * KB]);
    expect(Math.max(...sizes.slice(4))).toBeLessThanOrEqual(2 * KB);
  });

  it('queues even small chunks once they took up the turn of the loop', () => {
    costMs = () => 1.5;
    for (const agent of ['a', 'b', 'c']) queue.push(agent, Buffer.from('x'));
    expect(log.filter((line) => line.endsWith('parsed'))).toEqual(['a parsed', 'b parsed']);
    turnsUntilIdle();
    expect(log.at(-1)).toBe('c parsed');
    log.length = 0;
    queue.push('a', Buffer.from('x'));
    expect(log).toEqual(['a 1', 'a parsed']);
  });

  it('pauses a PTY above 256 KB and resumes it below 64 KB, once each', () => {
    costMs = () => 4;
    for (let i = 0; i < 5; i += 1) queue.push('a', Buffer.alloc(60 * KB));
    expect(log).toEqual(['a paused']);
    for (let left = queue.pending('a'); left >= 64 * KB; left = queue.pending('a')) {
      expect(log).not.toContain('a resumed');
      turn();
    }
    expect(log.filter((line) => line === 'a resumed')).toHaveLength(1);
    turnsUntilIdle();
    expect(log.filter((line) => line.endsWith('resumed') || line.endsWith('paused'))).toEqual(['a paused', 'a resumed']);
  });

  it('parses what is left of an ended agent on request', () => {
    queue.push('a', Buffer.alloc(40 * KB));
    queue.flush('a');
    expect([queue.pending('a'), parsed.get('a')?.length]).toEqual([0, 40 * KB]);
    turnsUntilIdle();
    expect(parsed.get('a')).toHaveLength(40 * KB);
  });

  it('forgets a dropped agent', () => {
    queue.push('a', Buffer.alloc(300 * KB));
    queue.drop('a');
    turnsUntilIdle();
    expect(log).toEqual(['a paused']);
  });

  it('queues what arrives while it parses, behind what is being parsed', () => {
    const seen: string[] = [];
    const nested: ParseQueue = new ParseQueue({
      parse: (_, slice) => {
        seen.push(Buffer.from(slice).toString());
        if (seen.length === 1) nested.push('a', Buffer.from('second'));
      },
      onParsed: () => seen.push('parsed'),
      pause: () => undefined,
      resume: () => undefined,
      now: () => 0,
      yield: (run) => turns.push(run),
    });
    nested.push('a', Buffer.from('first'));
    turnsUntilIdle();
    expect(seen).toEqual(['first', 'parsed', 'second', 'parsed']);
  });

  it('does nothing while there is nothing to do', () => {
    queue.push('a', new Uint8Array(0));
    expect([log, turns]).toEqual([[], []]);
  });
});
