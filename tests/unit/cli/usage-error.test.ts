// Wrong usage names what was wrong and what is allowed; exit code 2 follows from its kind.
import { expect, test } from 'vitest';
import { buildProgram } from '../../../src/cli/program.js';
import { usageError } from '../../../src/cli/usage-error.js';

/** What `argv` is refused with. */
async function refused(...argv: readonly string[]) {
  const program = buildProgram(async () => undefined);
  let said = '';
  let command = program;
  for (const each of [program, ...program.commands]) {
    each.configureOutput({
      writeErr: (text) => {
        said += text;
        command = each;
      },
    });
  }
  const code = await program.parseAsync(argv, { from: 'user' }).then(
    () => 'taken',
    (error: { code: string }) => error.code,
  );
  return usageError({ code, said, command });
}

const rows: readonly (readonly [string, readonly string[], RegExp, RegExp])[] = [
  ['an unknown command is named with those there are', ['frobnicate'], /^there is no command frobnicate$/, /^Allowed: demo, run, status, /],
  [
    'an unknown option is named with those of the command',
    ['status', '--nope'],
    /unknown option '--nope'/,
    /^Allowed: --once, --watch, --repo/,
  ],
  ['an unknown option before a command', ['--nope'], /unknown option '--nope'/, /^Allowed: .*--foreground.*commands demo, run/],
  ['a missing word', ['show'], /missing required argument 'goal'/, /^Usage: orch-tui show \[options\] <goal>$/],
  ['a word too many', ['demo', 'x'], /too many arguments for 'demo'/, /^Usage: orch-tui demo \[options\]$/],
  ['an option without its value', ['run', 'x', '--base'], /--base <branch>' argument missing/, /^Usage: orch-tui run/],
  [
    'a value that is not one of a few',
    ['run', 'x', '--finish', 'now'],
    /argument 'now' is invalid$/,
    /^Allowed choices are pr, merge, branch, keep/,
  ],
  ['a number that is none', ['run', 'x', '--count', '1.5'], /argument '1\.5' is invalid$/, /^A whole number from 1 is allowed/],
  [
    'a word that is not one of a few',
    ['trash', 'burn'],
    /'burn' is invalid for argument 'what'$/,
    /^Allowed choices are list, restore, empty/,
  ],
  [
    'an option that is only another word for one is not named',
    ['delegate', 'x', '--nope'],
    /unknown option '--nope'/,
    /^Allowed: --role, --agent, --model, --verify, --wait, (?!.*--harness)/,
  ],
  [
    'two words for the same at once',
    ['delegate', 'x', '--agent', 'codex', '--harness', 'gemini'],
    /'--harness <harness>' cannot be used with option '--agent <harness>'/,
    /^Usage: orch-tui delegate/,
  ],
  ['nothing typed acts on the terminal', ['st\u001b[2Jatus'], /^there is no command status$/, /^Allowed/],
];
test.each(rows)('%s', async (_sentence, argv, said, next) => {
  const error = await refused(...argv);
  expect(error).toMatchObject({ kind: 'usage', tried: 'read the command line' });
  expect(error.said).toMatch(said);
  expect(error.next).toMatch(next);
});
