// Messages to the manager with the built program: an agent and a person are answered by its model, also after kill -9; without one the person has them.
import { afterEach, expect, test } from 'vitest';
import type { KeptMessage } from '../../src/core/model/message.js';
import { type ModelServer, startModelServer, systemHas } from '../fixtures/model-server.js';
import { LongCommand } from '../helpers/long-command.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { fixture, statusOf } from '../helpers/story.js';

const ofAgent = systemHas('One of them asks you something about its task');
const ofPerson = systemHas('A person asks you about the work');

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function story(model: ModelServer | null) {
  const key = model === null ? {} : { OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'sk-secret', ORCHESTRATOR_MODEL__DEFAULT: 'scripted' };
  const sandbox: Sandbox = await makeSandbox({ env: key });
  closing.push(() => sandbox.end());
  const cli = (...args: readonly string[]) => sandbox.cli(args);
  expect((await cli('run', 'port', '--name', 'one', '--command', fixture('runs-what-it-is-told'), '--finish', 'keep')).exitCode).toBe(0);
  const log = new LongCommand(sandbox, ['logs', 'one', '-f']);
  closing.push(async () => {
    log.signal('SIGKILL');
    await log.ended;
  });
  await log.until('it is ready', (text) => text.includes('READY'));
  /** Types a command to the agent, and gives what that printed. */
  const runs = async (command: string): Promise<string> => {
    const from = log.stdout.length;
    expect((await cli('send', 'one', `$ ${command}`, '--wait')).exitCode).toBe(0);
    await log.until(command, (text) => /ended \d+/u.test(text.slice(from)) && text.slice(from).includes(`: ${command}\n`));
    return log.stdout.slice(from);
  };
  const kept = async () => (await cli('messages', '--json')).json<{ messages: readonly KeptMessage[] }>().messages;
  return { sandbox, cli, runs, kept };
}

async function withModel() {
  const model = await startModelServer();
  closing.push(() => model.close());
  return { model, ...(await story(model)) };
}

/** The changes that `messages --follow` tells. */
async function untilMessage(sandbox: Sandbox, what: string, holds: (kept: KeptMessage) => boolean): Promise<void> {
  const follow = new LongCommand(sandbox, ['messages', '--follow', '--json']);
  const told = (text: string) =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as KeptMessage);
  try {
    await follow.until(what, (text) => told(text).some(holds));
  } finally {
    follow.signal('SIGKILL');
    await follow.ended;
  }
}

test('an agent that writes to the manager has its answer in its inbox, and what it only tells is shown with its next question', async () => {
  const { model, runs, kept, cli } = await withModel();
  model.on(ofAgent, 'Take 8080.', 'Then 8081.');
  expect(await runs('orch-tui tell manager Which port? --reply')).toContain('sent to manager; the reply comes into your inbox');
  expect(await runs('orch-tui inbox --wait 60')).toMatch(/from manager · answer.*\n {2}Take 8080\./u);
  expect(model.requests[0]?.last).toMatch(/<<<BEGIN \w+ question>>>\nWhich port\?/u);

  const [, answer] = await kept();
  expect(await runs(`orch-tui reply ${answer?.message.id} 8080 is taken`)).toContain('replied to manager');
  expect(await runs('orch-tui ask And now? --manager --wait 60')).toContain('Then 8081.');
  expect(model.requests).toHaveLength(2);
  expect(model.requests[1]?.last).toMatch(
    /wrote to you \S+: asks: Which port\? → answered: Take 8080\.\n.*wrote to you \S+: 8080 is taken/u,
  );
  expect((await kept()).filter(({ message }) => message.to_agent === 'manager').map(({ state }) => state)).toEqual([
    'acknowledged',
    'acknowledged',
    'acknowledged',
  ]);
  expect((await cli('status')).stdout).toMatch(/^manager: 2 calls, \$\d/mu);
  expect(model.unexpected).toEqual([]);
}, 120_000);

test('what it leaves to the person is theirs, as the same question', async () => {
  const { model, sandbox, runs, cli, kept } = await withModel();
  model.on(ofAgent, 'PERSON');
  expect(await runs('orch-tui tell manager May I publish it? --reply')).toContain('sent to manager');
  const [question] = await kept();
  await untilMessage(sandbox, 'it is for the person', ({ message }) => message.to_agent === 'person');
  expect((await cli('messages', '--inbox')).stdout).toMatch(
    /one → person +question +unread +May I publish it\? .*the manager leaves it to you/u,
  );
  expect((await cli('messages', 'reply', question?.message.id ?? '', 'no')).exitCode).toBe(0);
  expect(await runs('orch-tui inbox --wait 60')).toMatch(/from person · answer.*\n {2}no/u);
}, 120_000);

test('a person is answered, also where the host was killed while the model thought', async () => {
  const { model, sandbox, cli } = await withModel();
  model.on(ofPerson, { does: 'hangs' }, 'One agent waits for its orders.');
  expect(await cli('messages', 'send', 'manager', 'How does it go?')).toMatchObject({ exitCode: 0, stdout: 'kept for manager\n' });
  await model.arrived(1);
  process.kill((await statusOf(sandbox)).host?.pid ?? 0, 'SIGKILL');
  expect((await cli('messages')).stdout).toMatch(/person → manager +message +queued +How does it go\?/u);
  expect((await cli('resume', 'one')).exitCode).toBe(0);
  await untilMessage(sandbox, 'the manager answers', ({ message }) => message.from_agent === 'manager');
  expect((await cli('messages', '--inbox')).stdout).toMatch(/manager → person +answer +unread +One agent waits for its orders\./u);
  expect(model.requests).toHaveLength(2);
}, 120_000);

test('without a model an agent is told that the person has it, and a person that there is none', async () => {
  const { runs, cli } = await story(null);
  expect(await runs('orch-tui tell manager Which port? --reply')).toContain('sent to person');
  expect((await cli('messages', '--inbox')).stdout).toMatch(/one → person +(?:message|question) +unread +Which port\?/u);
  expect(await cli('messages', 'send', 'manager', 'hello')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('there is no manager'),
  });
}, 120_000);
