// The first row of the list: chosen like an agent, yet none; what is typed there.
import { describe, expect, it } from 'vitest';
import { fieldText, focusedField } from '../../../src/core/view/fields.js';
import { isAsking, ORCHESTRATOR } from '../../../src/core/view/orchestrator.js';
import { clientView } from '../../helpers/client-view.js';
import { sampleAgents } from '../../helpers/view-fixtures.js';
import { aGoal } from '../../helpers/view-goals.js';

const agents = sampleAgents();

function chosen(over: Parameters<typeof clientView>[0] = {}) {
  return clientView({ agents, ...over }, ORCHESTRATOR);
}

describe('the row', () => {
  it('is not there before there is anything, and is what is left of a goal without agents', () => {
    expect(clientView().view.selected).toBeNull();
    expect(clientView({ goals: [aGoal()] }).view.selected).toBe(ORCHESTRATOR);
  });

  it('is above the first agent, and stays chosen while agents come and go', () => {
    const client = clientView({ agents });
    client.does('page.first');
    expect(client.view.selected).toBe(ORCHESTRATOR);
    client.worldIs({ agents: agents.slice(2) });
    client.waits(5000);
    expect(client.view.selected).toBe(ORCHESTRATOR);
    client.worldIs({ agents: [] });
    expect(client.view.selected).toBeNull();
  });

  it('leaves the numbers to the agents', () => {
    const client = chosen();
    client.does('selection.number', 1);
    expect(client.view.selected).toBe('id-fix-login');
  });

  it('goes where a filter means agents', () => {
    const client = clientView({ agents });
    client.act({ type: 'fieldChanged', field: 'filter', value: 'docs' });
    client.does('page.first');
    expect(client.view.selected).toBe('id-docs');
  });

  it.each([
    'agent.stop',
    'agent.remove',
    'agent.finish',
    'view.diff',
    'agent.interrupt',
  ] as const)('has nothing to do with %s', (action) => {
    const client = chosen();
    client.does(action);
    expect([client.effects, client.view.dialog, client.view.toast?.text]).toEqual([[], null, 'No agent is chosen.']);
  });
});

describe('what is typed there', () => {
  it.each([
    ['what is going on?', true],
    ['? who waits', true],
    ['Login with tokens', false],
  ])('%j is a question: %s', (text, isQuestion) => expect(isAsking(text)).toBe(isQuestion));

  function typed(text: string, over: Parameters<typeof clientView>[0] = {}) {
    const client = chosen(over);
    client.does('agent.attach');
    expect(focusedField(client.view)).toBe('prompt');
    client.act({ type: 'fieldChanged', field: 'prompt', value: text });
    expect(fieldText(client.view)).toBe(text);
    client.presses('enter');
    return client;
  }

  it('goes to the manager when it is a question', () => {
    const client = typed('? who waits');
    expect(client.effects).toEqual([{ type: 'request', method: 'managerAsk', params: { text: 'who waits' } }]);
    expect([client.view.dialog, client.view.asked]).toEqual([null, [{ question: 'who waits', answer: null }]]);
  });

  it('that is not answered says why in its place', () => {
    const client = typed('who waits?');
    client.act({ type: 'refused', method: 'managerAsk', error: { kind: 'config', tried: 'ask', said: 'no key is set', next: 'Set one.' } });
    expect([client.view.dialog, client.view.asked]).toEqual([null, [{ question: 'who waits?', answer: 'no key is set. Set one.' }]]);
  });

  it('becomes a goal when it is none', () => {
    const client = typed('Login with tokens');
    expect(client.effects).toEqual([]);
    expect(client.view.dialog).toMatchObject({ kind: 'goal', edit: { text: 'Login with tokens' } });
  });

  it('is nothing when it is empty, and not possible on a read-only screen', () => {
    expect([typed(' ').view.dialog, typed('?').effects]).toEqual([null, []]);
    const client = chosen({ isReadOnly: true });
    client.does('agent.attach');
    expect(client.view.dialog).toBeNull();
  });
});
