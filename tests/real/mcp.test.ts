// Our own tools in each real CLI: its model calls them, the host has heard it, and nobody was asked for a permission.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CLI_NAMES, installedCli, isOffline } from './real-cli.js';
import { makeWorld, type World } from './world.js';

const script = new URL('../../dist/orch-tui.js', import.meta.url).pathname;

for (const cli of CLI_NAMES) {
  const missing = installedCli(cli) === null ? 'it is not installed' : isOffline() ? null : 'this is no network namespace';
  if (missing !== null) process.stderr.write(`${cli}: skipped, ${missing}\n`);
  describe.skipIf(missing !== null)(cli, { timeout: 600_000 }, () => {
    let world: World;
    beforeEach(async () => {
      world = await makeWorld(cli);
      // gemini takes no server of ours from where this folder is: a person has registered it once, as docs/mcp.md says.
      if (cli === 'gemini') await register(world);
    });
    afterEach(() => world.end());

    test('it tells its progress, has a part done by a child, reads its mail and says that it is done; nobody is asked', async () => {
      await world.configure({ hierarchy: { delegate: 'always' } });
      await world.run(
        [
          'Do this:',
          'call whoami {}',
          'call send {"to":"person","text":"how do you do"}',
          'call delegate {"task":"write child.txt with \\"from the child\\" and leave it","wait":true}',
          'call inbox {}',
          'call progress {"text":"all of it is there"}',
          'call finish {"summary":"the child has written it","artifacts":["child.txt"]}',
        ].join('\n'),
        { policy: [{ tool: 'edit', path: 'inside', do: 'allow' }] },
      );
      // Each may take as long as a CLI takes to start.
      await world.untilReceived('it delegates', ({ results: all }) => all.length > 2);
      await world.untilReceived('the child has been told', ({ prompt }) => !prompt.startsWith('Do this'));
      const told = await world.until('its progress has come', ({ progress }) => progress === 'all of it is there');
      expect(told.question).toBeNull();
      const { results } = await world.untilReceived('the end has been told', ({ results: all }) =>
        /End your turn now/u.test(all.at(-1) ?? ''),
      );
      expect(results.find((result) => result.includes('You are real'))).toMatch(/You may delegate to \d+ more agents/u);
      expect(results.join('\n')).toMatch(/Sent to person/u);
      expect(results.find((result) => result.includes('merged into your branch'))).toMatch(
        /: done; merged into your branch as [0-9a-f]{7,}/u,
      );
      const parent = await world.until('its end has been taken', ({ report }) => report !== null);
      expect(parent.report).toMatchObject({ summary: 'the child has written it', artifacts: ['child.txt'] });
      const { agents } = await world.status();
      const child = agents.find((agent) => (agent as unknown as { parent: string | null }).parent !== null);
      expect(child).toMatchObject({ harness: cli, state: 'done' });
      expect(await readFile(join(told.worktree ?? '', 'child.txt'), 'utf8')).toBe('from the child\n');
    });
  });
}

async function register({ sandbox }: World): Promise<void> {
  const path = join(sandbox.env.HOME ?? '', '.gemini/settings.json');
  const settings = JSON.parse(await readFile(path, 'utf8')) as object;
  const server = { command: process.execPath, args: [script, 'mcp'], trust: true };
  await writeFile(path, JSON.stringify({ ...settings, mcpServers: { 'orch-tui': server } }));
}
