// Typing into the dialogs: a task, a message, the palette; and that nothing typed is lost.
import { describe, expect, it } from 'vitest';
import { focusedField } from '../../../src/core/view/fields.js';
import { unfinished } from '../../../src/core/view/goal-dialog.js';
import { modeOf } from '../../../src/core/view/view-state.js';
import { clientView } from '../../helpers/client-view.js';
import { sampleAgents } from '../../helpers/view-fixtures.js';

const agents = sampleAgents();
const refusal = { kind: 'git', tried: 'make a worktree', said: 'there is no branch nope', next: 'Name another base.' } as const;

function newTask(over: Parameters<typeof clientView>[0] = {}) {
  const client = clientView({ agents, ...over });
  client.does('task.new');
  const dialog = () => {
    if (client.view.dialog?.kind !== 'task') throw new Error('the new-task dialog is not open');
    return client.view.dialog;
  };
  return { client, dialog };
}

describe('a new task', () => {
  it('starts with Enter, as typed, with the defaults of the repository', () => {
    const { client } = newTask({ defaults: { harness: 'codex', tries: 1, base: 'main', finish: 'merge', verify: 'npm test' } });
    client.pastes('Fix the login\r\nloop');
    client.presses('ctrl-j', 'o', 'k', 'enter');
    expect(client.view.dialog).toBeNull();
    expect(client.effects).toMatchObject([
      { type: 'remember', of: 'task', defaults: { harness: 'codex', finish: 'merge', verify: 'npm test', base: 'main' } },
      {
        type: 'request',
        method: 'run',
        params: {
          text: 'Fix the login\nloop\nok',
          harness: 'codex',
          count: 1,
          base: 'main',
          finish: 'merge',
          unattended: true,
          verify: 'npm test',
        },
      },
    ]);
  });

  it('leaves the end open when the person wants to be asked', () => {
    const { client } = newTask();
    client.pastes('x');
    client.presses('enter');
    expect(client.effects[1]).toMatchObject({ params: { finish: 'keep', unattended: false, verify: null } });
  });

  it('goes round the fields with Tab', () => {
    const { client, dialog } = newTask();
    const seen: string[] = [];
    for (let at = 0; at < 6; at += 1) {
      client.presses('tab');
      seen.push(dialog().focus);
    }
    expect(seen).toEqual(['harness', 'tries', 'base', 'finish', 'verify', 'text']);
    client.presses('shift-tab');
    expect(dialog().focus).toBe('verify');
  });

  it('offers installed agent CLIs only', () => {
    const { client, dialog } = newTask();
    client.presses('tab');
    const seen: unknown[] = [];
    for (let at = 0; at < 4; at += 1) {
      seen.push(dialog().harness);
      client.presses('right');
    }
    expect(seen).toEqual(['claude', 'codex', 'gemini', 'claude']);
  });

  it('counts tries from 1 to 9', () => {
    const { client, dialog } = newTask();
    client.presses('tab', 'tab', 'left');
    expect(dialog().tries).toBe(1);
    client.presses('4', 'right');
    expect(dialog().tries).toBe(5);
  });

  it('hands keys of one-line fields to Ink, and takes what they hold', () => {
    const { client, dialog } = newTask();
    client.presses('tab', 'tab', 'tab');
    expect(focusedField(client.view)).toBe('base');
    client.presses('x');
    expect(client.effects).toMatchObject([{ type: 'field', token: { name: 'x' } }]);
    client.act({ type: 'fieldChanged', field: 'base', value: 'develop' });
    expect(dialog().base).toBe('develop');
  });

  it('says what is missing instead of starting nothing', () => {
    const { client, dialog } = newTask();
    client.presses('tab', 'enter');
    expect(client.effects).toEqual([]);
    expect(dialog()).toMatchObject({ focus: 'text', problem: expect.stringContaining('empty') });
    client.presses('a');
    expect(dialog().problem).toBeNull();
  });

  it('says when no agent CLI is there at all', () => {
    const { client, dialog } = newTask({ harnesses: [{ name: 'claude', isInstalled: false }] });
    client.pastes('x');
    client.presses('enter');
    expect(dialog().problem).toContain('doctor');
  });

  it('keeps what was typed when it is left by Esc', () => {
    const { client, dialog } = newTask();
    client.pastes('half a thought');
    client.presses('escape');
    expect(client.view.dialog).toBeNull();
    client.does('task.new');
    expect(dialog().edit.text).toBe('half a thought');
  });

  it('comes back with its text and the reason when the host refuses it', () => {
    const { client, dialog } = newTask();
    client.pastes('Fix it');
    client.presses('enter');
    client.act({ type: 'refused', method: 'run', error: refusal });
    expect(dialog()).toMatchObject({ edit: { text: 'Fix it' }, problem: 'there is no branch nope. Name another base.' });
  });

  it('keeps a refused text for the next time when the person is busy by then', () => {
    const { client, dialog } = newTask();
    client.pastes('Fix it');
    client.presses('enter');
    client.does('task.new');
    expect(dialog().edit.text).toBe('');
    client.act({ type: 'refused', method: 'run', error: refusal });
    expect([dialog().edit.text, client.view.toast?.tone]).toEqual(['', 'error']);
    client.presses('escape');
    client.does('task.new');
    expect(dialog().edit.text).toBe('Fix it');
  });

  it('goes on with what a screen that is gone had left, unless one was begun here', () => {
    const other = newTask();
    other.client.pastes('Half a thou');
    const { task: draft } = unfinished(other.client.view);
    const { client, dialog } = newTask();
    client.pastes('Mine');
    client.presses('escape');
    client.worldIs({ draft });
    client.does('task.new');
    expect([dialog().edit.text, client.effects]).toEqual(['Mine', []]);
    client.presses('enter');
    client.does('task.new');
    expect([dialog().edit.text, client.effects]).toEqual(['Half a thou', [{ type: 'draftTaken', of: 'task' }]]);
    expect(unfinished(newTask().client.view)).toEqual({ task: null, goal: null, begun: [] });
  });

  it('is forgotten once it runs, and what runs is chosen', () => {
    const { client } = newTask();
    client.pastes('Fix it');
    client.presses('enter');
    client.act({ type: 'answered', method: 'run', params: {} as never, result: { goal: 'g', agents: ['id-docs'] } });
    expect([client.view.draft, client.view.submitted, client.view.selected]).toEqual([null, null, 'id-docs']);
  });

  it('takes what $EDITOR saved, and keeps the text when it saved nothing', () => {
    const { client, dialog } = newTask();
    client.pastes('one');
    client.presses('ctrl-e');
    expect(client.effects).toEqual([{ type: 'editor', text: 'one' }]);
    client.act({ type: 'edited', text: null });
    expect(dialog().edit.text).toBe('one');
    client.act({ type: 'edited', text: 'two\u001b[31m\nthree' });
    expect(dialog().edit.text).toBe('two\nthree');
  });

  it('takes 100 KB in one paste', () => {
    const { client, dialog } = newTask();
    client.pastes('word '.repeat(20_000));
    client.presses('!');
    expect(dialog().edit.text).toHaveLength(100_001);
  });
});

describe('a message', () => {
  it('is sent by Enter to the agent it was begun for, whoever is chosen by then', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('agent.message');
    client.pastes('run the linter');
    client.worldIs({ agents: agents.filter((agent) => agent.id !== 'id-docs') });
    client.presses('enter');
    expect(client.effects).toEqual([
      { type: 'request', method: 'send', params: { agent: 'id-fix-login', text: 'run the linter', wait: true } },
    ]);
  });

  it('that was refused, or left by Esc, is there again for the same agent and for no other', () => {
    const client = clientView({ agents }, 'id-fix-login');
    const text = () => (client.view.dialog?.kind === 'message' ? client.view.dialog.edit.text : null);
    client.does('agent.message');
    client.pastes('run the linter');
    client.presses('enter');
    client.act({ type: 'refused', method: 'send', params: { agent: 'id-fix-login', text: 'run the linter', wait: true }, error: refusal });
    expect(client.view.dialog).toMatchObject({ kind: 'notice', lines: expect.arrayContaining([expect.stringContaining('kept')]) });
    client.presses('escape');
    client.does('agent.message');
    expect(text()).toBe('run the linter');
    client.pastes(' now');
    client.presses('escape');
    client.does('selection.number', agents.find(({ id }) => id === 'id-db-schema')?.number ?? 0);
    client.does('agent.message');
    expect(text()).toBe('');
    client.presses('escape');
    client.does('selection.number', agents.find(({ id }) => id === 'id-fix-login')?.number ?? 0);
    client.does('agent.message');
    expect(text()).toBe('run the linter now');
  });

  it('that was sent is forgotten', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('agent.message');
    client.pastes('run the linter');
    client.presses('enter');
    client.act({ type: 'answered', method: 'send', params: {} as never, result: { agent: 'fix-login' } });
    client.does('agent.message');
    expect(client.view.dialog).toMatchObject({ edit: { text: '' } });
  });

  it('that its agent did not take, whoever sent it, is what the next one begins with', () => {
    const undelivered = { text: 'run the linter', error: refusal, at: '' };
    const client = clientView({ agents: agents.map((agent) => ({ ...agent, undelivered })) }, 'id-fix-login');
    client.does('agent.message');
    expect(client.view.dialog).toMatchObject({ edit: { text: 'run the linter' } });
  });

  it('is not begun while its agent asks to choose: Enter would choose', () => {
    const question = { kind: 'permission', text: 'run `npm test`?', options: [], digest: 'd' } as const;
    const asking = agents.map((agent) => (agent.id === 'id-fix-login' ? { ...agent, state: 'waiting' as const, question } : agent));
    const client = clientView({ agents: asking }, 'id-fix-login');
    client.does('agent.message');
    expect([client.view.dialog, client.view.toast?.text]).toEqual([null, 'fix-login asks: run `npm test`? Answer that first.']);
  });

  it('is not sent empty', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('agent.message');
    client.presses('space', 'enter');
    expect(client.effects).toEqual([]);
    expect(modeOf(client.view)).toBe('form');
  });
});

describe('the palette', () => {
  it('does what is chosen by its name', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('palette.open');
    client.act({ type: 'fieldChanged', field: 'palette', value: 'interr' });
    client.presses('enter');
    expect(client.effects).toEqual([{ type: 'request', method: 'interrupt', params: { agent: 'id-fix-login' } }]);
  });

  it('goes to an agent from wherever it was opened', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('view.help');
    client.does('palette.open');
    client.act({ type: 'fieldChanged', field: 'palette', value: 'docs' });
    client.presses('enter');
    expect([client.view.selected, client.view.place.kind, client.view.dialog]).toEqual(['id-docs', 'agents', null]);
  });

  it('does nothing where nothing has such a name', () => {
    const client = clientView({ agents });
    client.does('palette.open');
    client.act({ type: 'fieldChanged', field: 'palette', value: 'zzzz' });
    client.presses('down', 'enter');
    expect(client.effects).toEqual([]);
    expect(client.view.dialog?.kind).toBe('palette');
  });
});

describe('answers of the host', () => {
  it('shows where removed work is kept, and how to get it back, until a key is pressed', () => {
    const client = clientView({ agents });
    const result = { agent: 'x', rescueRef: 'refs/orch/rescue/x-1', trash: '/t/x-1', restore: 'orch-tui trash restore x-1' };
    client.act({ type: 'answered', method: 'remove', params: { agent: 'x', force: true }, result });
    expect(client.view.dialog?.kind === 'notice' && client.view.dialog.lines.join('\n')).toContain('orch-tui trash restore x-1');
    client.presses('enter');
    expect(client.view.dialog).toBeNull();
  });

  it('never opens a dialog over what is being typed', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('agent.attach');
    client.act({ type: 'refused', method: 'finish', error: refusal });
    expect([client.view.dialog, modeOf(client.view)]).toEqual([null, 'attached']);
    expect(client.view.toast).toMatchObject({ tone: 'error', text: expect.stringContaining('Name another base.') });
  });

  it('shows an error with its next step', () => {
    const client = clientView({ agents });
    client.act({ type: 'refused', method: 'finish', error: refusal });
    expect(client.view.dialog).toMatchObject({
      kind: 'notice',
      tone: 'error',
      lines: ['make a worktree:', 'there is no branch nope', 'Name another base.'],
    });
  });

  it('drops a diff that comes after the person has left it', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('view.diff');
    client.does('view.back');
    client.act({
      type: 'answered',
      method: 'diff',
      params: { agent: 'id-fix-login' },
      result: { diff: 'diff --git a/a b/a\n', truncated: false },
    });
    expect(client.view.place.kind).toBe('agents');
  });
});
