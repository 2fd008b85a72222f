// The compare view by its keys: which goal it shows, going among its tries, their diffs, and picking one.
import { describe, expect, it } from 'vitest';
import { isTried } from '../../../src/core/state/tries.js';
import { standingOf, triesName } from '../../../src/core/view/compare-rows.js';
import { goalNotificationOf } from '../../../src/core/view/notification.js';
import { worthKnowing } from '../../../src/core/view/worth-knowing.js';
import { clientView } from '../../helpers/client-view.js';
import { triedAgents, triedGoal } from '../../helpers/sample-tries.js';
import { anAgent, NOW } from '../../helpers/view-fixtures.js';

/** Not judged, the try that is chosen in the list is chosen here, too. */
function opened(over: Parameters<typeof clientView>[0] = {}, selected: string | null = null) {
  const goal = triedGoal(selected === null ? {} : { judgement: null });
  const client = clientView({ agents: triedAgents(), goals: [goal], ...over }, selected);
  client.does('view.compare');
  return client;
}

describe('C', () => {
  it('shows the tries of the chosen agent, and else those that wait to be picked', () => {
    const goals = [{ ...triedGoal({ state: 'running' }), id: 'g0' }, triedGoal(), { ...triedGoal({ state: 'running' }), id: 'g9' }];
    expect(opened({ goals, agents: [...triedAgents(), anAgent({ name: 'other', goal: 'g9' })] }, 'id-other').view.place).toMatchObject({
      goal: 'g9',
    });
    expect(opened({ goals, agents: triedAgents({ 'add-login': { goal: 'gx' } }) }, 'id-add-login').view.place).toMatchObject({
      goal: 'g1',
    });
  });

  it('says so where nothing has several tries, and goes back by the same key', () => {
    const none = opened({ goals: [] });
    expect(none.view.place.kind).toBe('agents');
    expect(none.view.toast?.text).toContain('No task has several tries');
    const client = opened();
    expect(client.view.place.kind).toBe('compare');
    client.does('view.compare');
    expect(client.view.place.kind).toBe('agents');
  });
});

describe('in the compare view', () => {
  it('the best judged is chosen first, and j and k go among the tries', () => {
    const client = opened();
    client.presses('p');
    expect(client.view.dialog).toMatchObject({ title: 'Pick add-login-3?' });
    client.presses('escape');
    client.does('selection.previous');
    expect(client.view.place).toMatchObject({ chosen: 'id-add-login-2' });
    client.does('page.first');
    expect(client.view.place).toMatchObject({ chosen: 'id-add-login' });
  });

  it('Enter opens the diff of the chosen one, and Esc comes back to it', () => {
    const client = opened({}, 'id-add-login-2');
    client.presses('enter');
    expect(client.view.place).toMatchObject({ kind: 'diff', agent: 'id-add-login-2' });
    expect(client.effects).toContainEqual({
      type: 'request',
      method: 'diff',
      params: expect.objectContaining({ agent: 'id-add-login-2' }),
    });
    client.does('view.back');
    expect(client.view.place).toEqual({ kind: 'compare', goal: 'g1', chosen: 'id-add-login-2' });
  });

  it('p asks first, and says what becomes of the others', () => {
    const client = opened({}, 'id-add-login');
    client.presses('p');
    const { dialog } = client.view;
    expect(dialog).toMatchObject({ kind: 'confirm', chosen: 'no', title: 'Pick add-login?' });
    const said = dialog?.kind === 'confirm' ? dialog.lines.join(' ') : '';
    expect(said).toContain('Runs `npm test` again, then merges it.');
    expect(said).toContain('add-login-2, add-login-3 are removed');
    expect(said).toContain('refs/orch/rescue');
    client.presses('y');
    expect(client.effects).toContainEqual({ type: 'request', method: 'pick', params: { agent: 'id-add-login', combine: false } });
  });

  it('P lets it take over what the others have', () => {
    const client = opened({}, 'id-add-login');
    client.presses('P', 'y');
    expect(client.effects).toContainEqual({ type: 'request', method: 'pick', params: { agent: 'id-add-login', combine: true } });
  });

  it('says that others are stopped, and refuses one at work', () => {
    const agents = triedAgents({ 'add-login-2': { state: 'working' } });
    const goals = [triedGoal({ state: 'running', judgement: null }, 'running')];
    const client = opened({ agents, goals }, 'id-add-login');
    client.presses('p');
    expect(client.view.dialog).toMatchObject({ lines: expect.arrayContaining(['Stops add-login-2 first.']) });
    const other = opened({ agents, goals }, 'id-add-login-2');
    other.presses('p');
    expect(other.view.dialog).toBeNull();
    expect(other.view.toast?.text).toContain('add-login-2 can not be picked now: it is working');
  });

  it('a read-only screen looks and does not pick', () => {
    const client = opened({ isReadOnly: true });
    client.presses('p');
    expect(client.view.dialog).toBeNull();
    client.presses('enter');
    expect(client.view.place.kind).toBe('diff');
  });

  it('n goes to the next task with several tries', () => {
    const client = opened({ goals: [triedGoal(), { ...triedGoal(), id: 'g2' }] }, 'id-add-login');
    client.presses('n');
    expect(client.view.place).toMatchObject({ goal: 'g2' });
  });

  it('what was kept is told when it is finished', () => {
    const client = opened();
    const result = { agent: 'add-login', kept: [{ agent: 'add-login-2', ref: 'refs/orch/rescue/x' }], notes: [] };
    client.act({ type: 'answered', method: 'pick', params: { agent: 'id-add-login', combine: false }, result });
    expect(client.view.toast?.text).toBe('add-login is finished. Kept: add-login-2 as refs/orch/rescue/x.');
  });
});

describe('how far they are', () => {
  const said = (goal: ReturnType<typeof triedGoal>, agents = triedAgents()) => {
    if (!isTried(goal)) throw new Error('no tries');
    return standingOf(goal, { agents, goals: [goal] }).text;
  };

  it.each([
    [
      triedGoal({ state: 'running' }, 'running'),
      triedAgents({ 'add-login': { state: 'working' }, 'add-login-2': { state: 'queued' } }),
      '2 of 3 tries are at work.',
    ],
    [triedGoal({ state: 'judging' }, 'running'), triedAgents(), '3 tries have ended. A model compares them.'],
    [triedGoal(), triedAgents(), 'Pick one:'],
    [
      triedGoal({ state: 'picked', picked: 'id-add-login' }, 'running'),
      triedAgents({ 'add-login': { state: 'finishing' } }),
      'add-login was picked and is finishing.',
    ],
    [
      triedGoal({ state: 'picked', picked: 'id-add-login' }, 'running'),
      triedAgents({ 'add-login-2': { pending: { order: 'remove' } } }),
      'The others are being kept and removed.',
    ],
    [
      triedGoal({ state: 'picked', picked: 'id-add-login', kept: [{ agent: 'add-login-2', ref: 'refs/orch/rescue/x' }] }, 'done'),
      triedAgents().slice(0, 1),
      'add-login was picked and is finished. Kept: add-login-2 as refs/orch/rescue/x.',
    ],
    [triedGoal({ state: 'running' }, 'failed'), triedAgents(), 'None of them can be taken as it is.'],
    [triedGoal({ state: 'running' }, 'stopped'), triedAgents(), 'Stopped.'],
  ])('is said in a sentence (%#)', (goal, agents, text) => {
    expect(said(goal, agents)).toContain(text);
  });

  it('they have the name of the first of them, or that of the goal', () => {
    expect(triesName(triedGoal(), { agents: triedAgents() })).toBe('add-login');
    expect(triesName(triedGoal(), { agents: [anAgent({ name: 'one' }), anAgent({ name: 'other' })] })).toBe('Add a login');
  });

  it('a person is called when they are ready, once', () => {
    const running = triedGoal({ state: 'running' }, 'running');
    expect(goalNotificationOf(running, triedGoal())).toMatchObject({ kind: 'waiting', text: 'Add a login: its tries are ready: pick one' });
    expect(goalNotificationOf(triedGoal(), triedGoal({ unjudged: 'x' }))).toBeNull();
  });

  it('one that has ended says so in lists', () => {
    const [agent] = triedAgents();
    expect(agent === undefined ? '' : worthKnowing(agent, NOW)).toBe('to be picked');
  });
});
