// Orders of a person about a parent: what becomes of its children when it is stopped, resumed, removed or finished.
import { expect, it } from 'vitest';
import { ok } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import type { AppState } from '../../../src/core/model/state.js';
import { agentAnswers } from '../../../src/host/answers/agent-answers.js';
import type { AnswerWorld } from '../../../src/host/answers/answer-world.js';
import { childAtWork, delegated, reported } from '../../helpers/families.js';
import { atWork, commandsAfter, exited, fold, shows } from '../../helpers/fold-events.js';

const family: readonly EventBody[] = [
  ...atWork('p', { plan: { unattended: true } }),
  ...childAtWork('p', 'w'),
  ...childAtWork('w', 's'),
  delegated('p', 'other'),
];
const HOST: EventBody = { type: 'host.started', pid: 2, version: '1', bootId: null };
const name = (id: string) => `name-${id}`;

function answers(bodies: readonly EventBody[]) {
  const events: string[] = [];
  const store = {
    state: fold(bodies) as AppState,
    dispatch: (event: EventBody) => events.push('agent' in event ? `${event.type} ${event.agent}` : event.type),
    listen: () => () => undefined,
  };
  const world = {
    store,
    repository: { hasUnsavedWork: async () => ok(false) },
    until: async () => undefined,
    config: { finish: { require: null } },
  };
  return { events, ...agentAnswers(world as unknown as AnswerWorld) };
}

it('stopping a parent leaves those below it, and names them', async () => {
  const { events, stop } = answers(family);
  expect(await stop({ agent: name('p') })).toMatchObject({ value: { agents: [name('p')], left: [name('w'), name('s'), name('other')] } });
  expect(events).toEqual(['agent.stopRequested p']);
});

it('stopping it with its children ends all below it, the parents first', async () => {
  const { events, stop } = answers(family);
  await stop({ agent: name('p'), children: 'too' });
  expect(events).toEqual(['p', 'w', 's', 'other'].map((id) => `agent.stopRequested ${id}`));
});

it('stopping a goal ends each of its agents once', async () => {
  const { events, stop } = answers(family);
  await stop({ agent: 'g1' });
  expect(events).toEqual(['p', 'w', 's', 'other'].map((id) => `agent.stopRequested ${id}`));
});

it('after a crash a parent is resumed with all that were broken off below it, the deepest first', async () => {
  const { events, resume } = answers([...family, exited('other', 1), reported('p', 'other'), HOST]);
  expect(await resume({ agent: name('p'), fresh: false })).toMatchObject({ ok: true });
  expect(events).toEqual(['s', 'w', 'p'].map((id) => `agent.resumeRequested ${id}`));
});

it('a child that a person had stopped stays stopped when its parent is resumed', async () => {
  const stopped: EventBody = { type: 'agent.stopRequested', agent: 's' };
  const { events, resume } = answers([...family, stopped, exited('s', null), reported('w', 's'), HOST]);
  await resume({ agent: name('w'), fresh: false });
  expect(events).toEqual(['agent.resumeRequested w']);
});

it('who goes on after its host was stopped is told of children that had ended before', () => {
  const stopping: readonly EventBody[] = [
    { type: 'host.stopping' },
    ...['p', 'w', 's'].flatMap((id): readonly EventBody[] => [{ type: 'agent.stopRequested', agent: id }, exited(id, null)]),
    { type: 'host.stopped' },
    HOST,
  ];
  expect(commandsAfter([...family, ...stopping]).filter(({ type }) => type === 'child.report')).toEqual([]);
  const resumed: EventBody = { type: 'agent.resumeRequested', agent: 'p', fresh: false, text: null };
  expect(commandsAfter([...family, ...stopping, resumed])).toContainEqual({ type: 'child.report', agent: 'w' });
});

it('a parent with children at work is not finished by a person', async () => {
  const { events, finish } = answers([...family, shows('p', 'idle')]);
  expect(await finish({ agent: name('p'), as: null, removeWorktree: false })).toMatchObject({
    ok: false,
    error: { said: 'name-p has 2 children at work (name-w, name-other)', next: expect.stringContaining('--children') },
  });
  expect(events).toEqual([]);
});

it('a parent with children at work is not removed without force, which ends them first', async () => {
  const { events, remove } = answers(family);
  expect(await remove({ agent: name('w'), force: false })).toMatchObject({
    ok: false,
    error: { kind: 'needs-person', said: expect.stringContaining('name-w has 1 child at work (name-s)') },
  });
  expect(events).toEqual([]);
  void remove({ agent: name('w'), force: true });
  await Promise.resolve();
  expect(events[0]).toBe('agent.stopRequested s');
});
