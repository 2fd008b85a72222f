// The review of a diff with keys: cursor, search, seen files, both sides, comments, hunks; and how little of a long diff a key touches.
import { expect, it } from 'vitest';
import { diffColours } from '../../../src/components/highlight.js';
import type { DiffRow } from '../../../src/core/view/diff-rows.js';
import { parseDiff } from '../../../src/core/view/diff-rows.js';
import { NO_REVIEW } from '../../../src/core/view/review/review.js';
import { shownOf } from '../../../src/core/view/review/review-layout.js';
import { matchesOf } from '../../../src/core/view/review/search.js';
import { shownRows } from '../../../src/core/view/review/shown-rows.js';
import { modeOf } from '../../../src/core/view/view-state.js';
import { clientView } from '../../helpers/client-view.js';
import { sampleAgents } from '../../helpers/view-fixtures.js';

const AGENT = 'id-fix-login';
const DIFF = `diff --git a/src/login.ts b/src/login.ts
--- a/src/login.ts
+++ b/src/login.ts
@@ -1,3 +1,4 @@
 export function login() {
-  return false;
+  const Token = read();
+  return token;
 }
@@ -20,2 +21,2 @@
-old end
+new end
 last
diff --git a/src/b.ts b/src/b.ts
--- a/src/b.ts
+++ b/src/b.ts
@@ -1 +1 @@
-b token
+b
`;

function review(diff = DIFF, over: Parameters<typeof clientView>[0] = {}) {
  const client = clientView({ agents: sampleAgents(), size: { cols: 100, rows: 24 }, ...over }, AGENT);
  client.does('view.diff');
  const reads = (text: string) =>
    client.act({ type: 'answered', method: 'diff', params: { agent: AGENT }, result: { diff: text, truncated: false } });
  reads(diff);
  const place = () => {
    if (client.view.place.kind !== 'diff' || client.view.place.model === null) throw new Error('the diff is not open');
    return { ...client.view.place, model: client.view.place.model };
  };
  const shown = () => {
    const rows = shownOf(client.view, client.world, place());
    if (rows === null) throw new Error('nothing is shown');
    return rows;
  };
  /** What stands under the cursor. */
  const here = (): string => {
    const row = shown().at(place().cursor);
    if (row === undefined) return '';
    if (row.kind === 'comment') return `> ${row.text}`;
    const told = place().model.rows[row.kind === 'pair' ? (row.now ?? row.old ?? 0) : row.row];
    return told === undefined ? '' : told.kind === 'file' ? (place().model.files[told.file]?.path ?? '') : told.text;
  };
  const writes = (text: string, key = 'enter') => {
    client.pastes(text);
    client.presses(key);
  };
  const comments = () => (client.world.reviews[AGENT] ?? NO_REVIEW).comments;
  return { client, reads, place, shown, here, writes, comments };
}

/** To the row that says this. */
function goTo(order: ReturnType<typeof review>, text: string): void {
  order.client.presses('g');
  while (order.here() !== text) order.client.presses('j');
}

it('goes from hunk to hunk and from file to file', () => {
  const order = review();
  const { client, here } = order;
  const seen: string[] = [];
  for (const key of ['}', '}', '}', '{', ']', '[', '[']) {
    client.presses(key);
    seen.push(key + here());
  }
  expect(seen).toEqual(['}', '}', '}', '{', ']src/b.ts', '[src/login.ts', '[src/login.ts']);
  client.presses('}', 'j');
  expect(here()).toBe('export function login() {');
});

it('searches while it is typed, without case unless it is written with one, and round and round', () => {
  const { client, here, place } = review();
  client.does('list.filter');
  expect(modeOf(client.view)).toBe('form');
  client.act({ type: 'fieldChanged', field: 'diffSearch', value: 'token' });
  expect(here()).toBe('  const Token = read();');
  client.presses('enter', 'n');
  expect([modeOf(client.view), here()]).toEqual(['diff', '  return token;']);
  client.presses('n');
  expect(here()).toBe('b token');
  client.presses('n');
  expect([here(), client.view.toast?.text]).toEqual(['  const Token = read();', 'On from the beginning.']);
  client.presses('N');
  expect(here()).toBe('b token');
  expect(matchesOf(place().model, 'Token')).toHaveLength(1);
  client.presses('escape');
  expect([modeOf(client.view), place().search]).toEqual(['diff', '']);
  client.presses('escape');
  expect(modeOf(client.view)).toBe('list');
});

it('folds a seen file and goes on; it stays seen for all screens until it changes', () => {
  const { client, here, shown, reads, place } = review();
  client.presses('m');
  expect([here(), shown().isFolded(0), shown().startOf(1)]).toEqual(['src/b.ts', true, 1]);
  client.does('view.back');
  client.does('view.diff');
  reads(DIFF);
  expect(shown().isFolded(0)).toBe(true);
  client.presses('enter');
  expect(shown().isFolded(0)).toBe(false);
  client.presses('enter');
  // What stands above it in the file may grow.
  reads(DIFF.replace('@@ -20,2 +21,2 @@', '@@ -30,2 +31,2 @@'));
  expect(shown().isFolded(0)).toBe(true);
  reads(DIFF.replace('+new end', '+newer end'));
  expect(shown().isFolded(0)).toBe(false);
  expect(place().model.files).toHaveLength(2);
});

it('opens a folded file for what is found in it', () => {
  const { client, here, shown } = review();
  client.presses('m', '/');
  client.act({ type: 'fieldChanged', field: 'diffSearch', value: 'new end' });
  expect([here(), shown().isFolded(0)]).toEqual(['new end', false]);
});

it('shows both sides beside each other, what went beside what came', () => {
  const order = review();
  const { client, shown, place, here } = order;
  goTo(order, '  return token;');
  client.presses('v');
  expect(here()).toBe('  return token;');
  const pairs = Array.from({ length: shown().length }, (_, at) => shown().at(at)).flatMap((row) => (row?.kind === 'pair' ? [row] : []));
  const text = (at: number | null) => {
    const row = at === null ? undefined : place().model.rows[at];
    return row !== undefined && 'text' in row ? row.text : null;
  };
  expect(pairs.slice(0, 4).map(({ old, now }) => [text(old), text(now)])).toEqual([
    ['export function login() {', 'export function login() {'],
    ['  return false;', '  const Token = read();'],
    [null, '  return token;'],
    ['}', '}'],
  ]);
  client.does('view.back');
  client.does('view.diff');
  expect(client.view.reviewing.style).toBe('split');
});

it('keeps a comment under its line; c changes it, and emptied it is gone', () => {
  const order = review();
  const { client, here, writes, comments } = order;
  goTo(order, '  return token;');
  client.presses('c');
  expect(client.view.dialog).toMatchObject({
    kind: 'comment',
    on: { path: 'src/login.ts', line: 3, side: 'new', code: '  return token;' },
  });
  writes('Name it.\nPlease.');
  expect(comments()).toEqual([{ path: 'src/login.ts', line: 3, side: 'new', code: '  return token;', text: 'Name it.\nPlease.' }]);
  client.presses('j');
  expect(here()).toBe('> Name it.');
  client.presses('c');
  client.presses(...Array<string>('Name it.\nPlease.'.length).fill('backspace'));
  client.presses('enter');
  expect(comments()).toEqual([]);
});

it('tells which side a line is of', () => {
  const order = review();
  goTo(order, '  return false;');
  order.client.presses('c');
  expect(order.client.view.dialog).toMatchObject({ on: { side: 'old', line: 2 } });
});

it('keeps what was begun and left by Esc for the same line', () => {
  const order = review();
  goTo(order, '  return token;');
  order.client.presses('c');
  order.writes('half a thought', 'escape');
  expect([order.comments(), order.client.view.dialog]).toEqual([[], null]);
  order.client.presses('c');
  expect(order.client.view.dialog).toMatchObject({ edit: { text: 'half a thought' } });
});

it('finds what was begun again when the diff was read anew: on its line where that moved, on a heading where it is gone', () => {
  const order = review();
  const { client } = order;
  goTo(order, '  return token;');
  client.presses('c');
  order.writes('half a thought', 'escape');
  order.reads(DIFF.replace('@@ -1,3 +1,4 @@', '@@ -11,3 +11,4 @@'));
  goTo(order, '  return token;');
  client.presses('c');
  expect(client.view.dialog).toMatchObject({ on: { line: 13 }, edit: { text: 'half a thought' } });
  client.presses('escape');
  order.reads('');
  client.presses('c');
  expect(client.view.dialog).toMatchObject({ on: { path: 'src/login.ts' }, edit: { text: 'half a thought' } });
  client.presses('enter');
  expect([order.here(), order.comments().length]).toEqual(['> outdated, was src/login.ts:13: half a thought', 1]);
  order.reads(DIFF);
  goTo(order, 'src/b.ts');
  client.presses('c');
  expect([client.view.dialog, client.view.toast?.text]).toEqual([null, 'A comment belongs to a line of code: put the cursor on one.']);
});

it('writes to the line where it stands now when the diff was read again under an open comment', () => {
  const order = review();
  goTo(order, '  return token;');
  order.client.presses('c');
  order.writes('one');
  order.client.presses('c');
  order.reads(DIFF.replace('@@ -1,3 +1,4 @@', '@@ -11,3 +11,4 @@'));
  order.writes(' and two');
  expect(order.comments()).toMatchObject([{ line: 13, text: 'one and two' }]);
});

it('shows comments whose file is no longer in the diff below all files, to be changed or taken away; nothing else is done there', () => {
  const order = review();
  const { client } = order;
  goTo(order, 'b');
  client.presses('c');
  order.writes('Why?');
  order.reads(DIFF.slice(0, DIFF.indexOf('diff --git a/src/b.ts')));
  client.presses('G');
  expect(order.here()).toBe('> outdated, was src/b.ts:1: Why?');
  for (const key of ['S', 'R', 'e', 'm', 'enter', ']', 'v', 'r']) {
    client.presses(key);
    expect([key, client.view.dialog, client.effects.filter((each) => each.type !== 'request' || each.method !== 'diff')]).toEqual([
      key,
      null,
      [],
    ]);
  }
  client.presses('G', '[');
  expect(order.here()).toBe('src/login.ts');
  client.presses('G', 'c');
  client.presses(...Array<string>(4).fill('backspace'), 'enter');
  expect(order.comments()).toEqual([]);
});

it('moves comments along with their lines, and keeps those that lost theirs at the heading', () => {
  const order = review();
  goTo(order, '  return token;');
  order.client.presses('c');
  order.writes('Why?');
  order.reads(DIFF.replace('@@ -1,3 +1,4 @@', '@@ -11,3 +11,4 @@'));
  expect(order.comments()).toMatchObject([{ line: 13 }]);
  expect(order.here()).toBe('  return token;');
  order.reads(DIFF.replace('+  return token;', '+  return other;'));
  order.client.presses('g', 'j');
  expect(order.here()).toBe('> outdated, was line 13: Why?');
});

it('sends all comments in the order of the diff, once, and loses none on a refusal', () => {
  const order = review();
  const { client } = order;
  goTo(order, 'b');
  client.presses('c');
  order.writes('second');
  goTo(order, '  return token;');
  client.presses('c');
  order.writes('first');
  client.presses('ctrl-s');
  const [sent] = client.effects;
  expect(sent).toMatchObject({ method: 'comment', params: { agent: AGENT, comments: [{ text: 'first' }, { text: 'second' }] } });
  if (sent?.type !== 'request' || sent.method !== 'comment') throw new Error('nothing was sent');
  client.presses('ctrl-s');
  expect(client.effects).toEqual([]);
  client.act({ type: 'refused', method: 'comment', error: { kind: 'git', tried: 'send', said: 'no', next: 'Wait.' } });
  expect([order.comments().length, client.view.dialog?.kind]).toEqual([2, 'notice']);
  client.presses('enter', 'ctrl-s');
  client.act({ type: 'answered', method: 'comment', params: sent.params, result: { agent: 'fix-login' } });
  expect(order.comments()).toEqual([]);
  expect(client.view.dialog).toMatchObject({ kind: 'notice', title: 'fix-login was sent 2 comments' });
});

it('keeps a comment that was written while others were sent', () => {
  const order = review();
  goTo(order, 'b');
  order.client.presses('c');
  order.writes('one');
  const params = { agent: AGENT, comments: order.comments() };
  goTo(order, '  return token;');
  order.client.presses('c');
  order.writes('two');
  order.client.act({ type: 'answered', method: 'comment', params, result: { agent: 'fix-login' } });
  expect(order.comments()).toMatchObject([{ text: 'two' }]);
});

it('names the hunk under the cursor, and asks before it is reverted', () => {
  const order = review();
  goTo(order, 'new end');
  const hunk = { path: 'src/login.ts', patch: '@@ -20,2 +21,2 @@\n-old end\n+new end\n last' };
  order.client.presses('S');
  expect(order.client.effects).toEqual([{ type: 'request', method: 'hunk', params: { agent: AGENT, what: 'stage', hunk } }]);
  order.client.presses('R');
  expect(order.client.view.dialog).toMatchObject({
    kind: 'confirm',
    chosen: 'no',
    lines: expect.arrayContaining([expect.stringContaining('at work'), '- old end', '+ new end']),
  });
  order.client.presses('y');
  expect(order.client.effects).toEqual([{ type: 'request', method: 'hunk', params: { agent: AGENT, what: 'revert', hunk } }]);
  order.client.act({
    type: 'answered',
    method: 'hunk',
    params: { agent: AGENT, what: 'revert', hunk },
    result: { agent: 'fix-login', rescueRef: 'refs/orch/rescue/x', back: 'restore' },
  });
  expect(order.client.effects).toMatchObject([{ method: 'diff' }]);
  expect(JSON.stringify(order.client.view.dialog)).toContain('restore --source=refs/orch/rescue/x -- src/login.ts');
});

it('reads the diff again when a hunk is not there any more', () => {
  const order = review();
  goTo(order, 'new end');
  order.client.presses('S');
  order.client.act({
    type: 'refused',
    method: 'hunk',
    error: { kind: 'conflict', tried: 'stage', said: 'it has changed meanwhile', next: 'Look.' },
  });
  expect([order.client.view.dialog?.kind, order.client.effects]).toMatchObject(['notice', [{ method: 'diff', params: { agent: AGENT } }]]);
  order.reads(DIFF.replace('+new end', '+newer end'));
  expect([order.client.view.dialog?.kind, order.here()]).toEqual(['notice', 'newer end']);
});

it('marks what git says is staged, and what was staged since', () => {
  const order = review();
  const marks = () => order.place().staged.length;
  goTo(order, 'new end');
  order.client.presses('S');
  const [asked] = order.client.effects;
  if (asked?.type !== 'request' || asked.method !== 'hunk') throw new Error('nothing was staged');
  order.client.act({
    type: 'answered',
    method: 'hunk',
    params: asked.params,
    result: { agent: 'fix-login', rescueRef: null, back: 'restore' },
  });
  const [here] = order.place().staged;
  expect(marks()).toBe(1);
  order.reads(DIFF);
  expect(marks()).toBe(0);
  const staged = `${DIFF.slice(0, DIFF.indexOf('@@'))}@@ -20,2 +20,2 @@\n-old end\n+new end\n last\n`;
  const params = { agent: AGENT };
  order.client.act({ type: 'answered', method: 'diff', params, result: { diff: DIFF, truncated: false, staged } });
  expect(order.place().staged).toEqual([here]);
});

it('opens the file at the line of the cursor, and reads the diff again afterwards', () => {
  const order = review();
  goTo(order, 'new end');
  order.client.presses('e');
  expect(order.client.effects).toEqual([{ type: 'editFile', agent: AGENT, path: 'src/login.ts', line: 21 }]);
  order.client.act({ type: 'fileEdited', agent: AGENT });
  expect(order.client.effects).toMatchObject([{ method: 'diff' }]);
});

it('changes nothing from a read-only screen', () => {
  const order = review(DIFF, { isReadOnly: true });
  goTo(order, 'new end');
  for (const key of ['c', 'ctrl-s', 'S', 'U', 'R', 'e', 'm']) {
    order.client.presses(key);
    expect([key, order.client.effects, order.client.view.dialog]).toEqual([key, [], null]);
  }
});

it('keeps the cursor on its line when the diff is read again', () => {
  const order = review();
  goTo(order, 'new end');
  order.client.presses('r');
  order.reads(DIFF.replace(' export function', '+// above\n export function').replace('-1,3 +1,4', '-1,3 +1,5'));
  expect(order.here()).toBe('new end');
});

it('touches a screenful of 20,000 lines with a key, not all of them', () => {
  const lines = Array.from({ length: 20_000 }, (_, at) => `+line ${at}\n`).join('');
  const model = parseDiff(`diff --git a/a.ts b/a.ts\n--- a/a.ts\n+++ b/a.ts\n@@ -0,0 +1,20000 @@\n${lines}`);
  let touched = 0;
  const rows = new Proxy(model.rows as DiffRow[], {
    get(target, name, self) {
      if (typeof name === 'string' && /^\d+$/u.test(name)) touched += 1;
      return Reflect.get(target, name, self) as unknown;
    },
  });
  const order = review();
  const { view, world } = order.client;
  const place = { ...order.place(), model: { ...model, rows }, cursor: 0, top: 0 };
  const shown = shownOf(view, world, place);
  touched = 0;
  for (let at = 10_000; at < 10_040; at += 1) shown?.at(at);
  expect(touched).toBeLessThan(100);
  let coloured = 0;
  const colours = diffColours(model, (_, code) => {
    coloured += code.length;
    return code.map((text) => [{ text }]);
  });
  for (let round = 0; round < 5; round += 1) for (let at = 10_000; at < 10_040; at += 1) colours(at);
  expect(coloured).toBeLessThanOrEqual(200);
});

it('makes the rows of one file anew for a comment on it, and those of no other', () => {
  const model = parseDiff(DIFF);
  const order = { style: 'split', review: NO_REVIEW, turned: [], commentCols: 40 } as const;
  const before = shownRows(model, order);
  const comment = { path: 'src/b.ts', line: 1, side: 'new', code: 'b', text: 'x' } as const;
  const after = shownRows(model, { ...order, review: { ...NO_REVIEW, comments: [comment] } });
  expect(after.at(2)).toBe(before.at(2));
  expect(after.length).toBe(before.length + 1);
});
