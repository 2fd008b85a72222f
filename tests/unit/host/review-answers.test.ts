// Comments on a diff reach their agent as one message, or are refused with a reason before anything is done; and hunks name what they act on.
import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../src/core/model/agent.js';
import { ok, type Result } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import type { LineComment } from '../../../src/core/model/pull-methods.js';
import type { AnswerWorld } from '../../../src/host/answers/answer-world.js';
import { reviewAnswers } from '../../../src/host/answers/review-answers.js';
import { MOST_COMMENTS, reviewText } from '../../../src/host/answers/review-text.js';
import { refusal } from '../../helpers/fake-effect-ports.js';
import { atWork, fold } from '../../helpers/fold-events.js';

const COMMENT: LineComment = { path: 'src/a.ts', line: 7, side: 'new', code: '  return 1;', text: 'Why one?' };

function answers(over: Partial<Agent>, sends: () => Promise<Result<void>> = async () => ok(undefined)) {
  const events: EventBody[] = [];
  const sent: string[] = [];
  const hunks: unknown[] = [];
  const state = fold(atWork('a'));
  const agent = state.agents.a;
  if (agent === undefined) throw new Error('there is no agent');
  const store = { state: { ...state, agents: { a: { ...agent, ...over } } }, dispatch: (event: EventBody) => events.push(event) };
  const runtime = {
    send: (_id: string, text: string) => {
      sent.push(text);
      return sends();
    },
  };
  const repository = {
    applyHunk: async (order: unknown) => {
      hunks.push(order);
      return ok({ rescueRef: 'refs/orch/rescue/a-1', back: 'restore' });
    },
  };
  const world = { store, runtime, repository, now: () => 0 } as unknown as AnswerWorld;
  const { comment, hunk } = reviewAnswers(world);
  return {
    comment: (comments: readonly LineComment[] = [COMMENT]) => comment({ agent: 'a', comments }),
    hunk: () => hunk({ agent: 'a', what: 'revert', hunk: { path: 'src/a.ts', patch: '@@ -1 +1 @@\n-a\n+b' } }),
    agent: { ...agent, ...over },
    events,
    sent,
    hunks,
  };
}

const QUESTION = { kind: 'permission', text: 'Delete it?', options: ['Yes', 'No'], digest: 'q1' } as const;
const TWO = [COMMENT, { ...COMMENT, line: 9, side: 'old' as const }];

describe('comments', () => {
  it('reach a live agent as one message', async () => {
    const world = answers({});
    expect(await world.comment(TWO)).toEqual({ ok: true, value: { agent: world.agent.name } });
    expect(world.sent).toEqual([reviewText(TWO)]);
    expect(world.events).toEqual([{ type: 'message.sent', agent: 'a', text: reviewText(TWO) }]);
  });

  it('that do not reach it are not told as sent', async () => {
    const world = answers({}, async () => refusal('its terminal is gone'));
    expect(await world.comment()).toMatchObject({
      ok: false,
      error: { said: 'its terminal is gone', tried: `send ${world.agent.name} the comments` },
    });
    expect(world.events).toEqual([]);
  });

  it('resume an agent that has ended, in its conversation', async () => {
    const world = answers({ state: 'done', process: null });
    expect(await world.comment()).toMatchObject({ ok: true });
    expect(world.sent).toEqual([]);
    expect(world.events).toEqual([{ type: 'agent.resumeRequested', agent: 'a', fresh: false, text: reviewText([COMMENT]) }]);
  });

  it.each<[string, Partial<Agent>, readonly LineComment[], string]>([
    ['while it asks a question', { state: 'waiting', question: QUESTION }, [COMMENT], 'it asks: Delete it?'],
    ['when its worktree was removed', { state: 'done', process: null, worktree: null }, [COMMENT], 'was removed'],
    ['while it is prepared', { state: 'preparing', process: null }, [COMMENT], 'it is preparing'],
    ['without a comment', {}, [], 'there is none'],
    ['in more than can be read', {}, Array.from({ length: MOST_COMMENTS + 1 }, () => COMMENT), `at most ${MOST_COMMENTS}`],
  ])('are refused %s, and nothing is done', async (_when, over, comments, said) => {
    const world = answers(over);
    expect(await world.comment(comments)).toMatchObject({ ok: false, error: { said: expect.stringContaining(said) } });
    expect([world.sent, world.events]).toEqual([[], []]);
  });
});

describe('a hunk', () => {
  it('is looked for in the worktree of its agent, and the way back is told', async () => {
    const world = answers({});
    expect(await world.hunk()).toEqual({ ok: true, value: { agent: 'name-a', rescueRef: 'refs/orch/rescue/a-1', back: 'restore' } });
    expect(world.hunks).toMatchObject([{ worktree: '/wt/name-a', baseCommit: 'c0', branch: 'orch/name-a', base: 'main', what: 'revert' }]);
  });

  it.each<[string, Partial<Agent>, string]>([
    ['whose worktree was removed', { worktree: null }, 'its worktree was removed'],
    ['that has no worktree yet', { worktree: null, baseCommit: null }, 'it has no worktree yet'],
  ])('of an agent %s is refused', async (_what, over, said) => {
    const world = answers(over);
    expect(await world.hunk()).toMatchObject({ ok: false, error: { said } });
    expect(world.hunks).toEqual([]);
  });
});
