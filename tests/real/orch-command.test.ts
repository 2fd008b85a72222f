// The command `/orch` as a file of a person's own: each real CLI takes it, and its model is told the request with what to do about it.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { commandFile } from '../../src/servers/mcp/orch-command.js';
import { attach } from '../helpers/story.js';
import { CLI_NAMES, installedCli, isOffline } from './real-cli.js';
import { makeWorld, type World } from './world.js';

for (const cli of CLI_NAMES) {
  const missing = installedCli(cli) === null ? 'it is not installed' : isOffline() ? null : 'this is no network namespace';
  describe.skipIf(missing !== null)(cli, { timeout: 600_000 }, () => {
    let world: World;
    afterEach(() => world.end());

    test('what --print-command gives is a command of it', async () => {
      const { path, text } = commandFile(cli);
      world = await makeWorld(cli, path.startsWith('~') ? {} : { files: { 'README.md': 'A widget.\n', [path]: text } });
      if (path.startsWith('~')) await write(path.replace('~', world.sandbox.env.HOME ?? ''), text);
      await world.run('say hello');
      await world.untilAtRest();
      const terminal = world.sandbox.open();
      await terminal.until('it is shown', (screen) => screen.includes('Understood'));
      await attach(terminal);
      const isSkill = path.includes('SKILL');
      terminal.type(isSkill ? '$orch' : '/orch');
      await terminal.until('it is proposed', (screen) => screen.includes('Hand work to'));
      // OpenCode 1.18 takes the command of its list at the blank, and what is typed while it does that is lost.
      terminal.type(' ');
      if (cli === 'opencode') await terminal.until('it is taken', (screen) => !screen.includes('Hand work to'));
      for (const [at, word] of ['make', 'a', 'shop'].entries()) {
        terminal.type(at === 0 ? word : ` ${word}`);
        await terminal.until(`${word} stands in the input line`, (screen) => screen.includes(` ${word}`));
      }
      // Gemini 0.61 takes an Enter right behind a key for a new line, as in a paste: a person presses it again.
      const pressing = setInterval(() => terminal.press('enter'), 1000);
      const { prompt } = await world
        .untilReceived('the request has come', (received) => received.prompt.includes('make a shop'))
        .finally(() => clearInterval(pressing));
      if (!isSkill) expect(prompt).toMatch(/Request: make a shop\s[\s\S]*orch_run/u);
    });
  });
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
