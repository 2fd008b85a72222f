// What keys do to a client's view, and what it asks the host to do.
import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../src/core/model/agent.js';
import { ORCHESTRATOR } from '../../../src/core/view/orchestrator.js';
import { MAX_SCREEN_DIFF } from '../../../src/core/view/review/read-diff.js';
import { modeOf } from '../../../src/core/view/view-state.js';
import { clientView } from '../../helpers/client-view.js';
import { anAgent, sampleAgents } from '../../helpers/view-fixtures.js';

const agents = sampleAgents();
const named = (id: string | null) => id?.replace('id-', '') ?? null;

describe('choosing', () => {
  it('begins with whoever needs the person most', () => {
    expect(named(clientView({ agents }).view.selected)).toBe('add-tests');
  });

  it('begins with the agent that was asked for', () => {
    expect(named(clientView({ agents }, 'id-docs').view.selected)).toBe('docs');
  });

  it('moves through the list and stops at its ends', () => {
    const client = clientView({ agents });
    expect(named(client.view.selected)).toBe('add-tests');
    client.does('selection.previous');
    client.does('selection.previous');
    expect(named(client.view.selected)).toBe('orchestrator');
    client.does('selection.next');
    client.does('selection.next');
    client.does('selection.next');
    expect(named(client.view.selected)).toBe('fix-login');
    client.does('page.last');
    expect(named(client.view.selected)).toBe('typo');
  });

  it('jumps by the stable number, not by the row', () => {
    const client = clientView({ agents });
    client.does('selection.number', 5);
    expect(named(client.view.selected)).toBe('docs');
    client.does('selection.number', 9);
    expect(named(client.view.selected)).toBe('docs');
    expect(client.view.toast?.text).toContain('9');
  });

  it('does not re-sort within a second of a move, and does afterwards', () => {
    const client = clientView({ agents });
    client.does('selection.next');
    const order = client.view.order;
    const failed = agents.map((agent) => (agent.name === 'docs' ? { ...agent, state: 'waiting' as const, since: agent.createdAt } : agent));
    client.worldIs({ agents: failed, now: client.world.now + 999 });
    expect(client.view.order).toEqual(order);
    client.waits(1);
    expect(client.view.order).not.toEqual(order);
    expect(named(client.view.selected)).toBe('flaky-ci');
  });

  it('goes on to the neighbour when the chosen agent is gone', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.worldIs({ agents: agents.filter((agent) => agent.id !== 'id-fix-login' && agent.parent === null) });
    expect(named(client.view.selected)).toBe('docs');
    client.worldIs({ agents: [] });
    expect(client.view.selected).toBeNull();
  });

  it('gives the same view back when nothing changed', () => {
    const client = clientView({ agents });
    const before = client.view;
    client.waits(0);
    expect(client.view).toBe(before);
  });
});

describe('attaching', () => {
  it('sends keys to a running agent until the leader', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('agent.attach');
    expect(client.effects).toEqual([{ type: 'attach', agent: 'id-fix-login' }]);
    expect(modeOf(client.view)).toBe('attached');
    client.act({ type: 'leaderPressed' });
    expect(client.effects).toEqual([{ type: 'detach', agent: 'id-fix-login' }]);
    expect(modeOf(client.view)).toBe('list');
  });

  it.each([
    ['id-typo', 'not running'],
    ['id-release', 'still queued'],
  ])('says why it can not attach to %s', (agent, why) => {
    const client = clientView({ agents }, agent);
    client.does('agent.attach');
    expect(client.effects.filter((effect) => effect.type === 'attach')).toEqual([]);
    expect(client.view.toast?.text).toContain(why);
  });

  it('leaves by itself when the agent ends, and says so', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('agent.attach');
    client.worldIs({ agents: agents.map((agent) => (agent.id === 'id-fix-login' ? { ...agent, state: 'done', process: null } : agent)) });
    expect(client.effects).toEqual([{ type: 'detach', agent: 'id-fix-login' }]);
    expect(client.view.toast?.text).toContain('fix-login has ended');
  });

  it('leaves by itself when the agent is removed', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('agent.attach');
    client.worldIs({ agents: agents.filter((agent) => agent.id !== 'id-fix-login') });
    expect(client.effects).toEqual([{ type: 'detach', agent: 'id-fix-login' }]);
    expect(modeOf(client.view)).toBe('list');
    expect(client.view.toast?.text).toBe('The agent is not there any more.');
  });

  it('takes no key for another while the person still types to the agent that has ended', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('agent.attach');
    client.worldIs({ agents: agents.map((agent) => (agent.id === 'id-fix-login' ? { ...agent, state: 'failed', process: null } : agent)) });
    client.waits(900);
    client.does('screen.close');
    client.waits(300);
    client.does('task.new');
    expect([client.effects, client.view.dialog]).toEqual([[], null]);
    client.waits(500);
    client.does('task.new');
    expect(client.view.dialog?.kind).toBe('task');
  });

  it('shows the pane of a small screen while attached, the list again afterwards', () => {
    const client = clientView({ agents, size: { cols: 40, rows: 10 } }, 'id-fix-login');
    client.does('agent.attach');
    client.act({ type: 'leaderPressed' });
    expect(client.view.part).toBe('list');
    client.does('part.next');
    expect(client.view.part).toBe('pane');
  });
});

describe('a read-only screen', () => {
  it.each([
    'task.new',
    'agent.attach',
    'agent.stop',
    'agent.remove',
    'agent.finish',
    'agent.message',
    'agent.interrupt',
    'host.quit',
  ] as const)('refuses %s', (action) => {
    const client = clientView({ agents, isReadOnly: true }, 'id-fix-login');
    client.does(action);
    expect(client.effects).toEqual([]);
    expect(client.view.dialog).toBeNull();
    expect(client.view.toast?.text).toContain('read-only');
  });

  it('browses', () => {
    const client = clientView({ agents, isReadOnly: true }, 'id-fix-login');
    client.does('view.diff');
    expect(client.effects).toEqual([
      { type: 'request', method: 'diff', params: { agent: 'id-fix-login', maxBytes: MAX_SCREEN_DIFF, staged: true } },
    ]);
  });
});

describe('the changes of an agent', () => {
  const changes = (over: Partial<Agent>) => {
    const client = clientView({ agents: [anAgent({ name: 'a', state: 'done', seen: true, process: null, worktree: null, ...over })] });
    client.does('view.diff');
    return client;
  };

  it('are shown also when its worktree is gone: they were merged', () => {
    const client = changes({ result: { kind: 'merge', url: null, commit: 'm1', path: null } });
    expect([client.effects, client.view.place.kind]).toEqual([
      [{ type: 'request', method: 'diff', params: { agent: 'id-a', maxBytes: MAX_SCREEN_DIFF, staged: true } }],
      'diff',
    ]);
  });

  it('are none before it had a worktree', () => {
    const client = changes({ baseCommit: null });
    expect([client.effects, client.view.toast?.text, client.view.place.kind]).toEqual([[], 'a has no worktree yet.', 'agents']);
  });
});

describe('before something ends', () => {
  it.each([
    ['agent.stop', { type: 'request', method: 'stop', params: { agent: 'id-fix-login', children: 'leave' } }, 'worktree'],
    ['agent.remove', { type: 'request', method: 'remove', params: { agent: 'id-fix-login', force: true } }, 'saved first'],
    ['host.quit', { type: 'request', method: 'hostStop', params: {} }, 'stay'],
  ] as const)('%s asks, says what is kept, and does nothing by an unread Enter', (action, order, kept) => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does(action);
    expect(modeOf(client.view)).toBe('confirm');
    expect(client.view.dialog?.kind === 'confirm' && client.view.dialog.lines.join(' ')).toContain(kept);
    client.presses('enter');
    expect(client.effects).toEqual([]);
    expect(client.view.dialog).toBeNull();
    client.does(action);
    client.presses('right', 'enter');
    expect(client.effects).toEqual([order]);
  });

  it('takes y and n for an answer, and Esc for no', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('agent.stop');
    client.presses('n');
    expect([client.effects, client.view.dialog]).toEqual([[], null]);
    client.does('agent.stop');
    client.presses('escape');
    expect([client.effects, client.view.dialog]).toEqual([[], null]);
    client.does('agent.stop');
    client.presses('y');
    expect(client.effects).toHaveLength(1);
  });

  it('finishes as the agent was planned, unless the person says otherwise', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('agent.finish');
    client.presses('enter');
    expect(client.effects).toEqual([
      { type: 'request', method: 'finish', params: { agent: 'id-fix-login', as: 'merge', removeWorktree: false } },
    ]);
    client.does('agent.finish');
    client.presses('left', 'tab', 'right', 'enter');
    expect(client.effects).toEqual([
      { type: 'request', method: 'finish', params: { agent: 'id-fix-login', as: 'pr', removeWorktree: true } },
    ]);
  });

  it('finishes as a draft where that is chosen', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('agent.finish');
    client.presses('left', 'left', 'enter');
    const params = { agent: 'id-fix-login', as: 'pr', draft: true, removeWorktree: false };
    expect(client.effects).toEqual([{ type: 'request', method: 'finish', params }]);
  });

  it('stops nothing that does not run', () => {
    const client = clientView({ agents }, 'id-typo');
    client.does('agent.stop');
    expect(client.view.dialog).toBeNull();
  });
});

describe('running again', () => {
  const resumed = [{ type: 'request', method: 'resume', params: { agent: 'id-a', fresh: false } }];
  const resume = (over: Partial<Agent>) => {
    const client = clientView({ agents: [anAgent({ name: 'a', process: null, seen: true, ...over })] });
    client.does('agent.resume');
    return client;
  };

  it.each([
    ['one that was stopped', { state: 'stopped', conversation: null }],
    ['one that is done and has its conversation', { state: 'done', conversation: 'c' }],
  ] as const)('goes on at once with %s', (_what, over) => {
    expect(resume(over).effects).toEqual(resumed);
  });

  it('starts nothing where its worktree is gone', () => {
    const client = resume({ state: 'done', baseCommit: 'c0', worktree: null });
    expect([client.effects, client.view.toast?.text]).toEqual([[], 'The worktree of a was removed; start a new task instead.']);
  });

  it('asks before work that is done would be done again', () => {
    const client = resume({ state: 'done', conversation: null });
    expect([client.effects, modeOf(client.view)]).toEqual([[], 'confirm']);
    client.presses('y');
    expect(client.effects).toEqual(resumed);
  });
});

describe('the history of a pane', () => {
  it('is not entered where there is none', () => {
    const client = clientView({ agents, scrollback: 0 }, 'id-fix-login');
    client.does('pane.scroll');
    expect([client.view.focus, client.view.toast?.text]).toEqual(['list', 'There is nothing above this screen.']);
    client.worldIs({ scrollback: 3 });
    client.does('pane.scroll');
    expect(client.view.focus).toBe('scroll');
  });
});

describe('finished work', () => {
  const done = anAgent({ name: 'a', state: 'done' });

  it('counts as seen once a key is pressed with it in view', () => {
    const client = clientView({ agents: [done] });
    client.does('selection.next');
    expect(client.effects).toEqual([{ type: 'request', method: 'seen', params: { agent: 'id-a' } }]);
  });

  it.each([
    ['while nobody presses a key', { agents: [done] }, false],
    ['on a read-only screen', { agents: [done], isReadOnly: true }, true],
    ['when it was seen before', { agents: [{ ...done, seen: true }] }, true],
  ] as const)('is not marked %s', (_, world, hasKey) => {
    const client = clientView(world);
    if (hasKey) client.does('selection.next');
    else client.waits(60_000);
    expect(client.effects).toEqual([]);
  });

  it('is not marked by keys typed into another view above it', () => {
    const client = clientView({ agents: [{ ...done, seen: true }] });
    client.does('view.help');
    client.worldIs({ agents: [done] });
    client.presses('j');
    expect(client.effects).toEqual([]);
  });
});

describe('toasts', () => {
  it('stay until they could be read, then go with the next key', () => {
    const client = clientView({ agents });
    client.act({ type: 'noticed', tone: 'info', text: 'Saved.' });
    client.does('selection.next');
    expect(client.view.toast?.text).toBe('Saved.');
    client.waits(1000);
    expect(client.view.toast).not.toBeNull();
    client.does('selection.next');
    expect(client.view.toast).toBeNull();
  });

  it('go by themselves, errors later', () => {
    const client = clientView({ agents });
    client.act({ type: 'noticed', tone: 'info', text: 'Saved.' });
    client.waits(5000);
    expect(client.view.toast).toBeNull();
    client.act({ type: 'noticed', tone: 'error', text: 'Full.' });
    client.waits(5000);
    expect(client.view.toast).not.toBeNull();
    client.waits(10_000);
    expect(client.view.toast).toBeNull();
  });

  it('what must not be missed stays until a key, and never takes a key from an agent', () => {
    const client = clientView({ agents });
    client.act({ type: 'told', lines: ['state.json is damaged\u001b[2J; it was kept'] });
    client.waits(60_000);
    expect(client.view.dialog).toMatchObject({ kind: 'notice', lines: ['state.json is damaged; it was kept'] });
    client.presses('enter');
    expect(client.view.dialog).toBeNull();
    client.does('agent.attach');
    client.act({ type: 'told', lines: ['state.json is damaged'] });
    expect(client.view.dialog).toBeNull();
    expect(client.view.toast).toMatchObject({ tone: 'error', text: expect.stringContaining('damaged') });
  });

  it('are plain text', () => {
    const client = clientView({ agents });
    client.act({ type: 'noticed', tone: 'info', text: 'a\u001b]52;c;aGk=\u0007b\u202ec' });
    expect(client.view.toast?.text).toBe('abc');
  });
});

describe('the filter', () => {
  it('goes to the field key by key, narrows the list, and Esc takes it away', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('list.filter');
    client.presses('d');
    expect(client.effects).toMatchObject([{ type: 'field', token: { name: 'd' } }]);
    client.act({ type: 'fieldChanged', field: 'filter', value: 'docs' });
    client.presses('enter');
    expect(modeOf(client.view)).toBe('list');
    expect(named(client.view.selected)).toBe('docs');
    client.does('view.back');
    expect(client.view.filter).toBe('');
    client.does('list.filter');
    client.act({ type: 'fieldChanged', field: 'filter', value: 'x' });
    client.presses('escape');
    expect([client.view.filter, client.view.isFiltering]).toEqual(['', false]);
  });

  const filters = (client: ReturnType<typeof clientView>, ...values: readonly string[]) => {
    client.does('list.filter');
    for (const value of values) client.act({ type: 'fieldChanged', field: 'filter', value });
  };

  it('chooses the first that matches while it is typed, not the parent that is there only around it', () => {
    const client = clientView({ agents }, 'id-fix-login');
    filters(client, 'a', 'api-s');
    expect(client.view.selected).toBe('id-api-spec');
    client.presses('enter');
    expect(client.view.selected).toBe('id-api-spec');
  });

  it('leaves the choice alone as long as it matches, and where nothing does', () => {
    const client = clientView({ agents }, 'id-docs');
    filters(client, 'd', 'do', 'docs');
    expect(client.view.selected).toBe('id-docs');
    client.act({ type: 'fieldChanged', field: 'filter', value: 'docsx' });
    expect(client.view.selected).toBe('id-docs');
  });

  it('gives back who was chosen before with Esc, and with every letter that is taken back', () => {
    const client = clientView({ agents }, 'id-fix-login');
    filters(client, 'docs');
    expect(client.view.selected).toBe('id-docs');
    client.act({ type: 'fieldChanged', field: 'filter', value: '' });
    expect(client.view.selected).toBe('id-fix-login');
    client.act({ type: 'fieldChanged', field: 'filter', value: 'docs' });
    client.presses('escape');
    expect([client.view.selected, client.view.filter]).toEqual(['id-fix-login', '']);
  });

  it('takes the choice away from the orchestrator where that does not match, and back with Esc', () => {
    const client = clientView({ agents }, ORCHESTRATOR);
    filters(client, 'docs');
    expect(client.view.selected).toBe('id-docs');
    client.presses('escape');
    expect(client.view.selected).toBe(ORCHESTRATOR);
  });

  it('leaves what is folded away as it was when Esc ends it, and unfolds what Enter keeps', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('tree.fold');
    filters(client, 'api-s');
    client.presses('escape');
    expect(client.view.folded).toEqual(['id-fix-login']);
    filters(client, 'api-s');
    client.presses('enter');
    expect(client.view.folded).toEqual([]);
  });

  it('marks no finished agent as seen that it passes by', () => {
    const ended = agents.map((agent) => (agent.name === 'docs' ? { ...agent, state: 'done' as const, seen: false } : agent));
    const client = clientView({ agents: ended }, 'id-fix-login');
    filters(client, 'docs');
    client.presses('x');
    expect(client.effects).toMatchObject([{ type: 'field' }]);
  });
});

describe('the pane', () => {
  it('scrolls within its history and is live again at the bottom', () => {
    const client = clientView({ agents, scrollback: 100 }, 'id-fix-login');
    client.does('pane.scroll');
    expect([modeOf(client.view), client.view.scroll]).toEqual(['scroll', 34]);
    client.does('page.first');
    expect(client.view.scroll).toBe(100);
    client.presses('j');
    expect(client.view.scroll).toBe(99);
    client.does('page.last');
    expect(client.view.scroll).toBe(0);
    client.does('view.back');
    expect(modeOf(client.view)).toBe('list');
  });

  it('stays at the same rows when output comes', () => {
    const client = clientView({ agents, scrollback: 100 }, 'id-fix-login');
    client.act({ type: 'historyGrew', rows: 7 });
    expect(client.view.scroll).toBe(0);
    client.presses('k');
    client.does('pane.scroll');
    client.act({ type: 'historyGrew', rows: 7 });
    expect(client.view.scroll).toBe(41);
  });

  it('zooms, and Esc leads back', () => {
    const client = clientView({ agents });
    client.does('pane.zoom');
    expect(client.view.isZoomed).toBe(true);
    client.does('view.back');
    expect(client.view.isZoomed).toBe(false);
  });
});

describe('leaving', () => {
  it('closes the screen and nothing else', () => {
    const client = clientView({ agents: [anAgent({ name: 'a' })] });
    client.does('screen.close');
    expect(client.effects).toEqual([{ type: 'close' }]);
  });
});
