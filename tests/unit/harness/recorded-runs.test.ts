// Runs of the real CLIs, recorded signal by signal: the states a person would have seen.
import { describe, expect, it } from 'vitest';
import { AGENT_CLIS } from '../../../src/core/harness/registry.js';
import { readRecording, replay, told } from '../../helpers/replay-signals.js';

const harnessOf = (name: string) => AGENT_CLIS.find((harness) => harness.name === name)!;

const STORIES: readonly (readonly [recording: string, verdicts: readonly string[]])[] = [
  [
    'claude-permission',
    [
      'working by claude.title.working',
      'waiting by claude.notification.permission',
      'working by claude.title.working',
      'idle by claude.title.rest',
      'working by claude.title.working',
      'idle by claude.title.rest',
    ],
  ],
  [
    'codex-permission',
    [
      'working by osc7501.working',
      'waiting by osc7501.blocked',
      'working by osc7501.working',
      'waiting by osc7501.blocked',
      'working by osc7501.working',
      'idle by osc7501.done',
      'working by osc7501.working',
      'idle by osc7501.idle',
    ],
  ],
  [
    'gemini-permission',
    [
      'working by gemini.title.working',
      'waiting by gemini.title.action',
      'working by gemini.title.working',
      'waiting by gemini.title.action',
      'working by gemini.title.working',
      'idle by gemini.title.ready',
      'working by gemini.title.working',
      'idle by gemini.title.ready',
    ],
  ],
  // Nothing it shows tells idle from asking: never more than that it is silent.
  ['opencode-permission', ['working by output', 'unknown by quiet', 'working by output', 'unknown by quiet']],
  ['codex-error', ['working by osc7501.working', 'waiting by osc7501.error']],
  ['codex-trust', ['unknown by quiet']],
  ['claude-trust', ['unknown by quiet']],
];

describe('recorded runs of real agent CLIs', () => {
  it.each(STORIES)('%s', (name, expected) => {
    const { cli, events } = readRecording(name);
    expect(told(replay({ harness: harnessOf(cli), events }))).toEqual(expected);
  });

  it('a codex of before OSC 7501 is known by its titles while it works, asks and rests', () => {
    const { events } = readRecording('codex-permission');
    const older = events.filter(([, kind]) => kind !== 'osc7501');
    const states = told(replay({ harness: harnessOf('codex'), events: older }));
    expect(states.slice(0, 4)).toEqual([
      'working by codex.title.spinner',
      'waiting by codex.title.action',
      'working by codex.title.spinner',
      'waiting by codex.title.action',
    ]);
    // After each of its two turns; its title loses its mark for a moment now and then, too: that is no rest.
    const rest = 'idle by codex.title.rest';
    expect(states.filter((state) => state.startsWith('idle'))).toEqual([rest, rest]);
    expect(states.at(-1)).toBe(rest);
  });
});
