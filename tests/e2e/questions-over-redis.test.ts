// What was delegated to another machine asks the person here, and so does one below it there: answered from here, whoever is killed in between.
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { KeptMessage } from '../../src/core/model/message.js';
import type { Status } from '../../src/core/model/status.js';
import { startModelServer } from '../fixtures/model-server.js';
import { root } from '../helpers/checkout.js';
import { finishes, isSummary } from '../helpers/goal-story.js';
import { delegates, inTurn, isCoordinator, waitsFor } from '../helpers/hierarchy-story.js';
import { LongCommand } from '../helpers/long-command.js';
import { startRedis } from '../helpers/redis-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilStatus } from '../helpers/watch-status.js';
import { SECRET, WorkerMachine } from '../helpers/worker-machine.js';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const until = async (owner: Sandbox, what: string, holds: (status: Status) => boolean) =>
  (await untilStatus(owner, what, (status) => holds(status as unknown as Status), 90_000)) as unknown as Status;

async function home() {
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
    ORCHESTRATOR_REGISTRY__STALE_SECONDS: '5',
  };
  const owner = await makeSandbox({ env: { ...shared, ORCHESTRATOR_REDIS__URL: redis.url } });
  ends.push(() => owner.end());
  const far = await WorkerMachine.make({ name: 'far', of: owner.repo, env: shared });
  // Behind the host here, which asks it to end what it has.
  ends.splice(-1, 0, () => far.end());
  const command = JSON.stringify(['node', join(root, 'tests/fixtures/agents/asks-the-person.mjs')]);
  for (const [machine, key, value] of [
    [owner, 'agents.max', '1'],
    [owner, 'hierarchy.levels', JSON.stringify({ worker: { harness: 'asker' } })],
    [owner, 'harnesses.asker.command', command],
    [far.sandbox, 'harnesses.asker.command', command],
  ] as const)
    expect(await machine.cli(['config', 'set', key, value])).toMatchObject({ exitCode: 0 });
  const start = () => far.start(['--redis', redis.url]);
  await start();
  return { owner, far, model, start };
}

/** The questions to the person that came as messages, the oldest first, once they are as wanted. */
async function untilAsked(
  owner: Sandbox,
  what: string,
  holds: (asked: readonly KeptMessage[]) => boolean,
): Promise<readonly KeptMessage[]> {
  const follow = new LongCommand(owner, ['messages', '--follow', '--json']);
  const asked = (text: string) => {
    const all = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as KeptMessage);
    const newest = new Map(all.map((kept) => [kept.message.id, kept]));
    return [...newest.values()].filter(({ message }) => message.type === 'question' && message.to_agent === 'person');
  };
  try {
    await follow.until(what, (text) => holds(asked(text)), 90_000);
    return asked(follow.stdout);
  } finally {
    follow.signal('SIGKILL');
    await follow.ended;
  }
}

test(
  'it is answered by `answer`, and one below it by a reply or by its row, although worker and host there are killed',
  { timeout: 240_000 },
  async () => {
    const { owner, far, model, start } = await home();
    // The coordinator has the only place here, and keeps it until its worker has gone to the other machine.
    let giveOut = (): void => undefined;
    const givenOut = new Promise<void>((resolve) => {
      giveOut = resolve;
    });
    const waits = waitsFor('write-the-prices');
    const coordinates = inTurn(delegates('Write the prices'), waits, finishes('the shop stands'));
    model.on(isCoordinator, async (request) => {
      const reply = coordinates(request);
      if (reply === waits) await givenOut;
      return reply;
    });
    const order = ['run', 'Make a small shop', '--role', 'coordinator', '--agent', 'builtin', '--finish', 'merge'];
    expect(await owner.cli(order)).toMatchObject({ exitCode: 0 });
    await until(owner, 'its worker is on the other machine', ({ agents }) =>
      agents.some(({ name, node }) => name === 'write-the-prices' && node === 'far'),
    );
    giveOut();

    const asked = await until(owner, 'what was delegated asks', ({ agents }) =>
      agents.some(({ question }) => question?.text === 'In which money?'),
    );
    expect(asked.agents.find(({ name }) => name === 'write-the-prices')).toMatchObject({ state: 'waiting', node: 'far' });
    expect(await owner.cli(['answer', 'write-the-prices', '2'])).toMatchObject({ exitCode: 0 });

    const [rate] = await untilAsked(owner, 'one below it asks', ([first]) => first?.state === 'queued');
    expect(rate).toMatchObject({ fromName: 'write-the-prices', message: { payload: { options: ['7', '19'] } } });
    expect(rate?.message.payload.text).toMatch(/^From write-the-tax, which does a part of this:\nWhich rate\?/u);
    far.signal('SIGKILL');
    await far.ended;
    await start();
    await far.until('is at work in', 90_000);
    expect(await owner.cli(['messages', 'reply', rate?.message.id ?? '', '2'])).toMatchObject({ exitCode: 0 });

    const [first, when] = await untilAsked(owner, 'it goes on, and asks more', ([, second]) => second?.state === 'queued');
    expect(first).toMatchObject({ state: 'acknowledged', message: { id: rate?.message.id } });
    const there = (await far.sandbox.cli(['status', '--json'], { cwd: far.clone })).json<Status>();
    process.kill(there.host?.pid ?? 0, 'SIGKILL');
    const all = await untilAsked(
      owner,
      'it asks anew',
      ([, second, third]) => second?.state === 'acknowledged' && third?.state === 'queued',
    );
    expect(all[1]?.message.id).toBe(when?.message.id);
    // Its row has the same question.
    const digest = all[2]?.message.id;
    await until(owner, 'its row asks as well', ({ others }) => others?.some(({ question }) => question?.digest === digest) === true);
    // In both ways at once: one of them counts. What becomes of the other depends on how far apart they come, and the parts' own tests tell it.
    const [byRow, byReply] = await Promise.all([
      owner.cli(['answer', 'write-the-tax', 'from today on']),
      owner.cli(['messages', 'reply', digest ?? '', 'from May on']),
    ]);
    expect(byReply).toMatchObject({ exitCode: 0 });
    await untilAsked(owner, 'nobody has to read it any more', ([, , third]) => third?.state === 'acknowledged');
    const since = byRow.exitCode === 0 ? 'from today on' : 'from May on';
    if (since === 'from May on') expect(byRow.stderr).toMatch(/it was answered already: from May on|it asks nothing: it is \w+/u);

    const { goals } = await until(owner, 'the shop stands', ({ goals }) => goals[0]?.state === 'done' || goals[0]?.state === 'failed');
    expect(goals[0]?.state).toBe('done');
    for (const [file, answer] of [
      ['money', 'euro'],
      ['rate', '19'],
      ['since', since],
    ])
      expect(await owner.git('show', `main:${file}.txt`)).toBe(`${answer}\n`);
    expect(model.unexpected).toEqual([]);
  },
);

test('where nobody is to be asked it is refused there as here', { timeout: 240_000 }, async () => {
  const { owner } = await home();
  const order = ['run', 'Write the stock', '--agent', 'asker', '--finish', 'merge', '--on', 'far', '--non-interactive'];
  expect(await owner.cli(order)).toMatchObject({ exitCode: 0 });
  await until(owner, 'it is over', ({ goals }) => goals[0]?.state === 'done');
  expect(await owner.git('show', 'main:refused.txt')).toContain('nobody is to be asked about this task');
});
