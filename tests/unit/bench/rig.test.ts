// The parts of the measuring rig whose errors would show as wrong figures.
import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { withEndings } from '../../../bench/rig/endings.js';
import { type Figure, figure } from '../../../bench/rig/figure.js';
import { LightAnswers } from '../../../bench/rig/light-answers.js';
import { Printable } from '../../../bench/rig/printable.js';
import { processFacts } from '../../../bench/rig/proc.js';
import { PtySession } from '../../../bench/rig/pty-session.js';
import { median, percentile } from '../../../bench/rig/stats.js';
import { markdownTable } from '../../../bench/rig/table.js';

const ESC = '\u001b';

test.each([
  ['nothing', [], 0.5, Number.NaN],
  ['one sample', [3], 0.95, 3],
  ['an odd number, unsorted', [9, 1, 5], 0.5, 5],
  ['an even number: the middle of two', [1, 2, 3, 4], 0.5, 2.5],
  ['a percentile between two samples', [0, 10], 0.95, 9.5],
])('percentile of %s', (_name, samples, share, expected) => {
  expect(percentile(samples, share)).toBe(expected);
});

test('the median of ten-digit numbers is compared as numbers, not as text', () => {
  expect(median([9, 10, 100])).toBe(10);
});

const stream = `a${ESC}[31;1mb${ESC}]0;title${ESC}\\c${ESC}]2;x\u0007d${ESC}(Be${ESC}7f\r\n${ESC}P1$r0m${ESC}\\g\u0008${ESC}[?2026hh`;

test('text between escape sequences is the same for any chunking', () => {
  const bytes = Buffer.from(stream);
  for (let size = 1; size <= bytes.length; size++) {
    const printable = new Printable();
    let text = '';
    for (let at = 0; at < bytes.length; at += size) text += printable.strip(bytes.subarray(at, at + size));
    expect(text).toBe('abcdefgh');
  }
});

test('the status query is answered once each, also when it is split', () => {
  const bytes = Buffer.from(`x${ESC}[5ny${ESC}[5n${ESC}[5${ESC}[6n`);
  for (let size = 1; size <= bytes.length; size++) {
    const answers: string[] = [];
    const light = new LightAnswers((data) => answers.push(data));
    for (let at = 0; at < bytes.length; at += size) light.look(bytes.subarray(at, at + size));
    expect(answers).toEqual([`${ESC}[0n`, `${ESC}[0n`]);
  }
});

const session = (script: string, terminal: 'plain' | 'none' = 'none') =>
  new PtySession({ argv: ['/bin/sh', '-c', script], cwd: '/', env: { PATH: process.env.PATH ?? '' }, cols: 80, rows: 24, terminal });

test('a session finds text that came before the question, and bytes that come after it', async () => {
  const cat = session('stty raw -echo; printf "re\\033[mady\\033[Cnow"; exec cat');
  await cat.untilText('ready now', 'start');
  await cat.untilText('ready now', 'start');
  const both = [cat.untilBytes('xyz'), cat.untilText('y', 'now')];
  cat.write('xyz');
  await Promise.all(both);
  expect(cat.bytesReceived).toBe('re?[mady?[Cnow'.length + 'xyz'.length);
  await cat.close();
});

test('bytes are found across chunks', async () => {
  // The cursor query and its answer force a chunk's end between the halves.
  const halves = session('stty raw -echo; printf "left\\033[6n"; dd bs=32 count=1 >/dev/null 2>&1; printf "right"; exec cat', 'plain');
  await halves.untilBytes(`left${ESC}[6nright`);
  await halves.close();
});

test.runIf(process.platform === 'linux')(
  'facts of a process: a subprocess that ended and a descriptor that stayed open both show',
  async () => {
    const shell = spawn('/bin/sh', ['-c', 'echo up; while read -r _; do /bin/ls / >/dev/null; exec 9</dev/null; echo ran; done']);
    const said = () => new Promise((resolve) => shell.stdout.once('data', resolve));
    await said();
    const before = processFacts(shell.pid!);
    const ran = said();
    shell.stdin.write('\n');
    await ran;
    const after = processFacts(shell.pid!);
    expect(after.childFaults).toBeGreaterThan(before.childFaults);
    expect(after.children).toEqual([]);
    expect(after.fileDescriptors).toBe(before.fileDescriptors + 1);
    expect(after.threads).toBe(1);
    expect(before.rssBytes).toBeGreaterThan(100_000);
    expect(before.peakRssBytes).toBeGreaterThanOrEqual(before.rssBytes);
    shell.stdin.end();
  },
);

const samples = (orch: readonly number[], tmux: readonly number[]) =>
  new Map([
    ['tmux', tmux],
    ['orch-tui', orch],
  ] as const);
const order = { name: 'delay', unit: 'ms', of: (value: number) => value, level: 'no slower than tmux' };
const noSlower = { ...order, reached: ({ tmux, orch }: { tmux: number; orch: number }) => orch <= tmux };

test.each<[string, Figure['isReached'], readonly number[], readonly number[]]>([
  ['reached', true, [1, 9, 2], [3]],
  ['not reached', false, [4], [3]],
  ['not reached when what it is compared with was not measured', false, [4], []],
  ['unknown when orch-tui was not measured', null, [], [3]],
])('a level is %s', (_name, expected, orch, tmux) => {
  expect(figure('typing', samples(orch, tmux), noSlower).isReached).toBe(expected);
});

test('the table names a scenario once and says each verdict', () => {
  const figures = [
    figure('typing', samples([1], [3]), noSlower),
    figure('typing', samples([4], [3]), noSlower),
    figure('flood', samples([], [52_428_800]), noSlower),
  ];
  expect(markdownTable(figures).split('\n').slice(2)).toEqual([
    '| typing | delay | – | 3 ms | 1 ms | no slower than tmux | yes |',
    '|  | delay | – | 3 ms | 4 ms | no slower than tmux | **no** |',
    '| flood | delay | – | 52,428,800 ms | – | no slower than tmux | not measured |',
  ]);
});

test('what was opened is ended last first, once, and also when opening the rest fails', async () => {
  const ended: string[] = [];
  const open = (fails: boolean) =>
    withEndings(async (ending) => {
      ending(() => ended.push('host'));
      ending(() => Promise.reject(new Error('the screen did not close')));
      ending(() => ended.push('agent'));
      if (fails) throw new Error('never ready');
      return { pid: 7 };
    });
  await expect(open(true)).rejects.toThrow('never ready');
  expect(ended.splice(0)).toEqual(['agent', 'host']);
  const opened = await open(false);
  expect(opened.pid).toBe(7);
  await expect(opened.close()).rejects.toThrow('the screen did not close');
  await opened.close();
  expect(ended).toEqual(['agent', 'host']);
});
