// What is recorded of each CLI: scenes (one run each, of its task), and in them the moments that get a label. Data only.
import type { AgentState } from '../../src/core/model/agent.js';
import type { CliName } from '../../tests/real/real-cli.js';

export interface Moment {
  readonly name: string;
  readonly label: AgentState;
  readonly also?: readonly AgentState[];
  /** Where it is at rest, its screen has been still for so long; at work it is taken as it is. */
  readonly stillMs: number;
}

export type Step =
  | { readonly kind: 'shows'; readonly pattern: RegExp }
  | { readonly kind: 'gone'; readonly pattern: RegExp }
  /** The model has been asked so many times for this task. */
  | { readonly kind: 'asked'; readonly times: number }
  | { readonly kind: 'after'; readonly delayMs: number }
  | { readonly kind: 'types'; readonly text: string }
  | { readonly kind: 'moment'; readonly moment: Moment };

export interface Scene {
  readonly name: string;
  readonly task: string;
  readonly isTrusted: boolean;
  readonly steps: readonly Step[];
  /** In the home of somebody who has never started it. */
  readonly isFirst?: true;
  /** Also on a terminal of 80x24. */
  readonly isNarrowToo: boolean;
}

interface Words {
  /** null: it asks for no trust. */
  readonly trust: RegExp | null;
  readonly ready: RegExp;
  readonly edit: RegExp;
  readonly shell: RegExp;
  readonly interruptPresses: number;
  /** What can be seen of it while it tries again. */
  readonly rateLimit: AgentState;
}

/** A CLI may put a question of its own over its input line at any time: such a moment is kept as `offered-NAME`, and somebody is waited for. */
export const OFFERS = /Make auto mode your default permission mode\?/;

export const ESC = '\u001b';
export const ENTER = '\r';
/** Longer than every rule waits before it believes in rest, but for claude's resting title. */
const REST_MS = 4000;
const DIALOG_MS = 1000;
/** Between text and Enter, and before a key to a dialog: CLIs drop what comes too fast. */
const HAND_MS = 700;

const WORDS: Readonly<Record<CliName, Words>> = {
  codex: {
    trust: /trust/i,
    ready: /^› (?!\d)/m,
    edit: /Would you like to (?:make the following edits|run the following command)\?/,
    shell: /Would you like to run the following command\?[\s\S]*git add/,
    interruptPresses: 1,
    rateLimit: 'limited',
  },
  claude: {
    trust: /trust this folder/,
    ready: /^❯(?! ?\d\.)/m,
    edit: /Do you want to create/,
    shell: /Do you want to proceed|This command requires approval/,
    interruptPresses: 1,
    rateLimit: 'limited',
  },
  gemini: {
    trust: /Do you trust/,
    ready: /Type your message/,
    edit: /Apply this change\?/,
    shell: /Allow execution/,
    interruptPresses: 1,
    // It tells nothing of it and tries again.
    rateLimit: 'working',
  },
  opencode: {
    trust: null,
    ready: /Ask anything/,
    edit: /Permission required[\s\S]*hello\.txt/,
    shell: /Permission required[\s\S]*git add/,
    interruptPresses: 2,
    rateLimit: 'limited',
  },
};

const working = (name: string): Moment => ({ name, label: 'working', stillMs: 0 });
const waiting = (name: string, stillMs = DIALOG_MS): Moment => ({ name, label: 'waiting', stillMs });
const resting = (name: string): Moment => ({ name, label: 'idle', also: ['done'], stillMs: REST_MS });
const shows = (pattern: RegExp): Step => ({ kind: 'shows', pattern });
const gone = (pattern: RegExp): Step => ({ kind: 'gone', pattern });
const asked = (times: number): Step => ({ kind: 'asked', times });
const after = (delayMs: number): Step => ({ kind: 'after', delayMs });
const types = (text: string): Step => ({ kind: 'types', text });
const take = (moment: Moment): Step => ({ kind: 'moment', moment });
const press = (key: string): readonly Step[] => [after(HAND_MS), types(key)];

export function scenesOf(cli: CliName): readonly Scene[] {
  const { trust, ready, edit, shell, interruptPresses, rateLimit } = WORDS[cli];
  const scene = (name: string, task: string, steps: readonly Step[], isNarrowToo = false): Scene => ({
    name,
    task,
    isTrusted: true,
    steps,
    isNarrowToo,
  });
  return [
    ...(trust === null ? [] : [{ ...scene('trust', '', [shows(trust), take(waiting('trust'))], true), isTrusted: false }]),
    scene(
      'idle',
      '',
      [shows(ready), take(resting('idle')), types('Add a test for the parser'), shows(/Add a test for the parser/), take(resting('typed'))],
      true,
    ),
    scene(
      'write',
      'write hello.txt with "hello there" slowly',
      [
        asked(1),
        take(working('working')),
        shows(edit),
        take(waiting('permission-edit')),
        ...press(ENTER),
        shows(shell),
        take(waiting('permission-shell')),
        ...press(ENTER),
        gone(shell),
        after(1500),
        take(working('working-shell')),
        shows(/I wrote hello\.txt/),
        take(resting('finished')),
      ],
      true,
    ),
    scene('tell', 'tell at length about widgets', [shows(/while it turns[\s\S]*while it turns/), take(working('working-text'))], true),
    scene('hang', 'hang', [
      asked(1),
      after(2500),
      take(working('working-thinking')),
      ...Array.from({ length: interruptPresses }, () => press(ESC)).flat(),
      after(1500),
      take(resting('interrupted')),
    ]),
    scene('ask', 'ask: which port should it listen on', [shows(/listen\s+on\?/), take(waiting('asked', REST_MS))], true),
    scene('limit', 'ratelimit', [asked(1), after(5000), take({ name: 'ratelimit', label: rateLimit, stillMs: 0 })]),
  ];
}
