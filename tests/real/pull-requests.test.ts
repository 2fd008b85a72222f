// After a pull request is open: what a reviewer wants goes back to each real CLI, into the conversation it had, and comes out at the same pull request.
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type StoryForge, startForge } from '../fixtures/forge-story.js';
import { untilStatus } from '../helpers/watch-status.js';
import { CLI_NAMES } from './real-cli.js';
import { whatIsMissing } from './stories.js';
import { makeWorld, type Seen, type World } from './world.js';

const TOKEN = 'ghp_storyToken0123456789';
const DEADLINE_MS = 150_000;

describe.each(CLI_NAMES)('%s', (cli) => {
  describe.skipIf(whatIsMissing(cli) !== null)('and its pull request', { timeout: 400_000 }, () => {
    let world: World;
    let forge: StoryForge;
    beforeEach(async () => {
      world = await makeWorld(cli, { env: { ORCHESTRATOR_PULLS__POLL_SECONDS: '1' } });
      forge = await startForge({ token: TOKEN, folder: join(world.sandbox.folder, 'srv') });
      await world.sandbox.git('push', '--quiet', forge.bare, 'main');
      await world.sandbox.git('remote', 'add', 'origin', forge.gitUrl);
    });
    afterEach(async () => {
      await world.end();
      await forge.close();
    });

    test('a requested change and a failed check come back to the same conversation and are pushed', async () => {
      const env = { GITHUB_API_URL: forge.url, GITHUB_TOKEN: TOKEN };
      const order = ['run', 'write sum.txt with "old" and leave it', '--name', 'real', '--agent', cli, '--finish', 'pr'];
      expect(await world.sandbox.cli([...order, '--plan', 'none'], { env })).toMatchObject({ exitCode: 0 });
      const opened = await world.until('its pull request is open', ({ state, pull }: Seen & { readonly pull?: unknown }) => {
        return state === 'done' && pull != null;
      });
      const { number = 0, head = '' } = forge.pullRequests[0] ?? {};
      expect(await world.sandbox.git('-C', forge.bare, 'show', `${head}:sum.txt`)).toBe('old\n');

      await forge.setCheck(head, { name: 'lint', state: 'failure', log: 'sum.txt:1 is too old\n' });
      const words = 'write sum.txt with "new" and leave it';
      await forge.review(number, { state: 'CHANGES_REQUESTED', comments: [{ path: 'sum.txt', line: 1, body: words }] });
      const isPushed = ({ agents }: { readonly agents: readonly object[] }) =>
        (
          agents as readonly { readonly name: string; readonly pull: { rounds: number; isBack: boolean; toAnswer: readonly number[] } }[]
        ).some(({ name, pull }) => name === 'real' && pull.rounds > 0 && !pull.isBack && pull.toAnswer.length === 0);
      await untilStatus(world.sandbox, 'it was mended, pushed and answered', isPushed, DEADLINE_MS);
      expect(await world.sandbox.git('-C', forge.bare, 'show', `${head}:sum.txt`)).toBe('new\n');
      expect(forge.pullRequests).toHaveLength(1);
      const { agents } = await world.status();
      // Codex tells its id only once it has written it down.
      const { conversation } = (agents as readonly Seen[]).find(({ name }) => name === 'real') ?? {};
      expect(conversation).toBe(opened.conversation ?? conversation);
      expect(conversation).not.toBeNull();
      expect(forge.world.comments.filter(({ body }) => body.startsWith('Done in '))).toHaveLength(1);
    });
  });
});
