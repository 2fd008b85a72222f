// Answering from the list: whose question, its answers, and what is asked of the host.
import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/core/model/agent.js';
import type { Inquiry } from '../../../src/core/model/delegation.js';
import { REMOTE_PROCESS } from '../../../src/core/model/remote.js';
import { clientView } from '../../helpers/client-view.js';
import { ago, anAgent } from '../../helpers/view-fixtures.js';

const permission: Question = {
  kind: 'permission',
  text: 'run `npm test`?',
  options: ['Yes', 'Always', 'No'],
  digest: 'd1',
  command: 'npm test',
  with: 'person',
};
const asking = (name: string, number: number, over: Partial<Question> = {}, since = 60) =>
  anAgent({ name, number, state: 'waiting', since: ago(since), question: { ...permission, ...over } });
const works = anAgent({ name: 'works', number: 9 });

describe('the key that answers', () => {
  it('opens the question of the chosen agent', () => {
    const client = clientView({ agents: [asking('old', 1, {}, 500), asking('chosen', 2)] }, 'id-chosen');
    client.does('agent.answer');
    expect(client.view.dialog).toMatchObject({ kind: 'answer', name: 'chosen', digest: 'd1', options: ['Yes', 'Always', 'No'], chosen: 0 });
  });

  it('goes to whoever has waited longest where the chosen one asks nothing', () => {
    const client = clientView({ agents: [works, asking('new', 1, {}, 10), asking('old', 2, {}, 500)] }, 'id-works');
    client.does('agent.answer');
    expect([client.view.selected, client.view.dialog]).toMatchObject(['id-old', { name: 'old' }]);
  });

  it('leaves alone what the policy is about to answer', () => {
    const client = clientView({ agents: [asking('judged', 1, { with: 'policy' })] }, 'id-judged');
    client.does('agent.answer');
    expect([client.view.dialog, client.view.toast?.text]).toEqual([null, 'Nobody asks anything.']);
  });

  it('says to attach where the answers could not be read', () => {
    const client = clientView({ agents: [asking('blind', 1, { options: [] })] }, 'id-blind');
    client.does('agent.answer');
    expect([client.view.dialog, client.view.toast?.text]).toEqual([null, expect.stringContaining('Attach to it')]);
  });

  it('takes a text for a question in words', () => {
    const client = clientView({ agents: [asking('words', 1, { kind: 'text', text: 'Which port?', options: [] })] }, 'id-words');
    client.does('agent.answer');
    client.pastes('8080');
    client.presses('enter');
    expect(client.effects).toEqual([{ type: 'request', method: 'send', params: { agent: 'id-words', text: '8080', wait: true } }]);
  });

  it.each([
    ['of this host', { placement: { on: 'any' }, process: REMOTE_PROCESS, offer: { fence: 1, checkpoint: null }, node: 'boxb' } as const],
    ['below one', { neighbour: { node: 'boxb', owner: 'boxa', isOurs: true, isOpen: true } }],
  ])('answers on another machine, where its tool may have asked it, a question in words of an agent %s', (_, where) => {
    const agent = { ...asking('far', 1, { kind: 'text', text: 'Which port?', options: [], digest: 'm7' }), ...where };
    const client = clientView({ agents: [agent] }, 'id-far');
    client.does('agent.answer');
    client.pastes('8080');
    client.presses('enter');
    expect(client.effects).toEqual([{ type: 'request', method: 'answer', params: { agent: 'id-far', digest: 'm7', choice: '8080' } }]);
  });

  it('is refused on a read-only screen', () => {
    const client = clientView({ agents: [asking('a', 1)], isReadOnly: true }, 'id-a');
    client.does('agent.answer');
    expect(client.view.dialog).toBeNull();
  });
});

describe('a question that an agent asks by its tool', () => {
  const inquiry = { id: 'm7', text: 'Keep the old endpoint?', options: ['yes', 'no'], with: 'person', at: ago(40) } as const;
  const asks = (over: Partial<Inquiry> = {}) => anAgent({ name: 'asks', inquiry: { ...inquiry, ...over } });

  it('is answered with the id of its message, though its turn goes on', () => {
    const client = clientView({ agents: [works, asks()] }, 'id-works');
    client.does('agent.answer');
    expect(client.view.dialog).toMatchObject({ kind: 'answer', text: 'Keep the old endpoint?', options: ['yes', 'no'], digest: 'm7' });
    client.presses('2');
    expect(client.effects).toEqual([{ type: 'request', method: 'answer', params: { agent: 'id-asks', digest: 'm7', choice: '2' } }]);
  });

  it('takes other words than those it offers', () => {
    const client = clientView({ agents: [asks()] }, 'id-asks');
    client.does('agent.answer');
    client.presses('3');
    client.pastes('only the name');
    client.presses('enter');
    const params = { agent: 'id-asks', digest: 'm7', choice: 'only the name' };
    expect(client.effects).toEqual([{ type: 'request', method: 'answer', params }]);
  });

  it('in words is handed over and not typed; what was begun is there again', () => {
    const client = clientView({ agents: [asks({ options: [] })] }, 'id-asks');
    client.does('agent.answer');
    client.pastes('until 2.0');
    client.presses('escape');
    client.does('agent.answer');
    client.presses('enter');
    const params = { agent: 'id-asks', digest: 'm7', choice: 'until 2.0' };
    expect(client.effects).toEqual([{ type: 'request', method: 'answer', params }]);
    client.act({ type: 'answered', method: 'answer', params, result: { agent: 'asks', question: inquiry.text, answer: 'until 2.0' } });
    expect([client.view.begun, client.view.sending]).toEqual([[], []]);
  });

  it('that was not taken keeps its words', () => {
    const client = clientView({ agents: [asks({ options: [] })] }, 'id-asks');
    client.does('agent.answer');
    client.pastes('until 2.0');
    client.presses('enter');
    const params = { agent: 'id-asks', digest: 'm7', choice: 'until 2.0' };
    client.act({
      type: 'refused',
      method: 'answer',
      params,
      error: { kind: 'conflict', tried: 'answer asks', said: 'gone', next: 'look' },
    });
    expect(client.view.dialog).toMatchObject({
      kind: 'notice',
      lines: [expect.anything(), 'gone', 'look', expect.stringContaining('kept')],
    });
  });

  it('comes behind what stands on its screen, and goes with its end', () => {
    const both = { ...asking('both', 1), inquiry };
    const client = clientView({ agents: [both] }, 'id-both');
    client.does('agent.answer');
    expect(client.view.dialog).toMatchObject({ digest: 'd1' });
    client.worldIs({ agents: [{ ...asks(), state: 'done' }] });
    client.presses('escape');
    client.does('agent.answer');
    expect(client.view.toast?.text).toBe('Nobody asks anything.');
  });

  it('of the manager is none of the person', () => {
    const client = clientView({ agents: [asks({ with: 'manager' })] }, 'id-asks');
    client.does('agent.answer');
    expect(client.view.dialog).toBeNull();
  });
});

describe('an answer', () => {
  const answers = (...keys: readonly string[]) => {
    const client = clientView({ agents: [asking('a', 1)] }, 'id-a');
    client.does('agent.answer');
    client.presses(...keys);
    return { dialog: client.view.dialog, effects: client.effects };
  };
  const request = (choice: string) => [{ type: 'request', method: 'answer', params: { agent: 'id-a', digest: 'd1', choice } }];

  it.each([
    ['the first by Enter', ['enter'], '1'],
    ['one further down', ['down', 'down', 'enter'], '3'],
    ['no further than the last', ['j', 'j', 'j', 'j', 'k', 'enter'], '2'],
    ['by its number', ['3'], '3'],
  ] as const)('%s', (_, keys, choice) => {
    expect(answers(...keys)).toEqual({ dialog: null, effects: request(choice) });
  });

  it.each([['7'], ['y'], ['escape']] as const)('%s gives none', (key) => {
    expect(answers(key).effects).toEqual([]);
  });

  it('given is told, with how many still wait', () => {
    const client = clientView({ agents: [asking('a', 1), asking('b', 2), works] }, 'id-a');
    client.act({
      type: 'answered',
      method: 'answer',
      params: { agent: 'id-a', digest: 'd1', choice: '1' },
      result: { agent: 'a', question: 'run `npm test`?', answer: 'Yes' },
    });
    expect(client.view.toast?.text).toBe('a: Yes. 1 more waits.');
  });
});
