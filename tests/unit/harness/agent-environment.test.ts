import { describe, expect, it } from 'vitest';
import { agentEnvironment, scrubbedEnvironment } from '../../../src/core/harness/agent-environment.js';

const order = {
  person: {},
  keeps: [],
  launch: {},
  configured: {},
  agent: { id: 'a-1', goal: 'g-1', task: null, workspace: null },
  stateDir: '/state',
};

describe('the environment of an agent', () => {
  it.each([
    ['a token for the forge is withheld', 'GITHUB_TOKEN', false],
    ['so is its other name', 'GH_TOKEN', false],
    ['and that of an enterprise server', 'GH_ENTERPRISE_TOKEN', false],
    ['a model key is withheld', 'OPENAI_API_KEY', false],
    ['and the base URL that goes with it', 'OPENAI_BASE_URL', false],
    ['an OpenRouter key is withheld', 'OPENROUTER_API_KEY', false],
    ['our own configuration is withheld', 'ORCHESTRATOR_AGENTS__MAX', false],
    ['a Redis address with its password is withheld', 'REDIS_HOST', false],
    ['also as REDISCLI_AUTH', 'REDISCLI_AUTH', false],
    ['a password is withheld', 'PG_PASSWORD', false],
    ['options of our Node stay with us', 'NODE_OPTIONS', false],
    ['npx leaves traces that would mislead npm', 'npm_config_prefix', false],
    ['an outer multiplexer is not its terminal', 'TMUX', false],
    ['a size from elsewhere would be wrong', 'COLUMNS', false],
    ['a repository forced on git from outside would be wrong', 'GIT_DIR', false],
    ['variables of an outer agent of ours are not its own', 'ORCH_TOKEN', false],
    ['PATH is the person’s', 'PATH', true],
    ['so is the key agent', 'SSH_AUTH_SOCK', true],
    ['CI stays as the person has it', 'CI', true],
    ['a key of another vendor is not ours to withhold', 'ANTHROPIC_API_KEY', true],
    ['a name that only contains a withheld one', 'MY_OPENAI_KEY', true],
    ['PASSWORD alone is no *_PASSWORD', 'PASSWORD_STORE_DIR', true],
  ])('%s', (_, name, stays) => {
    expect(name in agentEnvironment({ ...order, person: { [name]: 'value' } })).toBe(stays);
  });

  it('keeps what its harness declares, by name or prefix', () => {
    const person = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'u', GH_TOKEN: 't', NODE_OPTIONS: 'o' };
    const env = agentEnvironment({ ...order, person, keeps: ['OPENAI_*', 'NODE_OPTIONS'] });
    expect(env).toMatchObject({ OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'u' });
    expect(env).not.toHaveProperty('GH_TOKEN');
    expect(env).not.toHaveProperty('NODE_OPTIONS');
  });

  it('takes the configuration over the harness over the person, and its terminal and identity over all', () => {
    const env = agentEnvironment({
      ...order,
      person: { A: 'person', B: 'person', C: 'person', TERM: 'dumb' },
      launch: { B: 'launch', C: 'launch', ORCH_AGENT: 'forged' },
      configured: { C: 'configured', GH_TOKEN: 'wanted' },
      agent: { id: 'a-1', goal: 'g-1', task: 't-1', workspace: '/ws/fix-login-143022' },
    });
    expect(env).toEqual({
      A: 'person',
      B: 'launch',
      C: 'configured',
      GH_TOKEN: 'wanted',
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      ORCH_AGENT: 'a-1',
      ORCH_GOAL: 'g-1',
      ORCH_TASK: 't-1',
      ORCH_STATE: '/state',
      ORCH_WORKSPACE: '/ws/fix-login-143022',
    });
  });
});

it('our program comes before all others of its PATH, also before what the configuration puts there', () => {
  const env = (programs: string | undefined, configured: Record<string, string> = {}) =>
    agentEnvironment({ ...order, person: { PATH: '/bin' }, configured, ...(programs === undefined ? {} : { programs }) }).PATH;
  expect(env('/state/bin')).toBe('/state/bin:/bin');
  expect(env('/state/bin', { PATH: '/mine' })).toBe('/state/bin:/mine');
  expect(env(undefined)).toBe('/bin');
});

it('the scrubbed environment has nothing that speaks for an agent', () => {
  const env = { PATH: '/bin', ORCH_SOCKET: '/s', ORCH_TOKEN: 't', ORCH_TOKEN_FILE: '/f', ORCH_BIN: '/b' };
  expect(scrubbedEnvironment(env)).toEqual({ PATH: '/bin' });
});

it('the scrubbed environment has no token, nothing of the host, and no undefined', () => {
  const env = {
    PATH: '/bin',
    HOME: '/home/p',
    GH_TOKEN: 't',
    DB_PASSWORD: 'p',
    ORCH_STATE: '/s',
    NODE_OPTIONS: '-r x',
    OPENAI_API_KEY: 'k',
    OPENAI_BASE_URL: 'u',
    OPENROUTER_API_KEY: 'k',
    GONE: undefined,
  };
  expect(scrubbedEnvironment(env)).toEqual({ PATH: '/bin', HOME: '/home/p' });
});
