// What is recorded of each CLI: scenes (one run each, of its task), and in them the moments that get a label. Data only.
import type { AgentState } from '../../src/core/model/agent.js';
import type { CliName } from '../../tests/real/real-cli.js';
import {
  after,
  asked,
  ENTER,
  ESC,
  gone,
  press,
  REST_MS,
  resting,
  type Scene,
  scene,
  shows,
  take,
  types,
  waiting,
  working,
} from './scene.js';

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

export function scenesOf(cli: CliName): readonly Scene[] {
  const { trust, ready, edit, shell, interruptPresses, rateLimit } = WORDS[cli];
  return [
    ...(trust === null ? [] : [{ ...scene('trust', '', [shows(trust), waiting('trust')], true), isTrusted: false }]),
    scene(
      'idle',
      '',
      [shows(ready), resting('idle'), types('Add a test for the parser'), shows(/Add a test for the parser/), resting('typed')],
      true,
    ),
    scene(
      'write',
      'write hello.txt with "hello there" slowly',
      [
        asked(1),
        working('working'),
        shows(edit),
        waiting('permission-edit'),
        ...press(ENTER),
        shows(shell),
        waiting('permission-shell'),
        ...press(ENTER),
        gone(shell),
        after(1500),
        working('working-shell'),
        shows(/I wrote hello\.txt/),
        resting('finished'),
      ],
      true,
    ),
    scene('tell', 'tell at length about widgets', [shows(/while it turns[\s\S]*while it turns/), working('working-text')], true),
    scene('hang', 'hang', [
      asked(1),
      after(2500),
      working('working-thinking'),
      ...Array.from({ length: interruptPresses }, () => press(ESC)).flat(),
      after(1500),
      resting('interrupted'),
    ]),
    scene('ask', 'ask: which port should it listen on', [shows(/listen\s+on\?/), waiting('asked', REST_MS)], true),
    scene('limit', 'ratelimit', [asked(1), after(5000), take({ name: 'ratelimit', label: rateLimit, stillMs: 0 })]),
  ];
}
