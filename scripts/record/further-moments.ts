// What a person meets now and then: long commands, answers to choose from, drafts and messages beside the work, text that looks like a dialog. Data only.
import type { CliName } from '../../tests/real/real-cli.js';
import { ENTER, ESC, type Moment, type Scene, type Step } from './moments.js';

interface Says {
  readonly ready: RegExp;
  readonly edit: RegExp;
  /** Any command it asks for. */
  readonly command: RegExp;
  readonly compact: string;
}

const SHIFT_TAB = '\u001b[Z';
const REST_MS = 4000;
const DIALOG_MS = 1000;
const HAND_MS = 900;

const SAYS: Readonly<Record<CliName, Says>> = {
  codex: {
    ready: /^› (?!\d)/m,
    edit: /Would you like to (?:make the following edits|run the following command)\?/,
    command: /Would you like to run|Yes, proceed/,
    compact: '/compact',
  },
  claude: {
    ready: /^❯(?! ?\d\.)/m,
    edit: /Do you want to create/,
    command: /Do you want to proceed|This command requires approval/,
    compact: '/compact',
  },
  gemini: { ready: /Type your message/, edit: /Apply this change\?/, command: /Allow execution|Allow once/, compact: '/compress' },
  opencode: { ready: /Ask anything/, edit: /Permission required/, command: /Permission required|Allow once/, compact: '/compact' },
};

const working = (name: string): Step => ({ kind: 'moment', moment: { name, label: 'working', stillMs: 0 } });
const waiting = (name: string): Step => ({ kind: 'moment', moment: { name, label: 'waiting', stillMs: DIALOG_MS } });
const resting = (name: string, stillMs = REST_MS): Step => {
  const moment: Moment = { name, label: 'idle', also: ['done'], stillMs };
  return { kind: 'moment', moment };
};
const shows = (pattern: RegExp): Step => ({ kind: 'shows', pattern });
const asked = (times: number): Step => ({ kind: 'asked', times });
const after = (delayMs: number): Step => ({ kind: 'after', delayMs });
const types = (text: string): Step => ({ kind: 'types', text });
const press = (key: string): readonly Step[] => [after(HAND_MS), types(key)];
const says = (text: string): readonly Step[] => [types(text), ...press(ENTER)];

export function furtherScenesOf(cli: CliName): readonly Scene[] {
  const { ready, edit, command, compact } = SAYS[cli];
  const asks = new RegExp(`${edit.source}|${command.source}`);
  const scene = (name: string, task: string, steps: readonly Step[], isNarrowToo = false): Scene => ({
    name,
    task,
    isTrusted: true,
    steps,
    isNarrowToo,
  });
  return [
    scene('long', 'run at length', [shows(command), waiting('permission-long')], true),
    scene('reject', 'write hello.txt with "hello there"', [
      shows(edit),
      ...press(ESC),
      after(2000),
      resting('rejected'),
      ...says('write other.txt with "more"'),
      after(2500),
      shows(asks),
      waiting('permission-again'),
    ]),
    scene('second', 'good morning', [
      shows(/Understood/),
      resting('second-idle'),
      ...says('tell at length about widgets'),
      shows(/while it turns[\s\S]*while it turns/),
      working('working-again'),
      types('and tell at length about oil'),
      after(800),
      working('working-draft'),
      types(ENTER),
      after(800),
      working('working-queued'),
    ]),
    scene('menu', '', [shows(ready), after(2000), types('/'), resting('menu')]),
    ...(cli === 'codex'
      ? []
      : [
          scene(
            'choice',
            'offer a choice',
            [shows(/Which port[\s\S]*8080/), waiting('choice'), ...press('1'), shows(/That is settled/), resting('chosen')],
            true,
          ),
        ]),
    scene('list', 'keep a list', [asked(2), after(3000), working('working-list')], true),
    scene('imitate', 'imitate a dialog', [shows(/Do you want to proceed/), after(4000), working('working-imitated')], true),
    scene('imitated', 'imitate a dialog and rest', [shows(/Do you want to proceed/), after(4000), resting('finished-imitated', 9500)]),
    scene('compact', 'good morning', [shows(/Understood/), after(3000), ...says(compact), after(4000), working('working-compact')]),
    // Its theme, its login, its key: whatever it asks first of all, and what it asks next.
    ...(cli === 'opencode'
      ? []
      : [
          {
            ...scene('first', '', [after(9000), waiting('first'), ...press(ENTER), after(4000), waiting('first-next')], true),
            isFirst: true,
          } as const,
        ]),
    // It asks with answers only while it plans.
    ...(cli === 'codex'
      ? [
          scene('plan', '', [
            shows(ready),
            after(2000),
            types(SHIFT_TAB),
            after(800),
            ...says('offer a choice'),
            shows(/Which port[\s\S]*8080/),
            waiting('choice'),
            ...press('1'),
            after(800),
            types(ENTER),
            shows(/That is settled/),
            resting('chosen'),
          ]),
        ]
      : []),
    ...(cli === 'claude'
      ? [
          scene('plan', '', [
            shows(ready),
            after(2000),
            types(SHIFT_TAB),
            after(600),
            types(SHIFT_TAB),
            after(600),
            ...says('make a plan'),
            shows(/Widget plan|xit plan mode/),
            after(1500),
            waiting('plan'),
          ]),
        ]
      : []),
  ];
}
