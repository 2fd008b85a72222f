// A goal given to a real CLI as the coordinator: by our tools it has two workers, each of these two specialists; results come upwards as messages, and one verified branch is merged.
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Status } from '../../src/core/model/status.js';
import { type ModelServer, startModelServer } from '../fixtures/model-server.js';
import { finishes, isSummary, VERIFY, worksOn } from '../helpers/goal-story.js';
import { scriptSpecialist, scriptWorker } from '../helpers/hierarchy-story.js';
import { LongCommand } from '../helpers/long-command.js';
import { attach, detach } from '../helpers/story.js';
import type { CliName } from './real-cli.js';
import { whatIsMissing } from './stories.js';
import { makeWorld, type World } from './world.js';

const GOAL_MS = 400_000;
const CLIS: readonly CliName[] = ['claude', 'codex', 'opencode'];

/** Nothing but edits inside a worktree. */
const POLICY = [{ tool: 'edit', path: 'inside', do: 'allow' }];

/** Of claude, now and then. */
const CONNECTION_CHECK = 'HEAD /';

const call = (tool: string, given: object) => `call ${tool} ${JSON.stringify(given)}`;
const delegate = (task: string, harness: string, role: string) => call('delegate', { task, harness, role });

/** Of a real CLI: it ends its turn when it has delegated, and goes on when both have told. */
function parent(title: string, now: readonly string[], told: readonly string[], then: readonly string[]): string {
  return [title, 'Do this:', ...now, `When told of "${told.join('" and "')}", do this:`, ...then].join('\n');
}

const NET_TOLD = ['net is there'];

const PRICES = parent(
  'Write the prices',
  ['net', 'tax'].map((name) => delegate(`Write the ${name}`, 'builtin', 'specialist')),
  ['net is there', 'tax is there'],
  [
    `write prices.mjs with "import { net } from './net.mjs'; import { tax } from './tax.mjs'; export const prices = net + tax;"`,
    call('finish', { summary: 'prices brings net and tax together', artifacts: ['prices.mjs'] }),
  ],
);

const shop = (cli: CliName) =>
  parent(
    'Make a small shop',
    [delegate(PRICES, cli, 'worker'), delegate('Write the stock', 'builtin', 'worker')],
    ['prices brings net and tax together', 'stock brings shelf and store together'],
    [
      `write shop.mjs with "import { prices } from './prices.mjs'; import { stock } from './stock.mjs'; if (prices + stock !== 4) throw new Error('no shop');"`,
      call('finish', { summary: 'the shop stands' }),
    ],
  );

describe.each(CLIS)('%s', (cli) => {
  describe.skipIf(whatIsMissing(cli) !== null)('as coordinator', { timeout: 600_000 }, () => {
    let office: ModelServer;
    let world: World;
    beforeEach(async () => {
      office = await startModelServer();
      office.on(isSummary, JSON.stringify({ title: 'A shop', text: 'It stands.' }));
      for (const part of ['net', 'tax', 'shelf', 'store']) scriptSpecialist(office, part);
      scriptWorker(office, 'stock', ['shelf', 'store']);
      world = await makeWorld(cli, { env: { OPENAI_API_KEY: 'sk-office', OPENAI_BASE_URL: office.url } });
    });
    afterEach(async () => {
      await world.end();
      await office.close();
    });

    test('two workers, one of them the same CLI, and two specialists each become one merged, verified branch; nobody is asked', async () => {
      const file = join(world.sandbox.folder, 'policy.json');
      await writeFile(file, JSON.stringify(POLICY));
      const order = ['run', shop(cli), '--name', 'real', '--role', 'coordinator', '--agent', cli, '--policy', file];
      const ends = ['--verify', VERIFY, '--finish', 'merge', '--non-interactive', '--wait', '--json'];
      const { exitCode, stderr } = await world.sandbox.cli([...order, ...ends], { deadlineMs: GOAL_MS });
      expect(exitCode, `${stderr}\n${await facts(world)}`).toBe(0);
      const { agents } = (await world.orch('status', '--json')).json<Status>();
      expect(agents.map(({ name, harness, role, state }) => `${name} ${harness} ${role} ${state}`).sort()).toEqual([
        `real ${cli} coordinator done`,
        'write-the-net builtin specialist done',
        `write-the-prices ${cli} worker done`,
        'write-the-shelf builtin specialist done',
        'write-the-stock builtin worker done',
        'write-the-store builtin specialist done',
        'write-the-tax builtin specialist done',
      ]);
      const { repo } = world.sandbox;
      for (const name of ['net', 'tax', 'shelf', 'store', 'prices', 'stock', 'shop'])
        expect([name, existsSync(join(repo, `${name}.mjs`))], await facts(world)).toEqual([name, true]);
      expect(readFileSync(join(repo, 'prices.mjs'), 'utf8')).toContain('net + tax');
      expect(await world.sandbox.git('status', '--porcelain')).toBe('');
      // Into main once, with everything.
      const moves = (await world.sandbox.git('reflog', 'show', '--format=%gs', 'main')).trim().split('\n');
      expect(moves).toEqual(['orch-tui: Fast-forward', expect.stringContaining('initial')]);
      // Typed to both that rested, each result once, and read by nobody before.
      for (const words of ['net is there', 'prices brings net and tax together', 'stock brings shelf and store together'])
        expect([words, timesTold(world, words)]).toEqual([words, 1]);
      expect(agents.map(({ question }) => question)).toEqual(agents.map(() => null));
      expect(office.unexpected).toEqual([]);
      expect(world.model.complaints.filter((each) => each !== CONNECTION_CHECK)).toEqual([]);
    });

    test('a result leaves the half-typed line of a person alone, and is told when that is sent: nothing is finished before', async () => {
      let go: () => void = () => undefined;
      const isLet = new Promise<void>((resolve) => {
        go = resolve;
      });
      const written = { calls: [{ name: 'write_file', arguments: { path: 'net.mjs', content: 'export const net = 1;\n' } }] };
      office.on(worksOn('Write the net'), () => isLet.then(() => written), finishes('net is there'));
      await world.configure({ messages: { retries: 0 } });
      const task = parent('Make a net', [delegate('Write the net', 'builtin', 'specialist')], NET_TOLD, [
        call('finish', { summary: 'it stands' }),
      ]);
      const order = ['run', task, '--name', 'real', '--role', 'coordinator', '--agent', cli, '--finish', 'merge'];
      expect(await world.orch(...order)).toMatchObject({ exitCode: 0 });
      await world.until('it rests for its child', ({ state, why }) => state === 'idle' && why.rule === 'children.wait');
      const terminal = world.sandbox.open();
      await terminal.until('it is shown', (screen) => screen.includes('All of it is told'));
      await attach(terminal);
      terminal.type('half a thou');
      await terminal.until('the draft is shown', (screen) => screen.includes('half a thou'));
      await detach(terminal);
      go();
      const follow = new LongCommand(world.sandbox, ['messages', '--follow', '--json']);
      await follow.until('the result is given up', (text) => text.includes('"state":"dead"'));
      follow.signal('SIGKILL');
      await follow.ended;
      await attach(terminal);
      terminal.type('ght');
      await terminal.until('the draft is as it was', (screen) => screen.includes('half a thought'));
      terminal.press('enter');
      await world.untilReceived('the person has sent it', ({ prompt }) => prompt.trim() === 'half a thought');
      await detach(terminal);
      await world.until('it is finished', ({ state }) => state === 'done');
      expect(timesTold(world, 'net is there')).toBe(1);
    });
  });
});

/** In how many prompts of the whole conversations these words came as the message of another agent. */
function timesTold({ model }: World, words: string): number {
  const told = model.received
    .map(({ prompt }) => prompt)
    .filter((prompt) => /^\[Message|\n\[Message/u.test(prompt) && prompt.includes(words));
  return new Set(told).size;
}

async function facts(world: World): Promise<string> {
  const { agents } = (await world.orch('status', '--json')).json<Status>();
  const told = await Promise.all(
    agents.map(async ({ name, state, why }) => {
      const { stdout } = await world.orch('why', name);
      return `${name} ${state} ${JSON.stringify(why)}\n${stdout}\n${(await world.orch('screen', name)).stdout}`;
    }),
  );
  return [...told, JSON.stringify(world.model.received, null, 1), ...world.model.complaints].join('\n');
}
