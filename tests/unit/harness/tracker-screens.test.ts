// What a screen may say beside titles, notifications and structured sources: who is believed, and for how long.
import { describe, expect, it } from 'vitest';
import { claude } from '../../../src/core/harness/claude.js';
import { codex } from '../../../src/core/harness/codex.js';
import { gemini } from '../../../src/core/harness/gemini.js';
import type { Harness } from '../../../src/core/harness/harness.js';
import { opencode } from '../../../src/core/harness/opencode.js';
import { type RecordedEvent, replay, told } from '../../helpers/replay-signals.js';

const ASKS = ' Do you want to create a.txt?\n ❯ 1. Yes\n   3. No\n';
const ASKS_MORE = ' Do you want to create b.txt?\n ❯ 1. Yes\n   3. No\n';
const INPUT = `${'─'.repeat(40)}\n❯ \n${'─'.repeat(40)}\n  ? for shortcuts`;
const TRUST = "│ Do you trust the files in this folder? │\n│ ● 1. Trust folder (repo) │\n│   3. Don't trust │";
const TRUST_BELOW = `│ ? Shell npm test │\n│ Allow execution of [Shell]? │\n│ ● 1. Allow once │\n${TRUST}`;
const COMPOSER = ' >   Type your message';
const OC_ASKS = '  ┃  △ Permission required\n  ┃    → Edit a.txt\n  ┃   Allow once   Allow always   Reject\n';
const OC_COMPOSER = `  ┃\n  ┃  Build · Mock Mock\n  ╹${'▀'.repeat(60)}`;
const OC_WORKS = `${OC_COMPOSER}\n   ⬝⬝■■  esc interrupt    ctrl+p commands`;
const OC_RESTS = `${OC_COMPOSER}\n     tab agents  ctrl+p commands`;
const OC_TOOK = `     ▣  Build · Mock · 2m 12s\n\n${OC_RESTS}`;
const CODEX_ASKS = '  Would you like to run the following command?\n  $ npm test\n› 1. Yes, proceed (y)\n';

const ROWS: readonly (readonly [sentence: string, harness: Harness, events: readonly RecordedEvent[], expected: readonly string[]])[] = [
  [
    'claude asks as soon as its title rests, in its own words; its notification says nothing new',
    claude,
    [
      [100, 'title', '⠂ Topic'],
      [200, 'title', '✳ Topic'],
      [500, 'screen', ASKS],
      [6200, 'osc9', 'Claude needs your permission'],
      [9000, 'screen', ASKS_MORE],
      [20_000, 'title', '⠂ Topic'],
      [20_001, 'output'],
    ],
    [
      'working by claude.title.working',
      'waiting: create a.txt?',
      'waiting: create b.txt?',
      'working by claude.title.working',
      'unknown by quiet',
    ],
  ],
  [
    'claude works while its title says so, whatever it prints',
    claude,
    [
      [100, 'title', '⠂ Topic'],
      [500, 'screen', ASKS],
      [600, 'screen', INPUT],
      [4000, 'output'],
    ],
    ['working by claude.title.working', 'unknown by quiet'],
  ],
  [
    'claude rests: its input line makes its title believed in 2.5 s, and by the name of the title',
    claude,
    [
      [100, 'title', '⠂ Topic'],
      [200, 'title', '✳ Topic'],
      [500, 'screen', INPUT],
      [3100, 'title', '⠂ Topic'],
      [3101, 'output'],
    ],
    ['working by claude.title.working', 'idle by claude.title.rest', 'working by claude.title.working', 'unknown by quiet'],
  ],
  [
    'claude that was told no rests, though its title stays the same',
    claude,
    [
      [100, 'title', '⠂ Topic'],
      [200, 'title', '✳ Topic'],
      [500, 'screen', ASKS],
      [20_000, 'screen', INPUT],
    ],
    ['working by claude.title.working', 'waiting: create a.txt?', 'idle by claude.title.rest'],
  ],
  [
    'gemini works and asks for trust: the dialog stands until it is gone, whatever the titles say',
    gemini,
    [
      [100, 'title', '✦ Working… (x)'],
      [500, 'screen', TRUST],
      [900, 'title', '◇ Ready (x)'],
      [1500, 'screen', TRUST],
      [9000, 'screen', COMPOSER],
    ],
    ['working by gemini.title.working', 'waiting: trust this folder?', 'idle by gemini.title.ready'],
  ],
  [
    'gemini goes on working when the dialog is gone',
    gemini,
    [
      [100, 'title', '✦ Working… (x)'],
      [500, 'screen', TRUST],
      [9000, 'screen', COMPOSER],
      [9001, 'output'],
    ],
    ['working by gemini.title.working', 'waiting: trust this folder?', 'working by gemini.title.working', 'unknown by quiet'],
  ],
  [
    'gemini asks for a permission beside the trust: that question gets the keys, also where a low terminal does not show it',
    gemini,
    [
      [100, 'title', '✦ Working… (x)'],
      [500, 'screen', TRUST],
      [900, 'title', '✋ Action Required (x)'],
      [1500, 'screen', TRUST],
      [1800, 'screen', TRUST_BELOW],
      [3000, 'title', '✦ Working… (x)'],
      [3500, 'screen', TRUST],
      [4000, 'title', '✋ Action Required (x)'],
      [4500, 'title', '◇ Ready (x)'],
      [5000, 'screen', TRUST],
    ],
    [
      'working by gemini.title.working',
      'waiting: trust this folder?',
      'waiting: allow it?',
      'waiting: run `npm test`?',
      'waiting: trust this folder?',
      'waiting: allow it?',
      'waiting: trust this folder?',
    ],
  ],
  [
    'opencode is read from its screen alone, which is better evidence of work than that it prints',
    opencode,
    [
      [100, 'output'],
      [500, 'screen', OC_RESTS],
      [1500, 'screen', OC_WORKS],
      [3000, 'screen', OC_ASKS],
      [60_000, 'touched'],
      [60_001, 'output'],
      [60_500, 'screen', OC_WORKS],
      [61_500, 'screen', OC_RESTS],
      [80_000, 'output'],
      [80_300, 'screen', OC_WORKS],
      [81_500, 'screen', OC_RESTS],
    ],
    [
      'working by output',
      'working by opencode.screen.interrupt',
      'waiting: Edit a.txt?',
      'working by opencode.screen.interrupt',
      'idle by opencode.screen.input',
      'working by opencode.screen.interrupt',
      'idle by opencode.screen.input',
    ],
  ],
  [
    'opencode says how long a turn took: done, though it had looked idle for a moment',
    opencode,
    [
      [100, 'output'],
      [500, 'screen', OC_WORKS],
      [2000, 'screen', OC_RESTS],
      [4000, 'screen', OC_TOOK],
      [4500, 'screen', OC_TOOK],
    ],
    ['working by output', 'working by opencode.screen.interrupt', 'idle by opencode.screen.input', 'done by opencode.screen.turn'],
  ],
  [
    'opencode that opens an old conversation shows how long the last turn took, and is not done with what it is about to be told',
    opencode,
    [
      [100, 'output'],
      [500, 'screen', OC_TOOK],
      [4000, 'screen', OC_WORKS],
      [9000, 'screen', OC_TOOK],
    ],
    ['working by output', 'working by opencode.screen.interrupt', 'done by opencode.screen.turn'],
  ],
  [
    'codex tells its state itself; its screen only words the question',
    codex,
    [
      [100, 'osc7501', 'state=working:app=codex'],
      [200, 'screen', CODEX_ASKS],
      [300, 'osc7501', 'state=blocked:app=codex:kind=permission'],
      [600, 'screen', CODEX_ASKS],
      [900, 'screen', CODEX_ASKS],
      [5000, 'osc7501', 'state=working:app=codex'],
    ],
    ['working by osc7501.working', 'waiting: allow it?', 'waiting: run `npm test`?', 'working by osc7501.working'],
  ],
];

describe('a screen', () => {
  it.each(ROWS)('%s', (_sentence, harness, events, expected) => {
    const verdicts = replay({ harness, events });
    const rules = told(verdicts);
    expect(verdicts.map(({ question }, at) => (question === null ? rules[at] : `waiting: ${question.text}`))).toEqual(expected);
  });

  it('gives a question that got its words another digest: an answer is bound to what was read', () => {
    const digests = replay({
      harness: codex,
      events: [
        [100, 'osc7501', 'state=blocked:kind=permission'],
        [600, 'screen', CODEX_ASKS],
      ],
    }).map(({ question }) => question?.digest);
    expect(new Set(digests).size).toBe(2);
  });
});
