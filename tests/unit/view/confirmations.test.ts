import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../src/core/model/agent.js';
import { confirmRemove, FINISH_KINDS, finishDialog, finishLines } from '../../../src/core/view/confirmations.js';
import type { FinishDialog, FinishWay } from '../../../src/core/view/dialog.js';
import { clientView } from '../../helpers/client-view.js';
import { anAgent, NOW } from '../../helpers/view-fixtures.js';

const dialog = (choice: FinishWay): FinishDialog => ({
  kind: 'finish',
  agent: 'a1',
  name: 'fix-login',
  branch: 'orch/fix-login',
  base: 'main',
  verify: 'npm test',
  isBusy: false,
  focus: 'kind',
  kinds: FINISH_KINDS,
  choice,
  artifact: null,
  worktree: 'keep',
});

describe('what finishing will do', () => {
  it('verifies first where something is delivered', () => {
    for (const kind of ['pr', 'merge', 'branch'] as const) expect(finishLines(dialog(kind))[0]).toMatch(/^Runs `npm test` first/);
  });

  it('tells that a draft is opened also where the check fails', () => {
    expect(finishLines(dialog('draft'))[0]).toMatch(/if it fails, that stands in the text\. .*opens a draft pull request against main/);
  });

  it('promises no check for work that is only kept: none is run', () => {
    expect(finishLines(dialog('keep'))).toEqual(['Keeps its branch and its worktree as they are.']);
  });

  it('offers of a task of a plan only the end that its plan says: others are refused', () => {
    const free = anAgent({ name: 'a' });
    expect(finishDialog(free).kinds).toEqual(FINISH_KINDS);
    const planned = { ...free, task: 't1', finish: { ...free.finish, kind: 'merge', artifact: 'design.md' } } as const;
    expect(finishDialog(planned)).toMatchObject({ kinds: ['merge'], choice: 'merge' });
    expect(finishLines(finishDialog(planned)).join()).toContain('Takes the file design.md');
  });
});

describe('stopping an agent that has delegated', () => {
  const parent = anAgent({ name: 'lead', number: 1 });
  const child = anAgent({ name: 'login', number: 2, parent: 'id-lead' });
  const deep = anAgent({ name: 'schema', number: 3, parent: 'id-login' });
  const over = anAgent({ name: 'docs', number: 4, parent: 'id-lead', state: 'done', process: null });
  const asked = (...agents: readonly Agent[]) => {
    const client = clientView({ agents: [parent, ...agents] }, 'id-lead');
    client.does('agent.stop');
    return client;
  };
  const stop = (children: string) => [{ type: 'request', method: 'stop', params: { agent: 'id-lead', children } }];

  it('offers those below it that are not over: all, only it, or nothing', () => {
    const { dialog } = asked(child, deep, over).view;
    expect(dialog).toMatchObject({
      title: 'Stop lead and its 2 children?',
      lines: [expect.anything(), expect.stringContaining('login, schema;'), expect.anything()],
      chosen: 'no',
    });
  });

  it.each([
    ['y', stop('too')],
    ['o', stop('leave')],
    ['n', []],
    ['enter', []],
    ['escape', []],
  ])('%s', (key, effects) => {
    const client = asked(child, deep);
    client.presses(key);
    expect([client.view.dialog, client.effects]).toEqual([null, effects]);
  });

  it('goes through the three choices by the arrows', () => {
    const client = asked(child);
    client.presses('right', 'enter');
    expect(client.effects).toEqual(stop('leave'));
    client.does('agent.stop');
    client.presses('left', 'enter');
    expect(client.effects).toEqual(stop('too'));
  });

  it('asks as ever where nothing below it runs', () => {
    const client = asked(over);
    expect(client.view.dialog).toMatchObject({ title: 'Stop lead?' });
    client.presses('o');
    expect(client.view.dialog).not.toBeNull();
    client.presses('y');
    expect(client.effects).toEqual([{ type: 'request', method: 'stop', params: { agent: 'id-lead' } }]);
  });

  it('and removing it says who is stopped with it', () => {
    expect(confirmRemove(parent, NOW, [child]).lines.join(' ')).toContain('Its child (login) is stopped, too, and stays listed');
  });
});
