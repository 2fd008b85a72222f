// Messages on the screen: one comes, is read, answered and gone from the count; another one is written.
import { expect, it } from 'vitest';
import { BEL } from '../../src/core/model/sequences.js';
import { launch } from '../helpers/launch-app.js';

async function withAgents(size = { cols: 100, rows: 30 }) {
  const app = await launch(size);
  await app.run('fix-login');
  await app.run('add-tests', { text: 'Test it' });
  await app.settled();
  return app;
}

/** As an agent sends one by its tool. */
async function says(app: Awaited<ReturnType<typeof withAgents>>, number: number, text: string) {
  const { id } = app.agentState(number);
  const sent = await app.post.send({ from: id, to: ['person'], type: 'message', payload: { text } });
  expect(sent.ok).toBe(true);
  await app.settled();
}

it('is counted, read by opening it, and answered to the inbox of its agent', async () => {
  const app = await withAgents();
  await says(app, 1, 'The old endpoint has no test. Shall I write one?');
  expect(app.me.shows.row(0)).toContain('m 1');
  expect(app.me.rowOf('✉1')).toBe(app.me.rowOf('1 fix-login'));
  await app.me.press('m');
  expect(app.me.shows.text()).toMatch(/▸. fix-login → you +message +The old endpoint/u);
  expect(app.me.shows.row(0)).toContain('m 1');
  await app.me.press('r');
  await app.me.type('Yes, one.');
  await app.me.press('enter');
  expect(app.me.shows.text()).toMatch(/you +→ fix-login +answer +Yes, one\./u);
  expect(app.me.shows.row(0)).not.toContain('m 1');
  const inbox = app.post.inbox(app.agentState(1).id);
  expect(inbox.map(({ message }) => message.payload.text)).toEqual(['Yes, one.']);
  await app.me.press('escape');
  expect(app.me.shows.includes('✉')).toBe(false);
});

it('is written to an agent that is named by its beginning', async () => {
  const app = await withAgents();
  await app.me.press('m', 'n', 'shift-tab', 'ctrl-u');
  await app.me.type('add');
  await app.me.press('enter');
  await app.me.type('Stop for today.');
  await app.me.press('enter');
  expect(app.me.shows.includes('Sent to add-tests.')).toBe(true);
  expect(app.me.shows.text()).toMatch(/you → add-tests +message +Stop for today/u);
});

it('to nobody comes back with its text and the reason', async () => {
  const app = await withAgents({ cols: 80, rows: 24 });
  await app.me.press('m', 'n');
  await app.me.type('Anybody there?');
  await app.request('stop', { agent: null });
  await app.settled();
  await app.me.press('enter');
  expect(app.me.shows.text()).toMatch(/Anybody there\?[\s\S]*Nobody who could read it/u);
});

it('asked by the tool of an agent, it is answered from the list, and the agent has the answer', async () => {
  const app = await withAgents();
  const { id } = app.agentState(1);
  const text = 'Keep the old endpoint?';
  const sent = await app.post.send({
    from: id,
    to: ['person'],
    type: 'question',
    payload: { text, options: ['yes', 'no'], wantsReply: true },
  });
  const question = sent.ok ? (sent.value[0]?.id ?? '') : '';
  const at = new Date(app.clock.now()).toISOString();
  await app.tells({ type: 'agent.inquired', agent: id, inquiry: { id: question, text, options: ['yes', 'no'], with: 'person', at } });
  expect(app.me.shows.text()).toMatch(/\? 1 fix-login/u);
  expect(app.me.shows.includes('fix-login asks: Keep the old endpoint?')).toBe(true);
  expect(app.me.shows.row(0)).toContain('m 1');
  await app.me.press('a');
  await app.me.press('2');
  expect(app.me.shows.includes('fix-login: no.')).toBe(true);
  expect(app.me.shows.text()).not.toMatch(/\? 1 fix-login/u);
  expect(app.me.shows.row(0)).not.toContain('m 1');
  const inbox = app.post.inbox(id);
  expect(inbox.map(({ message }) => [message.payload.text, message.payload.inReplyTo])).toEqual([['no', question]]);
});

it('half written is there on the next terminal when this one drops', async () => {
  const app = await withAgents();
  await says(app, 1, 'May I?');
  await app.me.press('m', 'r');
  await app.me.type('Half a reply');
  await app.me.press('escape', 'n');
  await app.me.type('Half a letter');
  await app.me.leaves();
  const next = await app.open({ cols: 100, rows: 30 });
  await next.press('m', 'r');
  expect(next.shows.includes('Half a reply')).toBe(true);
  await next.press('escape', 'n');
  expect(next.shows.includes('Half a letter')).toBe(true);
  await next.press('escape', 'escape', '1', 's');
  await next.type('Half a line');
  await next.leaves();
  const last = await app.open({ cols: 100, rows: 30 });
  await last.press('1', 's');
  expect(last.shows.includes('Half a line')).toBe(true);
  await last.press('enter');
  await last.leaves();
  const after = await app.open({ cols: 100, rows: 30 });
  await after.press('1', 's');
  expect(after.shows.includes('Half a line')).toBe(false);
});

it('rings while its person looks elsewhere, and not while they look at their messages', async () => {
  const app = await withAgents();
  const bells = () => app.me.frames.filter((frame) => frame.startsWith(BEL)).length;
  const before = bells();
  await says(app, 1, 'one');
  expect(bells() - before).toBe(1);
  await app.me.press('m', 'a');
  await says(app, 2, 'two');
  expect(bells() - before).toBe(1);
});
