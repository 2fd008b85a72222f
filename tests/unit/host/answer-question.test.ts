// A person's answer to a question in words: typed to a program that runs, and what one goes on with that has ended.
import { describe, expect, it } from 'vitest';
import { ok } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { answerQuestion } from '../../../src/host/answers/answer-question.js';
import type { AnswerWorld } from '../../../src/host/answers/answer-world.js';
import { atWork, exited, fold, shows } from '../../helpers/fold-events.js';

const READY = { manager: { state: 'ready', decisions: [], askedSeq: 0 } } as const;

function asks(asked: number): EventBody {
  const action = { do: 'ask', text: 'Which database?', digest: null } as const;
  const usage = { inputTokens: 0, outputTokens: 0, costUsd: 0, estimated: false };
  const decision = { progress: '', thought: '', future: '', action, at: '', reason: 'idle', outcome: 'a person is asked', usage } as const;
  return { type: 'manager.decided', agent: 'a', decision, asked, leadsTo: 'ask' };
}

function setUp(...after: readonly EventBody[]) {
  const asked = fold([...atWork('a', READY), shows('a', 'idle')]);
  const events: EventBody[] = [];
  const sent: string[] = [];
  const store = { state: fold([asks(asked.seq), ...after], asked), dispatch: (event: EventBody) => events.push(event) };
  const runtime = {
    answer: async (_agent: string, digest: string, choice: string) => {
      sent.push(`${digest}: ${choice}`);
      return ok(choice);
    },
    send: async (_agent: string, text: string) => {
      sent.push(text);
      return ok({ proof: 'Enter pressed', ms: 1 });
    },
  };
  const world = { store, runtime } as unknown as AnswerWorld;
  return { answer: () => answerQuestion(world, { agent: 'name-a', choice: 'Postgres', digest: null }), events, sent };
}

describe("an answer to the manager's question", () => {
  it('is typed to its agent', async () => {
    const { answer, sent, events } = setUp();
    expect(await answer()).toMatchObject({ ok: true, value: { question: 'Which database?', answer: 'Postgres' } });
    expect(sent).toEqual(['Postgres']);
    expect(events).toMatchObject([{ type: 'question.answered', by: 'person' }]);
  });

  it('is what an agent goes on with whose program has ended', async () => {
    const { answer, sent, events } = setUp(exited('a', 0));
    expect(await answer()).toMatchObject({ ok: true, value: { answer: 'Postgres' } });
    expect(sent).toEqual([]);
    expect(events).toEqual([{ type: 'agent.resumeRequested', agent: 'a', fresh: false, text: 'Postgres' }]);
  });
});

describe('an answer to what an agent of another machine asks there', () => {
  const elsewhere: readonly EventBody[] = [
    { type: 'agent.moved', agent: 'a', placement: { on: 'any' }, evidence: '' },
    { type: 'agent.offered', agent: 'a', fence: 1 },
    { type: 'agent.started', agent: 'a', process: { pid: 0, startTicks: null }, conversation: null },
  ];

  it('goes to the host there, bound to that question', async () => {
    const { answer, sent } = setUp(...elsewhere, {
      type: 'agent.stateChanged',
      agent: 'a',
      state: 'waiting',
      why: { source: 'structured', rule: 'node.far', evidence: '', at: '' },
      question: { kind: 'text', text: 'Which database?', options: [], digest: 'm-1' },
    });
    expect(await answer()).toMatchObject({ ok: true, value: { answer: 'Postgres' } });
    expect(sent).toEqual(['m-1: Postgres']);
  });

  it('is told to it where the manager here has asked', async () => {
    const { answer, sent } = setUp(...elsewhere);
    expect(await answer()).toMatchObject({ ok: true });
    expect(sent).toEqual(['Postgres']);
  });
});
