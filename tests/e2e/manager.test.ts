// The manager over a whole task, by the built program and a model of our own: it answers a question in plain words, and says when the work is done.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ModelServer, startModelServer, systemHas } from '../fixtures/model-server.js';
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
      ORCHESTRATOR_MODEL__DEFAULT: 'scripted',
      ORCHESTRATOR_MANAGER__WATCH: 'all',
    },
  });
});
afterAll(async () => {
  await sandbox.end();
  await model.close();
});

const decides = (act: string, text = '') =>
  JSON.stringify({ progress: `then ${act}`, thought: 'as it asks', action: { do: act, text }, future: '' });

test('an unattended agent that asks in plain words is told to go on, and its work is merged once the manager says so', async () => {
  const isManager = systemHas('You are the manager of coding agents');
  // What the agent's output asked for is refused, and costs a look.
  model.on(isManager, decides('run', 'rm -rf /'), decides('instruct', 'hello'), decides('finish'));
  const order = ['run', 'Write hello', '--name', 'asker', '--command', fixture('takes-turns', 'new.txt')];
  const ended = await sandbox.cli([...order, '--finish', 'merge', '--verify', 'grep -q hello new.txt', '--wait']);
  expect(ended).toMatchObject({ exitCode: 0 });
  expect(readFileSync(join(sandbox.repo, 'new.txt'), 'utf8')).toBe('hello\n');
  expect(model.requests).toHaveLength(3);
  expect(model.requests[0]?.last).toMatch(/<<<BEGIN \w+ new output[^>]*>>>\n[\s\S]*Shall I write the file\?/u);
  expect(model.requests[1]?.last).toContain('refused to run `rm -rf /`');
  expect(model.requests[2]?.last).toContain('wrote hello');
  expect(model.requests[2]?.last).not.toContain('Shall I write the file?');
  expect(model.unexpected).toEqual([]);
});

test('what it decided and cost is told afterwards', async () => {
  expect(await agentOf(sandbox, 'asker')).toMatchObject({
    state: 'done',
    manager: { state: 'ready', decisions: [{ action: { do: 'instruct', text: 'hello' } }, { action: { do: 'finish' } }] },
  });
  expect((await sandbox.cli(['status'])).stdout).toMatch(/^manager: 3 calls, \$\d/mu);
  expect((await sandbox.cli(['why', 'asker'])).stdout).toContain('manager (idle): instruct “hello”');
});
