// The messages: which are listed, what counts as read, and what their keys ask of the host.
import { describe, expect, it } from 'vitest';
import { unfinished } from '../../../src/core/view/goal-dialog.js';
import { senderName } from '../../../src/core/view/mail.js';
import { messagePage } from '../../../src/core/view/message-page.js';
import { chosenMessage, gistOf, listedMessages, stateWord, whyWaiting } from '../../../src/core/view/message-rows.js';
import { clientView } from '../../helpers/client-view.js';
import { aMessage, mailOf, sampleMail } from '../../helpers/messages.js';
import { aNeighbour, anAgent, sampleAgents } from '../../helpers/view-fixtures.js';

function opened(over: Parameters<typeof clientView>[0] = {}, selected = 'id-fix-login') {
  const client = clientView({ agents: sampleAgents(), mail: sampleMail(), ...over }, selected);
  client.does('view.messages');
  const place = () => {
    if (client.view.place.kind !== 'messages') throw new Error('the messages are not open');
    return client.view.place;
  };
  return {
    client,
    place,
    listed: () => listedMessages(place(), client.world.mail).map(({ message }) => message.id),
    chosen: () => chosenMessage(place(), client.world.mail)?.message.id ?? null,
    requests: () => client.effects.flatMap((effect) => (effect.type === 'request' ? [[effect.method, effect.params]] : [])),
  };
}

describe('what is listed', () => {
  it('all, then the unread, the given up and those of the chosen agent, by Tab and back', () => {
    const { client, listed } = opened();
    expect(listed()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
    client.presses('tab');
    expect(listed()).toEqual(['m3', 'm5']);
    client.presses('f');
    expect(listed()).toEqual(['m4']);
    client.presses('tab');
    expect(listed()).toEqual(['m1', 'm2', 'm4', 'm5']);
    client.presses('tab', 'shift-tab', 'shift-tab');
    expect(listed()).toEqual(['m4']);
  });

  it('passes over an agent where none is chosen', () => {
    const { client, place } = opened({}, 'orchestrator');
    client.presses('tab', 'tab', 'tab');
    expect(place().of).toBe('all');
  });

  it('is narrowed by names, kind, state and text', () => {
    const { client, listed } = opened();
    client.does('list.filter');
    client.act({ type: 'fieldChanged', field: 'messageFilter', value: 'add-tests question snapshot' });
    expect(listed()).toEqual(['m3']);
    client.act({ type: 'fieldChanged', field: 'messageFilter', value: 'dead' });
    expect(listed()).toEqual(['m4']);
    client.presses('escape');
    expect(listed()).toHaveLength(5);
  });

  it('leaves signs of life out', () => {
    const mail = mailOf(aMessage('m1', ['a', 'host'], '', { type: 'heartbeat' }), aMessage('m2', ['a', 'b'], 'hi'));
    expect(opened({ mail }).listed()).toEqual(['m2']);
  });
});

describe('which one is chosen', () => {
  it('the oldest that nobody has read; where all is read the newest, also when another one comes', () => {
    expect(opened().chosen()).toBe('m3');
    const one = aMessage('m1', ['a', 'b'], 'one');
    const { client, chosen } = opened({ mail: mailOf(one) });
    expect(chosen()).toBe('m1');
    client.worldIs({ mail: mailOf(one, aMessage('m2', ['a', 'b'], 'two')) });
    expect(chosen()).toBe('m2');
  });

  it('stays when another one comes, once it was moved to', () => {
    const { client, chosen } = opened();
    client.does('selection.previous');
    client.worldIs({ mail: mailOf(...sampleMail().messages, aMessage('m6', ['a', 'b'], 'six')) });
    expect(chosen()).toBe('m2');
    client.does('page.last');
    expect(chosen()).toBe('m6');
  });

  it('is the newest where the chosen one was dropped', () => {
    const { client, chosen } = opened();
    client.worldIs({ mail: mailOf(...sampleMail().messages.filter(({ message }) => message.id !== 'm3')) });
    expect(chosen()).toBe('m5');
  });
});

describe('what counts as read', () => {
  it('the one that stood whole below the list, with the next key', () => {
    const { client, requests } = opened();
    expect(requests()).toEqual([]);
    client.does('selection.next');
    expect(requests()).toEqual([['messageRead', { ids: ['m3'] }]]);
    client.does('selection.next');
    expect(requests()).toEqual([]);
  });

  it('on a low screen only the one that was opened', () => {
    const { client, requests } = opened({ size: { cols: 60, rows: 12 } });
    client.does('selection.next');
    expect(requests()).toEqual([]);
    client.does('selection.previous');
    client.presses('enter');
    expect(requests()).toEqual([['messageRead', { ids: ['m3'] }]]);
  });

  it('not a long one that is only begun', () => {
    const text = 'line\n'.repeat(40);
    const { client, requests } = opened({ mail: mailOf(aMessage('m1', ['a', 'person'], text)) });
    client.does('selection.next');
    expect(requests()).toEqual([]);
  });

  it('nothing on a read-only screen', () => {
    const { client, requests } = opened({ isReadOnly: true });
    client.presses('enter');
    client.does('view.back');
    expect(requests()).toEqual([]);
    client.presses('r');
    expect([client.view.dialog, client.view.toast?.text]).toEqual([null, 'This screen is read-only.']);
  });

  it('all by one key', () => {
    const { client, requests } = opened();
    client.presses('a');
    expect(requests()).toEqual([['messageRead', { ids: 'all' }]]);
  });
});

describe('reading one whole', () => {
  it('scrolls, goes to the others, and comes back to the list and then to the agents', () => {
    const text = Array.from({ length: 80 }, (_, at) => `line ${at + 1}`).join('\n');
    const { client, place, chosen } = opened({ mail: mailOf(aMessage('m1', ['a', 'b'], text), aMessage('m2', ['b', 'a'], 'short')) });
    client.presses('enter', 'left');
    expect(place().reading).toEqual({ id: 'm1', top: 0 });
    client.does('selection.next');
    expect(place().reading?.top).toBe(1);
    client.does('page.last');
    const last = place().reading?.top ?? 0;
    expect(last).toBeGreaterThan(40);
    client.does('selection.next');
    expect(place().reading?.top).toBe(last);
    client.does('view.back');
    expect([place().reading, chosen()]).toEqual([null, 'm1']);
    client.does('view.back');
    expect(client.view.place.kind).toBe('agents');
  });

  it('stays with the message when others come', () => {
    const { client, place } = opened();
    client.presses('enter');
    client.worldIs({ mail: mailOf(...sampleMail().messages, aMessage('m6', ['a', 'b'], 'six')) });
    expect(place().reading?.id).toBe('m3');
  });
});

describe('keys on a message', () => {
  it('R sends one again that was given up, and no other', () => {
    const { client, requests } = opened();
    client.presses('R');
    expect(client.view.toast?.text).toContain('given up');
    client.presses('tab', 'tab', 'R');
    expect(requests()).toEqual([['messageRetry', { ids: ['m4'] }]]);
  });

  it('x drops one that was not delivered, after asking', () => {
    const { client, requests } = opened();
    client.presses('tab', 'tab', 'x');
    expect(client.view.dialog).toMatchObject({
      kind: 'confirm',
      chosen: 'no',
      lines: [expect.stringContaining('fix-login to docs'), expect.anything()],
    });
    client.presses('y');
    expect(requests()).toEqual([['messageDrop', { ids: ['m4'] }]]);
    client.presses('tab', 'tab');
    client.does('page.first');
    client.presses('x');
    expect([client.view.dialog, client.view.toast?.text]).toEqual([null, expect.stringContaining('was delivered')]);
  });

  it('r replies to it, in several lines', () => {
    const { client, requests } = opened();
    client.presses('r');
    expect(client.view.dialog).toMatchObject({ kind: 'reply', name: 'add-tests', asked: expect.stringContaining('snapshot') });
    client.pastes('No.\nMend them.');
    client.presses('enter');
    expect(requests()).toEqual([['messageReply', { message: 'm3', text: 'No.\nMend them.' }]]);
  });

  it('r answers a question by tool with its answers to choose from', () => {
    const inquiry = { id: 'm3', text: 'May I?', options: ['yes', 'no'], with: 'person', at: '' } as const;
    const agents = sampleAgents().map((agent) =>
      agent.name === 'add-tests' ? { ...agent, state: 'working' as const, question: null, inquiry } : agent,
    );
    const { client, requests } = opened({ agents });
    client.presses('r');
    expect(client.view.dialog).toMatchObject({ kind: 'answer', digest: 'm3', options: ['yes', 'no'] });
    client.presses('2');
    expect(requests()).toEqual([['answer', { agent: 'id-add-tests', digest: 'm3', choice: '2' }]]);
  });

  it('r answers what one below its sender on another machine asks, as from the row of that one', () => {
    const question = { kind: 'choice', text: 'May I?', options: ['yes', 'no'], digest: 'm3' } as const;
    const below = aNeighbour({ name: 'below', isOurs: true, state: 'waiting', question });
    const { client, requests } = opened({ agents: [...sampleAgents(), below] });
    client.presses('r');
    client.presses('2');
    expect(requests()).toEqual([['answer', { agent: 'id-below', digest: 'm3', choice: '2' }]]);
  });

  it.each([
    ['person', 'You wrote it yourself'],
    ['host', 'reads no replies'],
  ])('r to %s is refused in words', (from, said) => {
    const { client } = opened({ mail: mailOf(aMessage('m1', [from, 'fix-login'], 'hi')) });
    client.presses('r');
    expect([client.view.dialog, client.view.toast?.text]).toEqual([null, expect.stringContaining(said)]);
  });
});

describe('writing a message', () => {
  const agents = [anAgent({ name: 'fix-login', number: 1, role: 'coder' }), anAgent({ name: 'add-tests', number: 2, role: 'qa' })];

  it('goes to the other side of the chosen one, where that is an agent', () => {
    const { client, requests } = opened();
    client.presses('n');
    expect(client.view.dialog).toMatchObject({ kind: 'letter', to: 'add-tests', focus: 'text' });
    client.pastes('Go on.');
    client.presses('tab', 'space', 'enter');
    expect(requests()).toEqual([['messageSend', { to: 'add-tests', text: 'Go on.', wantsReply: true }]]);
  });

  it('completes names, roles and all', () => {
    const { client, requests } = opened({ agents, mail: mailOf() }, 'orchestrator');
    client.presses('s');
    expect(client.view.dialog).toMatchObject({ focus: 'to', to: '' });
    client.act({ type: 'fieldChanged', field: 'to', value: 'qa' });
    client.presses('enter');
    expect(client.view.dialog).toMatchObject({ focus: 'text', to: 'role:qa' });
    client.presses('shift-tab');
    client.act({ type: 'fieldChanged', field: 'to', value: 'al' });
    client.presses('tab');
    client.pastes('Stop for today.');
    client.presses('enter');
    expect(requests()).toEqual([['messageSend', { to: 'all', text: 'Stop for today.', wantsReply: false }]]);
  });

  it('offers the others behind a whole name', () => {
    const { client, requests } = opened({ agents, mail: mailOf() });
    client.presses('n', 'shift-tab', 'down', 'enter');
    expect(client.view.dialog).toMatchObject({ to: 'add-tests', focus: 'text' });
    client.presses('shift-tab', 'down', 'enter');
    client.pastes('hi');
    client.presses('enter');
    expect(requests()).toEqual([['messageSend', { to: 'fix-login', text: 'hi', wantsReply: false }]]);
  });

  it('goes to the manager, where there is one', () => {
    const mail = mailOf(aMessage('m1', ['manager', 'person'], 'Two are at work.'));
    const { client, requests } = opened({ agents, mail }, 'orchestrator');
    client.presses('n');
    expect(client.view.dialog).toMatchObject({ to: 'manager', focus: 'text' });
    client.pastes('Which two?');
    client.presses('enter');
    expect(requests()).toEqual([['messageSend', { to: 'manager', text: 'Which two?', wantsReply: false }]]);
  });

  it('says why there is no manager, and does not offer it', () => {
    const { client, requests } = opened({ agents, manager: { off: 'no key is set.' }, mail: mailOf() }, 'orchestrator');
    client.presses('n');
    client.act({ type: 'fieldChanged', field: 'to', value: 'manager' });
    client.presses('enter');
    client.pastes('hi');
    client.presses('enter');
    expect(client.view.dialog).toMatchObject({ problem: 'There is no manager: no key is set.' });
    expect(requests()).toEqual([]);
  });

  it('says what is missing, and who nobody is', () => {
    const { client } = opened({ agents });
    client.presses('n', 'enter');
    expect(client.view.dialog).toMatchObject({ problem: expect.stringContaining('nothing') });
    client.presses('shift-tab');
    client.act({ type: 'fieldChanged', field: 'to', value: 'zzz' });
    client.presses('tab');
    client.pastes('hi');
    client.presses('enter');
    expect(client.view.dialog).toMatchObject({ problem: 'Nobody who could read it is called zzz.' });
  });

  it('keeps what was written when it is left, and when the host refuses it', () => {
    const { client } = opened({ agents });
    client.presses('n');
    client.pastes('Half');
    client.presses('escape', 'n');
    expect(client.view.dialog).toMatchObject({ kind: 'letter', edit: { text: 'Half' } });
    client.presses('enter');
    const params = { to: 'add-tests', text: 'Half', wantsReply: false };
    const error = { kind: 'usage', tried: 'send', said: 'too many', next: 'Wait.' } as const;
    client.act({ type: 'refused', method: 'messageSend', params, error });
    expect(client.view.dialog).toMatchObject({ kind: 'letter', edit: { text: 'Half' }, problem: 'too many. Wait.' });
    client.presses('enter');
    client.act({ type: 'answered', method: 'messageSend', params, result: { ids: ['m9'], to: ['add-tests'], notes: [] } });
    expect([client.view.begun, client.view.sending, client.view.toast?.text]).toEqual([[], [], 'Sent to add-tests.']);
  });
});

describe('what was begun', () => {
  const agents = [anAgent({ name: 'fix-login', number: 1, role: 'coder' }), anAgent({ name: 'add-tests', number: 2, role: 'qa' })];
  const mail = mailOf(aMessage('m1', ['fix-login', 'person'], 'one'), aMessage('m2', ['add-tests', 'person'], 'two'));
  const writing = () => {
    const { client } = opened({ agents, mail });
    const begins = (key: 'n' | 'r', text: string) => {
      client.presses(key);
      client.pastes(text);
      client.presses('escape');
    };
    const text = () => (client.view.dialog !== null && 'edit' in client.view.dialog ? client.view.dialog.edit.text : null);
    return { client, begins, text };
  };

  it('to one is kept while another is written to, and says so', () => {
    const { client, begins, text } = writing();
    begins('n', 'To fix-login');
    client.does('page.last');
    client.presses('n');
    expect(client.view.dialog).toMatchObject({ to: 'add-tests', edit: { text: '' } });
    expect(client.view.toast?.text).toBe('What you began to write to fix-login is kept: it is there when To is fix-login.');
    client.pastes('To add-tests');
    client.presses('escape');
    client.does('page.first');
    client.presses('n');
    expect(text()).toBe('To fix-login');
  });

  it('is there as soon as its receiver is named, unless something is written already', () => {
    const { client, begins, text } = writing();
    begins('n', 'To fix-login');
    client.does('page.last');
    client.presses('n', 'shift-tab');
    client.act({ type: 'fieldChanged', field: 'to', value: 'fix' });
    client.presses('enter');
    expect([client.view.dialog, text()]).toMatchObject([{ to: 'fix-login', focus: 'text' }, 'To fix-login']);
    client.presses('escape', 'n');
    client.pastes('Other');
    client.presses('shift-tab');
    client.act({ type: 'fieldChanged', field: 'to', value: 'fix-login' });
    client.presses('tab');
    expect(text()).toBe('Other');
  });

  it('is not lost where its receiver is only typed and the letter is left', () => {
    const { client, begins, text } = writing();
    begins('n', 'To fix-login');
    client.does('page.last');
    client.presses('n', 'shift-tab');
    client.act({ type: 'fieldChanged', field: 'to', value: 'fix-login' });
    client.presses('escape');
    client.does('page.first');
    client.presses('n');
    expect(text()).toBe('To fix-login');
  });

  it('to somebody who is gone, or to nobody yet, is for whoever is written to next', () => {
    const { client, begins, text } = writing();
    begins('n', 'To fix-login');
    client.worldIs({ agents: agents.slice(1), mail: mailOf(...mail.messages.slice(1)) });
    client.presses('n');
    expect([client.view.dialog, text()]).toMatchObject([{ to: 'fix-login' }, 'To fix-login']);
  });

  it('as a reply is kept for its message, beside a letter', () => {
    const { client, begins, text } = writing();
    begins('n', 'A letter');
    begins('r', 'A reply');
    client.presses('r');
    expect(text()).toBe('A reply');
    client.presses('escape', 'n');
    expect(text()).toBe('A letter');
    client.presses('escape');
    client.does('page.last');
    client.presses('r');
    expect(text()).toBe('');
  });

  it('emptied is gone', () => {
    const { client, begins, text } = writing();
    begins('n', 'X');
    client.presses('n', 'backspace', 'escape', 'n');
    expect(text()).toBe('');
  });

  it('is what another screen left, until it is taken', () => {
    const first = writing();
    first.client.presses('r');
    first.client.pastes('Half a reply');
    const { begun } = unfinished(first.client.view);
    const { client, text } = writing();
    client.worldIs({ begun });
    client.presses('r');
    expect([text(), client.effects[0]]).toEqual(['Half a reply', { type: 'draftTaken', of: { receiver: 'reply m1' } }]);
  });

  it('comes back when the host refuses it while its person does something else', () => {
    const { client, text } = writing();
    client.presses('n');
    client.pastes('Go on');
    client.presses('enter', 'r');
    const params = { to: 'fix-login', text: 'Go on', wantsReply: false };
    client.act({ type: 'refused', method: 'messageSend', params, error: { kind: 'usage', tried: 'send', said: 'no', next: 'Wait.' } });
    expect(client.view.toast?.text).toContain('kept for your next message');
    client.presses('escape', 'n');
    expect(text()).toBe('Go on');
  });
});

it('says a result that is none of a success first, and what a state comes to', () => {
  const result = { agent: 'a', state: 'failed', summary: 'two tests fail', artifacts: [], branch: null, commit: null } as const;
  expect(gistOf(aMessage('m', ['a', 'b'], '', { type: 'task_result', payload: { text: '', result } }))).toBe('failed: two tests fail');
  expect(stateWord(aMessage('m', ['a', 'person'], '', { state: 'queued' }))).toBe('unread');
  expect(stateWord(aMessage('m', ['a', 'b'], '', { state: 'queued', retryAt: '2026-01-01' }))).toBe('tried again');
});

describe('a message to one whose CLI has ended', () => {
  const LATE = 'its CLI has ended: it is handed over when it is resumed';
  const agents = [anAgent({ name: 'fix-login', number: 1, state: 'interrupted', process: null })];
  const mail = mailOf(aMessage('m1', ['person', 'fix-login'], 'Go on.', { state: 'queued', seconds: 5 }));

  it('is said to wait for its resume, when it is written and when it is looked at', () => {
    const { client } = opened({ agents, mail });
    const params = { to: 'fix-login', text: 'Go on.', wantsReply: false };
    const notes = [`fix-login: queued, ${LATE}`];
    client.act({ type: 'answered', method: 'messageSend', params, result: { ids: ['m1'], to: ['fix-login'], notes } });
    expect(client.view.toast?.text).toBe(notes[0]);
    const state = messagePage(mail.messages[0]!, mail, { width: 120, now: client.world.now, agents }).find(
      ({ label }) => label === 'State',
    );
    expect(state?.text).toMatch(new RegExp(`^queued .*, ${LATE}$`, 'u'));
  });

  it('is not, once it was given up or taken', () => {
    for (const state of ['dead', 'acknowledged'] as const)
      expect(whyWaiting(aMessage('m1', ['person', 'fix-login'], '', { state }), agents)).toBeNull();
  });
});

it('the person of another host is not you', () => {
  const own = aMessage('m1', ['person', 'fix-login'], 'Hi.');
  expect(senderName(own)).toBe('you');
  expect(senderName({ ...own, fromName: 'person@boxb' })).toBe('person@boxb');
});
