// A role runs on any harness: planned goals with planner and manager, carried out by each real CLI.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isSummary } from '../helpers/goal-story.js';
import { markedProcesses } from '../helpers/marked-processes.js';
import { detach } from '../helpers/story.js';
import { ASKER, DESIGN, type GoalWorld, makeGoalWorld, PRICES, QA, STOCK } from './goal-world.js';
import type { Received } from './model/server.js';
import { CLI_NAMES } from './real-cli.js';
import { whatIsMissing } from './stories.js';

describe.each(CLI_NAMES)('%s', (cli) => {
  describe.skipIf(whatIsMissing(cli) !== null)('in planned goals', { timeout: 600_000 }, () => {
    let goals: GoalWorld;
    beforeEach(async () => {
      goals = await makeGoalWorld(cli);
    });
    afterEach(() => goals.end());

    test('a designer, two coders side by side and qa become merged, verified code', async () => {
      goals.plans(DESIGN, PRICES, STOCK, QA);
      goals.decides('Its task', 'finish');
      // Neither coder is answered before both are at it.
      const begins = (title: string) => (received: Received) => received.results.length === 0 && isAbout(received, title);
      const [prices, stock] = [begins('Write the prices'), begins('Write the stock')];
      goals.world.model.hold((received) => prices(received) || stock(received));
      const carried = goals.carryOut(await goals.order('--verify', 'node check.mjs', '--non-interactive'));
      await goals.world.untilReceived('the prices are begun', prices);
      await goals.world.untilReceived('the stock is begun', stock);
      goals.world.model.release();
      const goal = await carried;
      expect(goal).toMatchObject({ state: 'done', finish: { state: 'done', result: { kind: 'merge' } } });
      const { sandbox } = goals.world;
      // Each coder's own check failed once, and its live CLI was told what was missing.
      for (const name of ['prices', 'stock']) {
        expect(existsSync(join(sandbox.repo, `${name}.mjs`))).toBe(true);
        expect(readFileSync(join(sandbox.repo, `${name}.notes`), 'utf8')).toBe('why it is so\n');
      }
      expect(await sandbox.git('status', '--porcelain')).toBe('');
      expect(await sandbox.git('log', '--format=%s', '--', 'prices.mjs')).toBe('Add prices.mjs\n');
      const { agents } = await goals.until('their worktrees have gone', (status) =>
        status.agents.every(({ worktree }) => worktree === null),
      );
      expect(agents.map(({ role, state, attempts }) => `${role} ${state} ${attempts}`)).toEqual([
        'designer done 0',
        'coder done 2',
        'coder done 2',
        'qa done 0',
      ]);
      const conversations = agents.flatMap(({ conversation }) => conversation ?? []);
      expect(new Set(conversations).size).toBe(conversations.length);
      // Asked once of each, when it had ended its turn: a check that fails goes back without another word.
      expect([...goals.asked()].sort()).toEqual(
        ['check-the-shop', 'design-the-shop', 'write-the-prices', 'write-the-stock'].map(
          (name) => `${name}: its turn has ended; it is idle`,
        ),
      );
      const { stdout: why } = await goals.world.orch('why', 'write-the-prices');
      expect(why).toMatch(/rule 1: edit inside allow[\s\S]*rule 2: shell "git add prices\.mjs/u);
      const workspace = goal.workspace ?? '';
      expect(readdirSync(join(workspace, 'artifacts')).sort()).toEqual(['design.md', 'qa_report.md']);
      expect(readFileSync(join(workspace, 'execution-summary.md'), 'utf8')).toContain('4 of 4 done (100 %)');
      expect(readdirSync(join(workspace, 'agent_outputs'))).toHaveLength(4);
      expect(readdirSync(join(workspace, 'worktrees'))).toEqual([]);
      for (const { id } of agents) expect(markedProcesses(`ORCH_AGENT=${id}`)).toEqual([]);
    });

    test('a question in plain words is answered by the manager, and the work is finished', async () => {
      goals.plans(ASKER);
      goals.decides('Its task', 'finish');
      goals.decides('Before I start', 'instruct', 'write port.txt with "8080" and leave it');
      goals.decides('I wrote port.txt', 'finish');
      const goal = await goals.carryOut(await goals.order('--verify', 'grep -q 8080 port.txt', '--non-interactive'));
      expect(goal).toMatchObject({ state: 'done', finish: { result: { kind: 'merge' } } });
      expect(readFileSync(join(goals.world.sandbox.repo, 'port.txt'), 'utf8')).toBe('8080\n');
      const [agent] = (await goals.status()).agents;
      expect(agent?.manager?.decisions.map(({ action }) => action.do)).toEqual(['instruct', 'finish']);
      const [first = '', second = ''] = goals.digests();
      const isScreen = first.includes(' screen of the agent as it is now>>>');
      const output = (digest: string) => digest.split(/<<<BEGIN \w+ (?:new output|screen) of the agent[^>]*>>>/u)[1];
      expect(output(first)).toContain('Before I start: which port should it listen on?');
      expect(output(second)).toContain('I wrote port.txt.');
      // What was printed before is not shown again; of a whole screen that can not be told.
      if (!isScreen) expect(second).not.toContain('Before I start');
      expect(isScreen).toBe(cli === 'codex' || cli === 'opencode');
      const told = goals.world.model.received.filter(({ prompt }) => prompt.startsWith('write port.txt'));
      expect(told[0]?.earlier.join('\n')).toContain('# Your task: Listen on a port');
    });

    test('a permission that the policy leaves to the manager is answered by it, and nobody is asked', async () => {
      goals.plans({ ...STOCK, after: [] });
      goals.decides('Its task', 'finish');
      goals.decides('It asks (permission)', 'answer', '1');
      const goal = await goals.carryOut(await goals.orderUnder([{ tool: 'edit', do: 'manager' }], '--non-interactive'));
      expect(goal).toMatchObject({ state: 'done', finish: { result: { kind: 'merge' } } });
      expect(goals.asked()).toEqual(['write-the-stock: it waits', 'write-the-stock: its turn has ended; it is idle']);
      expect((await goals.world.orch('why', 'write-the-stock')).stdout).toMatch(/left to the manager[\s\S]*answered \S.* ← the manager/u);
    });

    test('kill -9 of the host in the middle: the goal goes on with the conversation, and nothing is done twice', async () => {
      goals.plans(DESIGN, PRICES, STOCK);
      goals.decides('Its task', 'finish');
      const isHalfDone = (received: Received) => received.results.length === 1 && isAbout(received, 'Write the stock');
      goals.world.model.hold(isHalfDone);
      await goals.world.orch(...(await goals.order('--non-interactive')));
      await goals.world.untilReceived('the stock is half done', isHalfDone);
      const before = await goals.until('the prices are done', ({ goals: [goal] }) => goal?.tasks[1]?.state === 'done');
      const interrupted = before.agents.find(({ task }) => task === 't3');
      process.kill(before.host?.pid ?? 0, 'SIGKILL');
      const [asked, requests] = [goals.office.requests.length, goals.world.model.received.length];
      goals.world.model.release();
      const { goals: stopped } = await goals.status();
      expect(stopped).toMatchObject([{ state: 'stopped', tasks: [{ state: 'done' }, { state: 'done' }, { state: 'failed' }] }]);
      const goal = await goals.carryOut(['resume', stopped[0]?.id ?? '']);
      expect(goal).toMatchObject({ state: 'done', tasks: [{ state: 'done' }, { state: 'done' }, { state: 'done' }] });
      expect(readFileSync(join(goals.world.sandbox.repo, 'stock.mjs'), 'utf8')).toBe('export const stock = 7;\n');
      // Neither planned nor designed again: only the one that was interrupted goes on, in its conversation.
      const calls = goals.office.requests.slice(asked);
      expect(calls.filter((request) => !isSummary(request)).map(({ last }) => last.split('\n')[0])).toEqual([
        expect.stringContaining('write-the-stock'),
      ]);
      const after = goals.world.model.received.slice(requests);
      expect(after.map((received) => isAbout(received, 'Write the stock'))).toEqual(after.map(() => true));
      expect(after.every(({ prompt }) => prompt.includes('Go on with the task'))).toBe(true);
      const now = (await goals.status()).agents.find(({ task }) => task === 't3');
      expect([null, now?.conversation]).toContain(interrupted?.conversation);
      expect(await goals.world.sandbox.git('log', '--format=%s', '--', 'prices.mjs')).toBe('Add prices.mjs\n');
    });

    test('while a person is attached the manager keeps away, and it acts when they have left', async () => {
      goals.plans(ASKER);
      goals.decides('Its task', 'finish');
      goals.decides('Before I start', 'instruct', 'write port.txt with "8080" and leave it');
      goals.decides('I wrote port.txt', 'finish');
      goals.world.model.hold(() => true);
      await goals.world.orch(...(await goals.order()));
      await goals.world.untilReceived('it has its task', ({ prompt }) => prompt.includes('# Your task: Listen on a port'));
      const terminal = goals.world.sandbox.open(['attach', 'listen-on-a-port']);
      await terminal.until('it is attached', (screen) => screen.row(-1).includes('Ctrl-Q leaves'));
      goals.world.model.release();
      await goals.until('its turn has ended', ({ agents: [agent] }) => agent?.question?.kind === 'text');
      expect(goals.digests()).toEqual([]);
      await detach(terminal);
      await goals.until('the goal is done', ({ goals: [goal] }) => goal?.state === 'done');
      expect(goals.asked()).toHaveLength(2);
    });
  });
});

/** Whether the agent of this task asks its model. */
function isAbout({ prompt, earlier }: Received, title: string): boolean {
  return [...earlier, prompt].some((words) => words.includes(`# Your task: ${title}`));
}
