// The texts for zsh and fish; bash is run for real in tests/e2e/completion-and-settings.test.ts.
import { describe, expect, it } from 'vitest';
import { bashCompletion } from '../../../src/cli/bash-completion.js';
import { completionWords } from '../../../src/cli/completion-words.js';
import { fishCompletion } from '../../../src/cli/fish-completion.js';
import { buildProgram } from '../../../src/cli/program.js';
import { zshCompletion } from '../../../src/cli/zsh-completion.js';

const words = completionWords(buildProgram(async () => undefined));
const lineOf = (script: string, start: string) => script.split('\n').find((line) => line.trim().startsWith(start)) ?? '';

it('tells options with a value from those without: a value is no word of the command', () => {
  expect(words.valueFlags).toEqual(expect.arrayContaining(['--repo', '--name', '--finish', '--older-than']));
  expect(words.valueFlags).not.toContain('--json');
  expect(words.options.map(({ flag }) => flag)).toEqual(expect.arrayContaining(['--repo', '--read-only']));
});

it('offers no option that is only another word for one', () => {
  const delegate = words.commands.find(({ name }) => name === 'delegate')?.options.map(({ flag }) => flag);
  expect(delegate).toEqual(expect.arrayContaining(['--agent', '--role']));
  expect(delegate).not.toContain('--harness');
});

describe('zsh', () => {
  const script = zshCompletion(words);

  it('knows that an option takes a value, and which', () => {
    const run = lineOf(script, 'run)');
    expect(run).toContain("'--name[name of the agent]:value: '");
    expect(run).toContain("'--finish[how it ends]:value:(pr merge branch keep)'");
    expect(run).toContain(']:folder:_files -/');
    expect(run).toContain("'--wait[follow it to its end]'");
  });

  it('goes on completing after any word of the command', () => {
    expect(lineOf(script, 'run)')).toContain("'*:word: '");
  });

  it('leaves an option after the command to the command, also one that may stand before it', () => {
    expect(script).toContain("'(-)1:command:_orch_tui_commands' '(-)*::argument:->arguments'");
  });

  it('offers agents as the first word, read when they are asked for', () => {
    expect(lineOf(script, 'why)')).toContain("'1:agent:_orch_tui_agents'");
    expect(script).not.toContain('*:file:_files');
  });
});

describe('fish', () => {
  const script = fishCompletion(words);

  it('reads the names in a function: in quotes of its own its quotes ended the line', () => {
    expect(script).toContain("complete -c orch-tui -n '__orch_tui_at why' -a '(__orch_tui_agents)'");
    for (const line of script.split('\n').filter((text) => text.startsWith('complete '))) {
      expect(line.replaceAll(/'(?:[^'\\]|\\.)*'/g, "''")).not.toMatch(/["()]|''[^ ]/);
    }
  });

  it('offers files only where a file is meant', () => {
    expect(script).toContain('\ncomplete -c orch-tui -f\n');
    expect(lineOf(script, "complete -c orch-tui -n '__orch_tui_in run' -l config")).toContain(' -r -F ');
    expect(lineOf(script, "complete -c orch-tui -n '__orch_tui_in run' -l name")).toContain(' -x ');
  });
});

it('in bash leaves the value of an option to the names of files, where there are no choices', () => {
  expect(bashCompletion(words)).toMatch(/\*" --repo"\|[^\n]*\*" --name"[^\n]*\) ;;/);
});
