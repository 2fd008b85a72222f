// The weighing of evidence, row by row: who outranks whom, what is waited for, and what silence may say.
import { describe, expect, it } from 'vitest';
import { claude } from '../../../src/core/harness/claude.js';
import { codex } from '../../../src/core/harness/codex.js';
import { commandHarness } from '../../../src/core/harness/command.js';
import { gemini } from '../../../src/core/harness/gemini.js';
import type { Harness, Signal } from '../../../src/core/harness/harness.js';
import { QUIET_MS } from '../../../src/core/harness/silence.js';
import { trackState } from '../../../src/core/harness/state-tracker.js';
import { type RecordedEvent, replay, told } from '../../helpers/replay-signals.js';

const script = commandHarness('command', ['make']);
const working7501 = 'state=working:app=x';

const ROWS: readonly (readonly [sentence: string, harness: Harness, events: readonly RecordedEvent[], expected: readonly string[]])[] = [
  ['a process that never prints is unknown, not idle', script, [], ['unknown by quiet']],
  ['a script works while it prints, and is unknown in silence', script, [[5, 'output']], ['working by output', 'unknown by quiet']],
  [
    'a script that prints again works again',
    script,
    [
      [5, 'output'],
      [30_000, 'output'],
    ],
    ['working by output', 'unknown by quiet', 'working by output', 'unknown by quiet'],
  ],
  [
    'the echo of what was typed to a silent script is no work',
    script,
    [
      [5, 'output'],
      [30_000, 'touched'],
      [30_010, 'output'],
    ],
    ['working by output', 'unknown by quiet'],
  ],
  [
    'output alone says nothing of a TUI: it draws its dialogs, too',
    claude,
    [
      [100, 'output'],
      [5000, 'output'],
    ],
    ['unknown by quiet'],
  ],
  [
    'a spinner in the title that goes still is unknown, and works again with the next output',
    claude,
    [
      [100, 'title', '⠂ Topic'],
      [110, 'output'],
      [30_000, 'output'],
    ],
    ['working by claude.title.working', 'unknown by quiet', 'working by claude.title.working', 'unknown by quiet'],
  ],
  [
    'ready before the task was taken up is not idle',
    gemini,
    [
      [100, 'title', '◇ Ready (x)'],
      [13_000, 'title', '✦ Working… (x)'],
      [13_001, 'output'],
      [14_000, 'title', '◇ Ready (x)'],
    ],
    ['working by gemini.title.working', 'idle by gemini.title.ready'],
  ],
  ['a task that is never taken up ends in idle after a while', gemini, [[100, 'title', '◇ Ready (x)']], ['idle by gemini.title.ready']],
  [
    'idle for a moment between two turns is not told',
    codex,
    [
      [100, 'osc7501', working7501],
      [5000, 'osc7501', 'state=done:app=x'],
      [5300, 'osc7501', working7501],
      [9000, 'osc7501', 'state=done:app=x'],
      [9200, 'osc7501', 'state=idle:app=x'],
    ],
    ['working by osc7501.working', 'idle by osc7501.idle'],
  ],
  [
    'a structured source once seen outranks titles, notifications and silence',
    gemini,
    [
      [100, 'osc7501', working7501],
      [200, 'title', '✋ Action Required (x)'],
      [300, 'osc777', 'Gemini CLI needs your attention'],
      [400, 'output'],
      [5000, 'title', '✦ Working… (x)'],
    ],
    ['working by osc7501.working'],
  ],
  [
    'a structured source that falls silent is not believed against a title that asks for seconds',
    gemini,
    [
      [100, 'osc7501', working7501],
      [200, 'title', '✋ Action Required (x)'],
    ],
    ['working by osc7501.working', 'waiting by gemini.title.action'],
  ],
  [
    'a title that says working outranks a late notification',
    claude,
    [
      [100, 'title', '⠂ Topic'],
      [200, 'osc9', 'Claude needs your permission'],
      [300, 'osc9', 'Claude is waiting for your input'],
      [9000, 'output'],
      [9100, 'title', '⠐ Topic'],
    ],
    ['working by claude.title.working', 'unknown by quiet'],
  ],
  [
    'at rest, a notification tells that it waits, and the next title that it goes on',
    claude,
    [
      [100, 'title', '⠂ Topic'],
      [200, 'title', '✳ Topic'],
      [6200, 'osc9', 'Claude needs your permission'],
      [7000, 'title', '✳ Other topic'],
      [40_000, 'title', '⠂ Topic'],
      [40_001, 'output'],
      [41_000, 'title', '✳ Topic'],
    ],
    [
      'working by claude.title.working',
      'waiting by claude.notification.permission',
      'working by claude.title.working',
      'idle by claude.title.rest',
    ],
  ],
  [
    'at rest, its own word that it waits for input is believed at once',
    claude,
    [
      [100, 'title', '⠂ Topic'],
      [200, 'title', '✳ Topic'],
      [900, 'osc9', 'Claude is waiting for your input'],
    ],
    ['working by claude.title.working', 'idle by claude.notification.idle'],
  ],
  [
    'a question of a terminal, or nonsense, is no state',
    codex,
    [
      [100, 'osc7501', working7501],
      [200, 'osc7501', '?'],
      [300, 'osc7501', 'state='],
      [400, 'osc7501', 'state=dancing:app=x'],
      [500, 'osc7501', 'xstate=done'],
    ],
    ['working by osc7501.working'],
  ],
  [
    'a shell tells by its marks when a command runs',
    commandHarness('command', ['bash']),
    [
      [100, 'A'],
      [110, 'B'],
      [5000, 'C'],
      [5010, 'output'],
      [60_000, 'D', '0'],
      [60_001, 'A'],
    ],
    ['working by osc133.C', 'idle by osc133.A'],
  ],
  [
    'after the exit nothing counts any more',
    script,
    [
      [5, 'output'],
      [100, 'exit', '0'],
      [110, 'output'],
      [120, 'osc7501', working7501],
    ],
    ['working by output', 'done by exit.zero'],
  ],
  ['an exit code other than 0 is a failure', script, [[100, 'exit', '3']], ['failed by exit.nonzero']],
];

describe('the tracker', () => {
  it.each(ROWS)('%s', (_sentence, harness, events, expected) => {
    expect(told(replay({ harness, events }))).toEqual(expected);
  });

  it('believes idle soon when it was opened without a task', () => {
    const states = replay({ harness: gemini, events: [[100, 'title', '◇ Ready (x)']], expects: 'nothing', silenceMs: 2000 });
    expect(told(states)).toEqual(['idle by gemini.title.ready']);
  });

  it('carries evidence and time, plain and bounded', () => {
    const tracker = trackState({ harness: claude, expects: 'work', now: 0 });
    const verdict = tracker.feed({ kind: 'title', text: `⠂ evil\u001b[2J${'x'.repeat(500)}` }, 1000);
    expect(verdict?.why).toMatchObject({ source: 'title', rule: 'claude.title.working', at: '1970-01-01T00:00:01.000Z' });
    expect(verdict?.why.evidence).toHaveLength(200);
    expect(verdict?.why.evidence.startsWith('⠂ evilxxx')).toBe(true);
  });

  it('gives each question its own digest, also in the same words', () => {
    const questions = replay({
      harness: codex,
      events: [
        [100, 'osc7501', 'state=blocked:kind=permission'],
        [200, 'osc7501', working7501],
        [300, 'osc7501', 'state=blocked:kind=permission'],
      ],
    }).flatMap(({ question }) => (question === null ? [] : [question]));
    expect(questions.map(({ kind, text }) => `${kind}: ${text}`)).toEqual(Array(2).fill('permission: allow it?'));
    expect(new Set(questions.map(({ digest }) => digest)).size).toBe(2);
  });

  it('weighs readings of later sources like its own: a screen rule may tell a rest from a question', () => {
    const tracker = trackState({ harness: claude, expects: 'work', now: 0 });
    tracker.feed({ kind: 'title', text: '⠂ Topic' }, 100);
    const seen = {
      state: 'waiting',
      source: 'screen',
      rule: 'claude.screen.proceed',
      evidence: 'Do you want to proceed?',
      asks: 'permission',
    } as const;
    expect(tracker.take(seen, 150)).toBeNull();
    tracker.feed({ kind: 'title', text: '✳ Topic' }, 200);
    expect(tracker.take(seen, 250)?.state).toBe('waiting');
    expect(tracker.take({ state: 'working', source: 'structured', rule: 'claude.hook.tool', evidence: 'PostToolUse' }, 300)?.state).toBe(
      'working',
    );
    expect(tracker.take(seen, 350)).toBeNull();
  });

  it('reads nothing, decides nothing and moves no timer while output flows', () => {
    const read: Signal[] = [];
    const harness = {
      read(signal: Signal) {
        read.push(signal);
        return script.read(signal);
      },
    };
    const tracker = trackState({ harness, expects: 'work', now: 0 });
    tracker.feed({ kind: 'output' }, 1);
    const { verdict, nextCheckAt } = tracker;
    read.length = 0;
    for (let now = 2; now < QUIET_MS; now += 66) expect(tracker.feed({ kind: 'output' }, now)).toBeNull();
    expect(read).toEqual([]);
    expect(tracker.verdict).toBe(verdict);
    expect(tracker.nextCheckAt).toBe(nextCheckAt);
  });

  it.each([
    ['told by a structured source', codex, { kind: 'osc7501', payload: working7501 }],
    ['waiting', gemini, { kind: 'title', text: '✋ Action Required (x)' }],
    ['over', script, { kind: 'exit', exitCode: 0, signal: null }],
  ] as const)('asks for no timer when it is %s', (_name, harness, signal) => {
    const tracker = trackState({ harness, expects: 'work', now: 0 });
    expect(tracker.nextCheckAt).toBe(QUIET_MS);
    tracker.feed(signal, 100);
    expect(tracker.nextCheckAt).toBeNull();
  });
});
