// A remote A2A agent as a harness: how our program for it is started, and what its end means.
import { expect, it } from 'vitest';
import { a2aTokenVariable } from '../../../src/core/harness/a2a.js';
import { agentEnvironment } from '../../../src/core/harness/agent-environment.js';
import { createHarnessRegistry } from '../../../src/core/harness/registry.js';

const registry = createHarnessRegistry({
  demoScript: '/dist/demo-agent.js',
  a2aScript: '/dist/a2a-agent.js',
  configured: { 'far-away': { a2a: 'https://agents.example.org', args: [], model: null, promptSuffix: null, rules: null, env: {} } },
});
const harness = () => {
  const found = registry.find({ harness: 'far-away', command: null });
  if (!found.ok) throw new Error(found.error.said);
  return found.value;
};
const order = { prompt: '-x is the task', model: null, args: [], conversation: 'c-1' };

it('is started by this Node with its address; the token is no argument', () => {
  expect(registry.names).toContain('far-away');
  expect(harness().start(order)).toEqual({
    argv: [
      process.execPath,
      '/dist/a2a-agent.js',
      '--url=https://agents.example.org',
      '--token-in=ORCH_A2A_FAR_AWAY_TOKEN',
      '--session=c-1',
      '--',
      '-x is the task',
    ],
    env: {},
    conversation: 'c-1',
    typed: null,
  });
  expect(
    harness()
      .resume({ ...order, prompt: '' })
      ?.argv.slice(4),
  ).toEqual(['--resume=c-1']);
});

it('gets its own token, and no other agent gets any', () => {
  const person = { ORCH_A2A_FAR_AWAY_TOKEN: 'mine', ORCH_A2A_OTHER_TOKEN: 'other', ORCH_A2A_TOKEN: 'door', PATH: '/bin' };
  const agent = { id: 'a1', goal: 'g1', task: null, workspace: null };
  const env = (keeps: readonly string[]) => agentEnvironment({ person, keeps, launch: {}, configured: {}, agent, stateDir: '/state' });
  expect(env(harness().keeps)).toMatchObject({ ORCH_A2A_FAR_AWAY_TOKEN: 'mine' });
  expect(Object.keys(env(harness().keeps))).not.toContain('ORCH_A2A_OTHER_TOKEN');
  expect(Object.keys(env(['OPENAI_*'])).filter((name) => name.startsWith('ORCH_A2A'))).toEqual([]);
});

it('says by its exit code how it ended, and by its last words why', () => {
  expect([0, 1, 2, 130, 143, null].map((code) => harness().ended?.(code))).toEqual(['done', 'failed', 'failed', 'left', null, null]);
  expect(harness().lastSaid?.('the task\nworking\nIt stops: no idea\n> ')).toBe('no idea');
});

it('has a variable for its token that a shell can set', () => {
  expect(a2aTokenVariable('my agent.2')).toBe('ORCH_A2A_MY_AGENT_2_TOKEN');
});
