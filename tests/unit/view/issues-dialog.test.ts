// Picking an issue: asked for, narrowed, read, and made the text of a task that carries it.
import { describe, expect, it } from 'vitest';
import { fail } from '../../../src/core/model/error.js';
import type { IssueDetail, IssueEntry } from '../../../src/core/model/issue.js';
import type { IssuesDialog } from '../../../src/core/view/dialog.js';
import { issueItems } from '../../../src/core/view/issues-dialog.js';
import { clientView } from '../../helpers/client-view.js';

const forge = 'github.com/ada/shop';
const entry = (number: number, title: string, labels: readonly string[] = []): IssueEntry => ({
  number,
  title,
  labels,
  author: 'grace',
  comments: 0,
  updatedAt: '',
});
const list = [entry(12, 'Login fails', ['bug']), entry(7, 'Add a cart'), entry(112, 'Login page', ['ui'])];
const detail = { number: 12, title: 'Login fails' } as IssueDetail;
const error = fail({ kind: 'forge', tried: 'list the issues', said: 'status 500', next: 'Ask again later' }).error;

function picking() {
  const client = clientView();
  client.does('issue.pick');
  const asked = client.effects;
  return {
    client,
    asked,
    dialog: () => client.view.dialog as IssuesDialog,
    listed: () =>
      client.act({
        type: 'answered',
        method: 'issues',
        params: { label: null, search: null },
        result: { issues: list, more: false, forge },
      }),
    types: (value: string) => client.act({ type: 'fieldChanged', field: 'issues', value }),
    reads: (number = 12) =>
      client.act({
        type: 'answered',
        method: 'issue',
        params: { number },
        result: { issue: { ...detail, number }, text: 'Resolve issue #12 of ada/shop.\n\nfenced', forge, plan: 'none' },
      }),
  };
}

describe('the list of issues', () => {
  it('is asked for when it is opened, and shown when it comes', () => {
    const { asked, dialog, listed } = picking();
    expect(asked).toEqual([{ type: 'request', method: 'issues', params: { label: null, search: null } }]);
    expect(dialog()).toMatchObject({ kind: 'issues', list: null, problem: null });
    listed();
    expect(issueItems(dialog()).map(({ number }) => number)).toEqual([12, 7, 112]);
  });

  it.each([
    ['login', [12, 112]],
    ['LOGIN ui', [112]],
    ['#7', [7]],
    ['12', [12, 112]],
    ['bug', [12]],
    ['nothing', []],
  ])('is narrowed by %s', (query, numbers) => {
    const { dialog, listed, types } = picking();
    listed();
    types(query);
    expect(issueItems(dialog()).map(({ number }) => number)).toEqual(numbers);
  });

  it('says why it could not be had, and belongs to nothing once it was left', () => {
    const { client, dialog, listed } = picking();
    client.act({ type: 'refused', method: 'issues', error });
    expect(dialog().problem).toBe('status 500. Ask again later.');
    client.presses('escape');
    expect(client.view.dialog).toBeNull();
    listed();
    client.act({ type: 'refused', method: 'issues', error });
    expect(client.view.dialog).toBeNull();
  });

  it('is not opened on a screen that only looks', () => {
    const client = clientView({ isReadOnly: true });
    client.does('issue.pick');
    expect([client.view.dialog, client.effects]).toEqual([null, []]);
  });
});

describe('the chosen issue', () => {
  it('is read, becomes the text of a task, and the order carries it', () => {
    const { client, listed, reads } = picking();
    listed();
    client.presses('down', 'down', 'down', 'up', 'up', 'enter');
    expect(client.effects).toEqual([{ type: 'request', method: 'issue', params: { number: 12 } }]);
    client.presses('enter');
    expect(client.effects).toEqual([]);
    reads();
    expect(client.view.dialog).toMatchObject({ kind: 'task', issue: { forge, number: 12 } });
    client.pastes('Only on Safari. ');
    client.presses('enter');
    expect(client.effects).toMatchObject([
      { type: 'remember' },
      { method: 'run', params: { text: 'Only on Safari. Resolve issue #12 of ada/shop.\n\nfenced', issue: { forge, number: 12 } } },
    ]);
  });

  it('that is not the one being read any more is let go', () => {
    const { client, dialog, listed, reads } = picking();
    listed();
    client.presses('enter');
    reads(7);
    expect(dialog()).toMatchObject({ kind: 'issues', reading: 12 });
    client.act({ type: 'refused', method: 'issue', error });
    expect(dialog()).toMatchObject({ reading: null, problem: 'status 500. Ask again later.' });
  });

  it('does not take the place of a task that was begun before', () => {
    const { client, listed, reads } = picking();
    client.presses('escape');
    client.does('task.new');
    client.pastes('Mine');
    client.presses('escape');
    client.does('issue.pick');
    listed();
    client.presses('enter');
    reads();
    client.presses('escape');
    expect(client.view.draft?.edit.text).toBe('Mine');
    client.does('issue.pick');
    listed();
    client.presses('enter');
    reads();
    client.presses('enter');
    expect(client.view.draft?.edit.text).toBe('Mine');
  });
});
