// An agent on another machine and those at home write to each other: nothing is lost and nothing comes twice, although Redis and the host there are killed in between.
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { KeptMessage } from '../../src/core/model/message.js';
import type { Status } from '../../src/core/model/status.js';
import { type ModelServer, startModelServer } from '../fixtures/model-server.js';
import { root } from '../helpers/checkout.js';
import { finishes, isSummary, worksOn, writes } from '../helpers/goal-story.js';
import { delegates, inTurn, isCoordinator, waitsFor } from '../helpers/hierarchy-story.js';
import { LongCommand } from '../helpers/long-command.js';
import { type RedisServer, startRedis } from '../helpers/redis-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilAgent, untilStatus } from '../helpers/watch-status.js';
import { SECRET, WorkerMachine } from '../helpers/worker-machine.js';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const until = async (owner: Sandbox, what: string, holds: (status: Status) => boolean) =>
  (await untilStatus(owner, what, (status) => holds(status as unknown as Status), 90_000)) as unknown as Status;
const calls = (name: string, given: object) => ({ calls: [{ name, arguments: given }] });
const sends = (to: string, text: string) => calls('send', { to, text });
const reads = (wait: number) => calls('inbox', { wait_seconds: wait });

interface Home {
  readonly owner: Sandbox;
  readonly far: WorkerMachine;
  readonly redis: RedisServer;
  readonly model: ModelServer;
}

async function home(): Promise<Home> {
  const redis = await startRedis();
  ends.push(() => redis.end());
  const model = await startModelServer();
  ends.push(() => model.close());
  model.on(isSummary, JSON.stringify({ title: 'A shop', text: 'It stands.' }));
  const shared = {
    ...SECRET,
    OPENAI_API_KEY: 'sk-test',
    OPENAI_BASE_URL: model.url,
    ORCHESTRATOR_REGISTRY__HEARTBEAT_SECONDS: '1',
    ORCHESTRATOR_REGISTRY__STALE_SECONDS: '20',
  };
  const owner = await makeSandbox({ env: { ...shared, ORCHESTRATOR_REDIS__URL: redis.url } });
  ends.push(() => owner.end());
  expect(await owner.cli(['config', 'set', 'agents.max', '1'])).toMatchObject({ exitCode: 0 });
  const far = await WorkerMachine.make({ name: 'far', of: owner.repo, env: shared });
  // Behind the host here, which asks it to end what it has.
  ends.splice(-1, 0, () => far.end());
  await far.start(['--redis', redis.url, '--slots', '2']);
  return { owner, far, redis, model };
}

/** A step of a script that waits until the test lets it go; `reached` resolves when somebody waits there. */
function gate() {
  let letGo = (): void => undefined;
  let arrive = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const pass = (): Promise<void> => {
    arrive();
    return released;
  };
  return { reached, letGo: () => letGo(), pass };
}

async function untilMessages(
  owner: Sandbox,
  what: string,
  holds: (all: readonly KeptMessage[]) => boolean,
): Promise<readonly KeptMessage[]> {
  const follow = new LongCommand(owner, ['messages', '--follow', '--json']);
  const told = (text: string) =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as KeptMessage);
  try {
    await follow.until(what, (text) => holds(told(text)), 60_000);
  } finally {
    follow.signal('SIGKILL');
    await follow.ended;
  }
  return (await owner.cli(['messages', '--json'])).json<{ messages: readonly KeptMessage[] }>().messages;
}
const textsTo = (all: readonly KeptMessage[], to: string) =>
  all
    .filter(({ toName, message }) => toName === to && message.type !== 'task_assignment' && message.type !== 'task_result')
    .map(({ message }) => message.payload.text);

test(
  'it writes to its parent and to the person, hears who is not there, and is answered, whoever is killed',
  { timeout: 240_000 },
  async () => {
    const { owner, far, redis, model } = await home();
    const [given, before, killed] = [gate(), gate(), gate()];
    // The parent has the only place here and keeps it until its worker has gone to the other machine.
    const waits = reads(300);
    const coordinates = inTurn(
      delegates('Write the prices'),
      waits,
      sends('write-the-prices', 'in euro'),
      waitsFor('write-the-prices'),
      finishes('the shop stands'),
    );
    model.on(isCoordinator, async (request) => {
      const reply = coordinates(request);
      if (reply === waits) await given.pass();
      return reply;
    });
    const script = inTurn(
      sends('person', 'I have begun'),
      calls('send', { to: 'parent', text: 'In which money?', wants_reply: true }),
      sends('nobody-there', 'hello?'),
      reads(300),
      reads(20),
      writes('prices.mjs', 'export const prices = 1;\n'),
      finishes('prices are in euro'),
    );
    let asked = 0;
    model.on(worksOn('Write the prices'), async (request) => {
      asked += 1;
      if (asked === 1) await before.pass();
      if (asked === 4) await killed.pass();
      return script(request);
    });
    const order = ['run', 'Make a small shop', '--role', 'coordinator', '--agent', 'builtin', '--finish', 'merge'];
    expect(await owner.cli([...order, '--non-interactive'])).toMatchObject({ exitCode: 0 });
    await before.reached;
    await until(owner, 'its worker is on the other machine', ({ agents }) =>
      agents.some(({ name, node }) => name === 'write-the-prices' && node === 'far'),
    );
    given.letGo();

    // It writes while Redis is away; then the host that keeps what it wrote is killed, and only then Redis comes back.
    await redis.kill();
    await far.until('Redis is away', 60_000);
    before.letGo();
    await killed.reached;
    const there = (await far.sandbox.cli(['status', '--json'], { cwd: far.clone })).json<Status>();
    process.kill(there.host?.pid ?? 0, 'SIGKILL');
    await redis.start();
    await far.until('Redis is there', 60_000);
    killed.letGo();

    const all = await untilMessages(owner, 'the parent has answered', (seen) =>
      seen.some(({ message, state }) => message.payload.text === 'in euro' && state === 'acknowledged'),
    );
    expect(textsTo(all, 'person')).toEqual(['I have begun']);
    expect(textsTo(all, 'make-a-small-shop')).toEqual(['In which money?']);
    await until(owner, 'the shop stands', ({ goals }) => goals[0]?.state === 'done');
    expect(await owner.git('show', 'main:prices.mjs')).toContain('prices = 1');
    const heard = model.requests
      .filter(worksOn('Write the prices'))
      .flatMap(({ toolResults }) => toolResults)
      .join('\n');
    expect(heard).toContain('in euro');
    expect(heard).toContain('was given up');
    expect(model.unexpected).toEqual([]);
  },
);

test(
  'what the person writes is typed there as words of the person, although the host here is killed before it is sent',
  { timeout: 240_000 },
  async () => {
    const { owner, far, redis } = await home();
    await owner.cli(['run', 'write notes.txt with "x" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'far']);
    await untilAgent(owner, 'fix', 'idle');
    await redis.kill();
    await far.until('Redis is away', 60_000);
    const { host } = await until(owner, 'the host here knows it', ({ host }) => host !== null);
    expect(await owner.cli(['messages', 'send', 'fix', 'write more.txt with "more" unasked'])).toMatchObject({ exitCode: 0 });
    process.kill(host?.pid ?? 0, 'SIGKILL');
    await redis.start();
    await far.until('Redis is there', 60_000);
    expect(await owner.cli(['host', '--start'])).toMatchObject({ exitCode: 0 });
    await untilMessages(owner, 'it was taken', (seen) => seen.some(({ toName, state }) => toName === 'fix' && state === 'acknowledged'));
    await untilAgent(owner, 'fix', 'idle');
    expect((await owner.cli(['screen', 'fix'])).stdout).toMatch(/\[Message m\w+ from the person\]/u);
    expect(await owner.cli(['finish', 'fix', '--as', 'branch'])).toMatchObject({ exitCode: 0 });
    expect(await owner.git('show', 'orch/fix:more.txt')).toBe('more\n');
  },
);

test(
  'from its terminal there it sees who is at home, writes to its sibling over that, and asks the person',
  { timeout: 240_000 },
  async () => {
    const { owner, far } = await home();
    const command = JSON.stringify(['node', join(root, 'tests/fixtures/agents/runs-what-it-is-told.mjs')]);
    for (const machine of [owner, far.sandbox])
      expect(await machine.cli(['config', 'set', 'harnesses.told.command', command])).toMatchObject({ exitCode: 0 });
    const order = ['run', 'two at it', '--name', 'one', '--count', '2', '--agent', 'told', '--on', 'far', '--finish', 'keep'];
    expect(await owner.cli(order)).toMatchObject({ exitCode: 0 });
    await until(
      owner,
      'the other machine has begun both',
      ({ agents }) => agents.filter(({ state, node }) => state === 'working' && node === 'far').length === 2,
    );
    /** Gives what was asked for of what the command printed. */
    const at = (name: string) => {
      const terminal = owner.open(['attach', name]);
      return async (words: string, end: RegExp): Promise<string> => {
        await terminal.until('it is there', (screen) => screen.includes('READY'));
        terminal.type(`$ ${words}`);
        terminal.press('enter');
        let found = '';
        await terminal.until(`${name} has run ${words}`, (screen) => {
          found = end.exec(screen.text())?.[1] ?? '';
          return end.test(screen.text());
        });
        return found;
      };
    };
    const [one, other] = [at('one'), at('one-2')];
    await one('orch-tui agents', /one-2 .*at home/u);
    await one('orch-tui tell one-2 mind the gap --reply', /sent to one-2 at home/u);
    const id = await other('orch-tui inbox --wait 60', /(m[\w.]+) · from one · question[\s\S]*mind the gap/u);
    await other(`orch-tui reply ${id} which gap`, /replied to one/u);
    await one('orch-tui inbox --wait 60', /from one-2 · answer[\s\S]*which gap/u);
    await one('orch-tui tell parent hello', /it has no parent/u);
    const asks = one('orch-tui ask Which port? --option 80 --option 8080 --wait 100', /│8080 [\s\S]*ended 0: orch-tui ask/u);
    await until(owner, 'one asks', ({ agents }) => agents.some(({ name, question }) => name === 'one' && question?.text === 'Which port?'));
    expect(await owner.cli(['answer', 'one', '2'])).toMatchObject({ exitCode: 0 });
    await asks;
  },
);
