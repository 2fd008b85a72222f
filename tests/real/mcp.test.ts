// Our own tools in each real CLI: its model calls them, the host has heard it, and nobody was asked for a permission.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CLI_NAMES, installedCli, isOffline } from './real-cli.js';
import { makeWorld, type World } from './world.js';

for (const cli of CLI_NAMES) {
  const missing = installedCli(cli) === null ? 'it is not installed' : isOffline() ? null : 'this is no network namespace';
  describe.skipIf(missing !== null)(cli, { timeout: 600_000 }, () => {
    let world: World;
    beforeEach(async () => {
      world = await makeWorld(cli);
    });
    afterEach(() => world.end());

    test('it tells its progress and who it is, and nobody is asked', async () => {
      await world.run('Do this:\ncall whoami {}\ncall progress {"text":"half of it is there"}\ncall agents {}');
      const told = await world.until('its progress has come', ({ progress }) => progress === 'half of it is there');
      expect(told.question).toBeNull();
      const { results } = await world.untilReceived('all three have answered', (received) => received.results.length === 3);
      expect(results[0]).toMatch(/You are real \(id /u);
      expect(results[2]).toContain('There are no other agents');
      await world.untilAtRest();
    });
  });
}
