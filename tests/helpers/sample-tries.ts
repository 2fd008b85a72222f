// Three tries of one task as a view gets them: two have ended, or all three.
import type { Agent } from '../../src/core/model/agent.js';
import type { Goal } from '../../src/core/model/goal.js';
import type { Tries } from '../../src/core/model/tries.js';
import { ago, anAgent, harness } from './view-fixtures.js';

export function someTries(over: Partial<Tries> = {}): Tries {
  const facts = ['add-login', 'add-login-2', 'add-login-3'].map(
    (name, at) => ({ agent: `id-${name}`, verify: at === 1 ? 'failed' : 'passed', commit: `c${at}` }) as const,
  );
  return {
    state: 'choosing',
    isUnattended: false,
    facts,
    judgement: [
      { agent: 'id-add-login', score: 6.5, reason: 'Does what was asked, and changes the configuration without need.' },
      { agent: 'id-add-login-2', score: 2, reason: 'The check fails: a token that is expired is taken.' },
      { agent: 'id-add-login-3', score: 8, reason: 'Small, tested, and the old endpoint keeps working.' },
    ],
    unjudged: null,
    picked: null,
    sinceSeq: 1,
    ...over,
  };
}

export function triedGoal(over: Partial<Tries> = {}, state: Goal['state'] = 'waiting'): Goal {
  return { id: 'g1', text: 'Add a login', state, workspace: null, createdAt: ago(600), tasks: [], tries: someTries(over) };
}

export function triedAgents(over: Readonly<Record<string, Partial<Agent>>> = {}): readonly Agent[] {
  const ended = { state: 'done', process: null, startedAt: ago(420) } as const;
  const one = (name: string, rest: Partial<Agent>): Agent => {
    const agent = anAgent({ name, ...ended, ...rest });
    return { ...agent, finish: { ...agent.finish, verify: 'npm test', competes: true }, ...over[name] };
  };
  return [
    one('add-login', {
      number: 1,
      diff: { files: 4, additions: 120, deletions: 31 },
      usage: { inputTokens: 1, outputTokens: 1, costUsd: 0.42, estimated: false },
    }),
    one('add-login-2', { number: 2, ...harness('codex'), state: 'failed', diff: { files: 2, additions: 20, deletions: 3 } }),
    one('add-login-3', { number: 3, ...harness('gemini'), diff: { files: 3, additions: 48, deletions: 12 } }),
  ];
}
