// The other things one key away: changes, timeline, help, palette, messages, interrupting; and the way back from each.
import { expect, it } from 'vitest';
import { ok } from '../../src/core/model/error.js';
import { CSI, ESC } from '../../src/core/model/sequences.js';
import { claudeComposer } from '../helpers/claude-composer.js';
import { refusal } from '../helpers/fake-effect-ports.js';
import { type AppOrder, launch } from '../helpers/launch-app.js';

const DIFF = `diff --git a/src/login.ts b/src/login.ts
--- a/src/login.ts
+++ b/src/login.ts
@@ -1,2 +1,2 @@
 export function login() {
-  return false;
+  return true;
`;

async function withAgent(ports: AppOrder['ports'] = {}) {
  const app = await launch({ cols: 120, rows: 30, ports });
  await app.run('fix-login');
  app.agent(1).prints('the live pane');
  await app.settled();
  return app;
}

it('the changes, and Esc back to the live pane', async () => {
  const app = await withAgent({ repository: { diff: async () => ok({ diff: DIFF, truncated: false }) } });
  await app.me.press('d');
  expect(app.me.shows.includes('src/login.ts')).toBe(true);
  expect(app.me.shows.includes('return true;')).toBe(true);
  expect(app.me.shows.includes('the live pane')).toBe(false);
  await app.me.press('escape');
  expect(app.me.shows.includes('the live pane')).toBe(true);
});

it('changes that git can not tell are an error with its next step', async () => {
  const app = await withAgent({ repository: { diff: async () => refusal('the base commit is gone') } });
  await app.me.press('d');
  expect(app.me.shows.includes('the base commit is gone')).toBe(true);
  await app.me.press('enter');
  expect(app.me.shows.includes('the live pane')).toBe(true);
});

it('the timeline tells what happened and why', async () => {
  const app = await withAgent();
  app.agent(1).says('blocked');
  await app.settled();
  await app.me.press('l');
  expect(app.me.shows.text()).toMatch(/fix-login.*waiting/u);
  await app.me.press('a');
  expect(app.me.shows.includes('Timeline · fix-login')).toBe(true);
  expect(app.me.shows.text()).toMatch(/waiting ←/u);
  expect(app.me.shows.text()).not.toMatch(/host .* started/u);
  await app.me.press('q');
  expect(app.me.shows.includes('the live pane')).toBe(true);
});

it('help and palette: what works here, by name', async () => {
  const app = await withAgent();
  await app.me.press('?');
  expect(app.me.shows.includes('Ctrl-P')).toBe(true);
  await app.me.press('escape', 'ctrl-p');
  await app.me.type('zoom');
  await app.me.press('enter');
  expect(app.me.shows.includes('╭ Agents')).toBe(false);
  expect(app.me.shows.includes('the live pane')).toBe(true);
});

it('a message is pasted, and sent once the CLI shows it', async () => {
  const app = await withAgent();
  const agent = app.agent(1);
  agent.prints(`${CSI}?2004h${claudeComposer()}`);
  await app.me.press('s');
  await app.me.type('please add a test');
  await app.me.press('enter');
  await app.passes(1000);
  expect(agent.received()).toContain('please add a test');
  agent.prints(claudeComposer('please add a test'));
  await app.settled();
  expect(agent.received()).toBe('\r');
  expect(app.me.shows.includes('Sent.')).toBe(false);
  agent.prints(claudeComposer());
  await app.passes(1000);
  expect(app.me.shows.includes('Sent.')).toBe(true);
});

it('a message that is not taken after all is told everywhere, and its text waits for the next one', async () => {
  const app = await withAgent();
  const agent = app.agent(1);
  agent.prints(`${CSI}?2004h${claudeComposer()}`);
  await app.settled();
  const sent = app.ask('send', { agent: 'fix-login', text: 'please add a test' });
  await app.passes(1000);
  agent.prints(claudeComposer('please add a test'));
  await app.settled();
  expect(await sent).toMatchObject({ ok: true, value: { proof: 'Enter pressed' } });
  await app.passes(10_000);
  await app.settled();
  expect(app.me.shows.text()).toMatch(/1 fix-login +message n/u);
  expect(app.me.shows.text()).toContain('did not take your message');
  const { agents } = await app.request('status', {});
  expect(agents[0]).toMatchObject({ undelivered: { text: 'please add a test', error: { said: expect.stringContaining('still stands') } } });
  const { history } = await app.request('why', { agent: 'fix-login' });
  expect(history.at(-1)?.text).toMatch(/^message not taken: please add a test ← Enter was pressed, and/u);
  await app.me.press('s');
  expect(app.me.shows.text()).toMatch(/please add a test[\s\S]*please add a test/u);
});

it('interrupting sends the key of its CLI', async () => {
  const app = await withAgent();
  app.agent(1).says('working');
  await app.settled();
  await app.me.press('i');
  expect(app.agent(1).received()).toBe(ESC);
});

it('a CLI that still starts is not interrupted, and that is said', async () => {
  const app = await withAgent();
  await app.me.press('i');
  expect(app.agent(1).received()).toBe('');
  expect(app.me.shows.includes('interrupt fix-login:')).toBe(true);
  expect(app.me.shows.includes('it is still starting')).toBe(true);
  expect(app.storage.appended.map(({ event }) => event.type)).not.toContain('agent.interruptSent');
});

it('scrolling back stays where it is while output goes on', async () => {
  const app = await withAgent();
  for (let line = 0; line < 100; line += 1) app.agent(1).prints(`\r\nline ${line}`);
  await app.settled();
  await app.me.press('pageup');
  const seen = app.me.shows.row(5).slice(40, 60);
  expect(app.me.shows.includes('line 99')).toBe(false);
  for (let line = 100; line < 130; line += 1) app.agent(1).prints(`\r\nline ${line}`);
  await app.passes(500);
  expect(app.me.shows.row(5).slice(40, 60)).toBe(seen);
  await app.me.press('escape');
  expect(app.me.shows.includes('line 129')).toBe(true);
});
