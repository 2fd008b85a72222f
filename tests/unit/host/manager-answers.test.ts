// A person's question to the manager: answered from the state, and counted.
import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { fail } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import type { ChatModel } from '../../../src/core/ports.js';
import type { AnswerWorld } from '../../../src/host/answers/answer-world.js';
import { managerAnswers } from '../../../src/host/answers/manager-answers.js';
import { atWork, fold } from '../../helpers/fold-events.js';
import { scriptedModel } from '../../helpers/scripted-model.js';

function answers(model: ChatModel) {
  const events: EventBody[] = [];
  const store = { state: fold(atWork('a')), dispatch: (event: EventBody) => events.push(event) };
  const world = { store, model, config: DEFAULT_CONFIG } as unknown as AnswerWorld;
  return { ask: (text: string) => managerAnswers(world).managerAsk({ text }), events };
}

describe('a question to the manager', () => {
  it('is answered from what is known of goals and agents', async () => {
    const model = scriptedModel('It \u001b[31mworks.');
    const { ask, events } = answers(model);
    expect(await ask('How is it going?')).toEqual({ ok: true, value: { answer: 'It works.' } });
    const shown = model.asked[0]?.messages.at(-1)?.content ?? '';
    expect(shown).toMatch(/<<<BEGIN \w+ state of goals and agents>>>\nGoals:\n- g1 \(running\)/u);
    expect(shown).toContain('- name-a (claude, g1): working');
    expect(shown).toMatch(/The person asks:\nHow is it going\?$/u);
    expect(events).toMatchObject([{ type: 'model.called', use: 'manager', about: { goal: null, agent: null } }]);
  });

  it('without words is refused, and nobody is asked', async () => {
    const model = scriptedModel();
    expect(await answers(model).ask('  ')).toMatchObject({ ok: false, error: { kind: 'usage' } });
    expect(model.asked).toHaveLength(0);
  });

  it('without a key says what is missing', async () => {
    const none = fail({ kind: 'config', tried: 'ask a model', said: 'no key is set', next: 'Set one' });
    const { ask, events } = answers({ available: () => none, chat: async () => none });
    expect(await ask('How is it going?')).toMatchObject({
      ok: false,
      error: { said: 'no key is set', tried: 'ask the manager: How is it going?' },
    });
    expect(events).toEqual([]);
  });
});
