// An unattended agent of another machine that a manager of here watches: its turn ends with the manager's word, as that of one of here.
import { expect, it } from 'vitest';
import { REMOTE_PROCESS } from '../../../src/core/model/remote.js';
import { commandsAfter, fold, newAgent, shows, submitted } from '../../helpers/fold-events.js';
import { remoteStory } from '../../helpers/remote-story.js';

const RESTS = { source: 'structured', rule: 'claude.hook.stop', evidence: 'its turn ended', at: '' } as const;

async function begun(isManaged: boolean) {
  const story = remoteStory();
  if (isManaged) story.dispatch({ type: 'manager.asked', agent: 'a-1234', reason: 'person' });
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  return { ...story, link };
}

it('it rests there when its turn has ended, and that is told here as it is', async () => {
  const { link, rest, agent } = await begun(true);
  expect(link.orders[0]).toMatchObject({ unattended: false });
  link.shows({ state: 'idle', why: RESTS });
  await rest();
  expect(agent()).toMatchObject({ state: 'idle', why: { source: 'structured' }, manager: { state: 'asked', reason: 'idle' } });
});

it('without a manager it ends there with its turn, and rest is no end of it here', async () => {
  const { link, rest, agent } = await begun(false);
  expect(link.orders[0]).toMatchObject({ unattended: true });
  link.shows({ state: 'idle', why: RESTS });
  await rest();
  expect(agent()).toMatchObject({ state: 'idle', why: { source: 'screen' } });
});

it('where the manager can not be asked its work is finished, as that of one of here', async () => {
  const { link, rest, agent, dispatch } = await begun(true);
  link.shows({ state: 'idle', why: RESTS });
  await rest();
  dispatch({ type: 'manager.failed', agent: 'a-1234', error: { kind: 'config', tried: 'ask', said: 'no key', next: 'Set one' } });
  expect(agent().state).toBe('finishing');
});

it('while the manager is away the end of its turn is the end of its work, as of one of here', async () => {
  const { link, rest, agent, dispatch } = await begun(true);
  dispatch({ type: 'manager.failed', agent: 'a-1234', error: { kind: 'model', tried: 'ask', said: 'busy', next: 'Wait' } });
  link.shows({ state: 'idle', why: RESTS });
  await rest();
  expect(agent().state).toBe('finishing');
});

it('a host that comes after one that was killed asks the manager anew', () => {
  const manager = { state: 'ready', decisions: [], askedSeq: 0 } as const;
  const order = { placement: { on: 'any' }, manager, plan: { unattended: true } } as const;
  const rested = [
    submitted(newAgent('a', order)),
    { type: 'worktree.created', agent: 'a', branch: 'orch/a', worktree: '/wt/a', baseCommit: 'c0', notes: [] },
    { type: 'agent.offered', agent: 'a', fence: 1 },
    { type: 'agent.placed', agent: 'a', node: 'far', fence: 1 },
    { type: 'agent.started', agent: 'a', process: REMOTE_PROCESS, conversation: null },
    shows('a', 'working'),
    shows('a', 'idle'),
  ] as const;
  expect(fold(rested).agents.a?.manager).toMatchObject({ state: 'asked', reason: 'idle' });
  const commands = commandsAfter([...rested, { type: 'host.started', pid: 1, version: '1', bootId: 'b' }]);
  expect(commands).toContainEqual(expect.objectContaining({ type: 'manager.consult', agent: 'a', reason: 'idle' }));
});
