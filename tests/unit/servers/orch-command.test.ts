import { expect, test } from 'vitest';
import { COMMAND_CLIS, commandFile, orchPrompt } from '../../../src/servers/mcp/orch-command.js';
import { personToolSet } from '../../../src/servers/mcp/person-tools.js';
import { AskedPerson } from '../../helpers/asked-person.js';

test.each(COMMAND_CLIS)('the file for %s says what it is and where the words of the person go', (cli) => {
  const { path, text } = commandFile(cli);
  expect(path).toMatch(/orch(?:\.md|\.toml|\/SKILL\.md)$/u);
  expect(text).toMatch(
    cli === 'gemini' ? /^description = "[^"\n]+"\nprompt = '''\nRequest: \{\{args\}\}\n/u : /^---\n(?:name: "orch"\n)?description: "/u,
  );
  expect(text).toContain({ claude: '$ARGUMENTS', codex: 'the person has written', gemini: '{{args}}', opencode: '$ARGUMENTS' }[cli]);
  // Nothing in it ends the text of a TOML file.
  expect(text.split("'''").length).toBe(cli === 'gemini' ? 3 : 1);
});

test('it names the tools that there are', () => {
  const named = [...orchPrompt('').matchAll(/\borch_\w+/gu)].map(([name]) => name);
  const tools = personToolSet(new AskedPerson().ask).tools.map(({ name }) => name);
  expect([...new Set(named)].sort()).toEqual([...tools].sort());
});
