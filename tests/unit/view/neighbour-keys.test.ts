// What keys do to agents of other nodes: as to own ones where those can be reached, else they say why not.
import { describe, expect, it } from 'vitest';
import type { Action } from '../../../src/core/model/action.js';
import type { Agent } from '../../../src/core/model/agent.js';
import { confirmStop } from '../../../src/core/view/confirmations.js';
import { worksNow } from '../../../src/core/view/help-rows.js';
import { helpSubject } from '../../../src/core/view/selection.js';
import { clientView } from '../../helpers/client-view.js';
import { aNeighbour, anAgent, familyAtWorker, NOW } from '../../helpers/view-fixtures.js';

const asks = (text: string) => ({ state: 'waiting', question: { kind: 'choice', text, options: ['yes'], digest: 'd9' } }) as const;

describe('keys on one that can be reached', () => {
  const client = (over = {}) => clientView({ agents: familyAtWorker(), ...over }, 'id-data');

  it('do what they do to an own agent, by the same requests', () => {
    const screen = client();
    screen.does('agent.interrupt');
    expect(screen.effects).toEqual([{ type: 'request', method: 'interrupt', params: { agent: 'id-data' } }]);
    screen.does('agent.answer');
    screen.presses('1');
    expect(screen.effects).toEqual([{ type: 'request', method: 'answer', params: { agent: 'id-data', choice: '1', digest: 'd1' } }]);
    const other = clientView({ agents: familyAtWorker() }, 'id-plots');
    other.does('agent.message');
    other.presses('h', 'i', 'enter');
    expect(other.effects).toEqual([{ type: 'request', method: 'send', params: { agent: 'id-plots', text: 'hi', wait: true } }]);
  });

  it('ask before it is stopped, with whose work that is', () => {
    const screen = client();
    screen.does('agent.stop');
    const dialog = screen.view.dialog;
    expect(dialog?.kind === 'confirm' ? [dialog.title, ...dialog.lines, dialog.chosen] : null).toEqual([
      'Stop data@gpu-1?',
      'Stops data (waiting 2 m). It runs on gpu-1 and works for a goal of yours.',
      'What it has delegated to there is stopped with it: plots.',
      'Its worktree and branch stay on gpu-1. It can be resumed there, not from here.',
      'no',
    ]);
    const open = aNeighbour({ name: 'task', node: 'gpu-1', owner: 'boxc', isOpen: true });
    expect(confirmStop(open, NOW).lines[0]).toBe('Stops task (working 2 m). It runs on gpu-1 and works for boxc.');
    expect(confirmStop(open, NOW).onYes).toEqual({ type: 'request', method: 'stop', params: { agent: 'id-task' } });
  });

  it.each([
    ['agent.remove', 'data is on gpu-1: it is removed there.'],
    ['agent.resume', 'data is on gpu-1: it is resumed there.'],
    ['agent.finish', 'data is on gpu-1: it is finished there, into its parent. Finish that.'],
    ['view.diff', 'data is on gpu-1: its diff is shown there.'],
  ] as const)('say of %s at once why it is not done from here', (action, words) => {
    const screen = client();
    screen.does(action);
    expect(screen.effects).toEqual([]);
    expect(screen.view.dialog).toBeNull();
    expect(screen.view.toast?.text).toBe(words);
  });

  it.each([
    ['agent.remove', 'task is on gpu-1 and works for boxc: it is removed on boxc.'],
    ['agent.resume', 'task is on gpu-1 and works for boxc: it is resumed on boxc.'],
    ['agent.finish', 'task is on gpu-1 and works for boxc: it is finished on boxc.'],
    ['view.diff', 'task is on gpu-1 and works for boxc: its diff is shown on boxc.'],
  ] as const)('say of %s where one of a task is kept, and where one below it', (action, words) => {
    const task = aNeighbour({ name: 'task', node: 'gpu-1', owner: 'boxc', isOpen: true });
    const part = aNeighbour({ name: 'part', node: 'gpu-1', owner: 'boxc', isOpen: true, parent: 'id-task' });
    const screen = clientView({ agents: [task, part] }, 'id-task');
    screen.does(action);
    expect(screen.view.toast?.text).toBe(words);
    const below = clientView({ agents: [task, part] }, 'id-part');
    below.does(action);
    expect(below.view.toast?.text).toMatch(/^part is on gpu-1: it.* there(, into its parent)?\.$/u);
  });

  it('say so of its own log, and show that of all', () => {
    const screen = client();
    screen.does('view.timeline');
    screen.presses('a');
    expect(screen.view.place).toMatchObject({ kind: 'timeline', agent: null });
    expect(screen.view.toast?.text).toBe('data is on gpu-1: its log is shown there.');
  });
});

describe('keys on one that is only shown', () => {
  it.each(['agent.attach', 'agent.stop', 'agent.message', 'agent.interrupt', 'agent.answer'] as const)('%s says why not', (action) => {
    const screen = clientView(
      { agents: [anAgent({ name: 'own', ...asks('me?') }), aNeighbour({ name: 'theirs', ...asks('go on?') })] },
      'id-theirs',
    );
    screen.does(action);
    expect(screen.effects).toEqual([]);
    expect(screen.view.selected).toBe('id-theirs');
    expect(screen.view.toast?.text).toBe(
      'theirs is on boxb: hosts do not open their agents to others. Open it on boxb, or write to it in the messages.',
    );
  });

  it('says of one at a worker that this can not be asked now', () => {
    const screen = clientView(
      { agents: [aNeighbour({ name: 'data', node: 'gpu-1', owner: 'boxa', isOurs: true, isOpen: false })] },
      'id-data',
    );
    screen.does('agent.attach');
    expect(screen.view.toast?.text).toBe('data is on gpu-1: gpu-1 can not be asked at the moment. Try it again when Redis is there.');
  });

  it('says of one at a worker that this answers only who knows the secret', () => {
    const data = aNeighbour({ name: 'data', node: 'gpu-1', owner: 'boxa', isOpen: false });
    const closed: Agent = { ...data, neighbour: { node: 'gpu-1', owner: 'boxa', isOurs: false, isOpen: false, needsSecret: true } };
    const screen = clientView({ agents: [closed] }, 'id-data');
    screen.does('agent.attach');
    expect(screen.view.toast?.text).toContain('gpu-1 answers only who knows the secret of the machines. Set ORCH_CLUSTER_SECRET');
  });

  it('has no hint for what does not work', () => {
    const agents = [
      anAgent({ name: 'own' }),
      aNeighbour({ name: 'theirs', baseCommit: 'abc', worktree: '/w', ...asks('go on?') }),
      ...familyAtWorker(),
    ];
    const works = (id: string) => {
      const { view, world } = clientView({ agents }, id);
      const actions: readonly Action[] = [
        'agent.answer',
        'agent.attach',
        'agent.stop',
        'agent.message',
        'agent.resume',
        'agent.finish',
        'agent.remove',
        'view.diff',
      ];
      return actions.filter((action) => worksNow(action, helpSubject(view, world)));
    };
    expect(works('id-theirs')).toEqual([]);
    expect(works('id-data')).toEqual(['agent.answer', 'agent.attach', 'agent.stop', 'agent.message']);
  });
});
