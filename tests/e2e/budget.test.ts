// Money is bounded: a goal that has spent what it may is held for a person, or ended where nobody is to be asked. Exit code 5 both ways.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anyRequest, type ModelServer, startModelServer } from '../fixtures/model-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf, fixture } from '../helpers/story.js';

let model: ModelServer;
let sandbox: Sandbox;
beforeAll(async () => {
  model = await startModelServer();
  sandbox = await makeSandbox({
    env: {
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'sk-secret',
      ORCHESTRATOR_MODEL__DEFAULT: 'gpt-4o',
      ORCHESTRATOR_MANAGER__WATCH: 'all',
    },
  });
  const decision = { progress: '', thought: '', action: { do: 'instruct', text: 'hello' }, future: '' };
  model.on(anyRequest, { text: JSON.stringify(decision), usage: [1_000_000, 0] });
});
afterAll(async () => {
  await sandbox.end();
  await model.close();
});

const run = (name: string, ...options: readonly string[]) =>
  sandbox.cli(['run', name, '--name', name, '--command', fixture('takes-turns', 'new.txt'), '--budget', '2', '--wait', ...options]);

test('a budget that is reached holds the agent, and says how it goes on', async () => {
  const ended = await run('held', '--finish', 'merge');
  expect(ended.exitCode).toBe(5);
  expect(ended.stderr).toMatch(/its budget is reached: \$\d+\.\d\d of \$2\.00 for its goal are spent/u);
  expect(await agentOf(sandbox, 'held')).toMatchObject({ state: 'waiting', pid: null });
  // What it had cost is what it cost: nobody asked again.
  expect(model.requests).toHaveLength(1);
});

test('where nobody is to be asked it ends the goal', async () => {
  const ended = await run('ended', '--finish', 'merge', '--non-interactive');
  expect(ended.exitCode).toBe(5);
  expect(await agentOf(sandbox, 'ended')).toMatchObject({ state: 'stopped' });
});
