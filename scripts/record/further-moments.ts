// What a person meets now and then: long commands, answers to choose from, drafts and messages beside the work, text that looks like a dialog. Data only.
import type { CliName } from '../../tests/real/real-cli.js';
import { after, asked, ENTER, ESC, press, resting, type Scene, says, scene, shows, types, waiting, working } from './scene.js';

interface Says {
  readonly ready: RegExp;
  readonly edit: RegExp;
  /** Any command it asks for. */
  readonly command: RegExp;
  readonly compact: string;
}

const SHIFT_TAB = '\u001b[Z';
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

export function furtherScenesOf(cli: CliName): readonly Scene[] {
  const { ready, edit, command, compact } = SAYS[cli];
  const asks = new RegExp(`${edit.source}|${command.source}`);
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
