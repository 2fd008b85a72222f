// A permission on its way: judged by the policy, answered by it or left to a person, with the rule on the timeline.
import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/core/model/agent.js';
import { fail } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import type { PolicyRule } from '../../../src/core/model/policy.js';
import { atWork } from '../../helpers/fold-events.js';
import { bench } from '../../helpers/store-with-fakes.js';

const ALLOWS_TESTS: readonly PolicyRule[] = [{ tool: 'shell', command: 'npm test*', do: 'allow' }];

function asks(question: Partial<Question>): EventBody {
  return {
    type: 'agent.stateChanged',
    agent: 'a',
    state: 'waiting',
    why: { source: 'screen', rule: 'r', evidence: 'run it?', at: '' },
    question: {
      kind: 'permission',
      text: 'run it?',
      options: ['Yes', 'No'],
      digest: 'd1',
      with: 'policy',
      tool: 'shell',
      command: 'npm test',
      path: null,
      ...question,
    },
  };
}

const answered = (events: readonly { readonly type: string }[]) => events.filter(({ type }) => type.startsWith('question.'));

describe('a permission', () => {
  it('that a rule allows is answered, and says by which rule', async () => {
    const { play, ports, store } = bench({ policy: ALLOWS_TESTS });
    const agent = await play(...atWork('a'), asks({}));
    expect(ports.calls).toContain('answer(a)');
    expect(answered(store.recentEvents())).toMatchObject([
      { type: 'question.answered', answer: 'allow', by: 'policy', rule: 'configured rule 1: shell "npm test*" allow' },
    ]);
    expect(agent?.state).toBe('waiting');
  });

  it('that a rule forbids is refused', async () => {
    const { play, store } = bench();
    await play(...atWork('a'), asks({ tool: 'edit', command: null, path: '/etc/hosts' }));
    expect(answered(store.recentEvents())).toMatchObject([{ answer: 'deny', rule: 'preset worktree: edit outside deny' }]);
  });

  it('that no rule decides is left to a person', async () => {
    const { play, ports, store } = bench();
    const agent = await play(...atWork('a'), asks({}));
    expect(ports.calls).not.toContain('answer(a)');
    expect(answered(store.recentEvents())).toMatchObject([{ type: 'question.left', rule: 'preset worktree: anything ask' }]);
    expect(agent?.question?.with).toBe('person');
  });

  it('is judged by the rules of its agent before those of the configuration', async () => {
    const { play, store } = bench({ policy: [{ tool: 'shell', do: 'deny' }] });
    await play(...atWork('a', { policy: { preset: 'strict', rules: ALLOWS_TESTS } }), asks({}));
    expect(answered(store.recentEvents())).toMatchObject([{ answer: 'allow', rule: 'rule 1: shell "npm test*" allow' }]);
  });

  it('that can not be answered after all is left to a person, with why', async () => {
    const gone = fail({ kind: 'conflict', tried: 'answer it', said: 'its screen no longer shows that question', next: '' });
    const { play, store } = bench({ policy: ALLOWS_TESTS, runtime: { answer: async () => gone } });
    const agent = await play(...atWork('a'), asks({}));
    expect(answered(store.recentEvents())).toMatchObject([{ type: 'question.left', rule: expect.stringContaining('no longer shows') }]);
    expect(agent?.question?.with).toBe('person');
  });

  it('whose dialog has not been read yet is waited for, and then left to a person', async () => {
    const { store, ports } = bench({ policy: [{ do: 'allow' }] });
    for (const body of atWork('a')) {
      store.dispatch(body);
      await store.whenSettled();
    }
    store.dispatch(asks({ options: [], tool: null, command: null }));
    expect(store.state.goals[store.state.agents.a!.goal]?.state).toBe('running');
    ports.clock.advance(3000);
    await store.whenSettled();
    expect(answered(store.recentEvents())).toMatchObject([{ type: 'question.left' }]);
    expect(ports.calls).not.toContain('answer(a)');
    expect(store.state.goals[store.state.agents.a!.goal]?.state).toBe('waiting');
  });

  it('whose dialog comes after its title is judged by the dialog alone', async () => {
    const { store, ports } = bench({ policy: ALLOWS_TESTS });
    for (const body of atWork('a')) {
      store.dispatch(body);
      await store.whenSettled();
    }
    store.dispatch(asks({ options: [], tool: null, command: null, digest: 'title' }));
    store.dispatch(asks({ digest: 'dialog' }));
    ports.clock.advance(3000);
    await store.whenSettled();
    expect(answered(store.recentEvents())).toMatchObject([{ type: 'question.answered', answer: 'allow' }]);
  });
});
