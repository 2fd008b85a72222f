// The keymap: the default keys, what a configuration may change, and what it is told when it is wrong.
import { describe, expect, it } from 'vitest';
import { keyOfToken, parseKey } from '../../../src/core/input/key-notation.js';
import { actionOf, createKeymap, type Keymap, type KeymapOrder, keysOf, keyTable } from '../../../src/core/input/keymap.js';
import { createTokenizer } from '../../../src/core/input/tokenizer.js';
import { ACTIONS, type ViewMode } from '../../../src/core/model/action.js';
import { CSI, ESC } from '../../../src/core/model/sequences.js';
import type { KeyToken } from '../../../src/core/model/token.js';

function keymapOf(order: KeymapOrder = {}): Keymap {
  const keymap = createKeymap(order);
  if (!keymap.ok) throw new Error(keymap.error.said);
  return keymap.value;
}

function key(raw: string): KeyToken {
  const [token] = createTokenizer().push(raw);
  if (token?.type !== 'key') throw new Error('no key');
  return token;
}

describe('the notation of keys', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['a letter', 'n', 'n'],
    ['a capital is a key of its own', 'X', 'X'],
    ['shift and a letter is the capital', 'shift-x', 'X'],
    ['ctrl knows no capitals', 'ctrl-Q', 'ctrl-q'],
    ['modifiers in any order and case', 'Shift-CTRL-up', 'ctrl-shift-up'],
    ['names in any case', 'PageUp', 'pageup'],
    ['a sign', '?', '?'],
    ['the dash alone', '-', '-'],
    ['the dash with a modifier', 'alt--', 'alt--'],
    ['a letter beyond ASCII', 'shift-é', 'É'],
    ['a function key', 'f12', 'f12'],
  ];
  it.each(rows)('%s', (_sentence, text, expected) => {
    expect(parseKey(text)).toEqual({ ok: true, key: expected });
  });

  it.each(['', 'x-', 'ctrl-', 'hyper-x', 'abc', 'f99', ' ', '\u0001', 'ctrl-i', 'ctrl-m', 'unknown'])('%j is no key', (text) => {
    expect(parseKey(text).ok).toBe(false);
  });

  it('is the same for a key that was pressed', () => {
    const pressed: readonly (readonly [string, string])[] = [
      ['\u0011', 'ctrl-q'],
      [`${CSI}Z`, 'shift-tab'],
      [`${CSI}113;5u`, 'ctrl-q'],
      [`${CSI}120;2u`, 'X'],
      [`${CSI}27;5;13~`, 'ctrl-enter'],
      [`${ESC}B`, 'alt-B'],
    ];
    for (const [raw, expected] of pressed) {
      expect(keyOfToken(key(raw))).toBe(expected);
      expect(parseKey(expected)).toEqual({ ok: true, key: expected });
    }
  });
});

describe('the default keys', () => {
  it('are those of the contract', () => {
    const keymap = keymapOf();
    const rows: readonly (readonly [string, string])[] = [
      ['n', 'task.new'],
      ['\r', 'agent.attach'],
      [`${CSI}A`, 'selection.previous'],
      ['j', 'selection.next'],
      ['/', 'list.filter'],
      ['z', 'pane.zoom'],
      ['x', 'agent.stop'],
      ['X', 'agent.remove'],
      ['r', 'agent.resume'],
      ['s', 'agent.message'],
      ['i', 'agent.interrupt'],
      ['d', 'view.diff'],
      ['f', 'agent.finish'],
      ['l', 'view.timeline'],
      ['q', 'screen.close'],
      ['Q', 'host.quit'],
      ['?', 'view.help'],
      ['\u0010', 'palette.open'],
      ['\t', 'part.next'],
      [`${CSI}5~`, 'pane.scroll'],
      [ESC + ESC, 'view.back'],
    ];
    for (const [raw, action] of rows) expect(actionOf(keymap, 'list', key(raw)), action).toEqual({ action });
    expect(actionOf(keymap, 'list', key('7'))).toEqual({ action: 'selection.number', number: 7 });
    expect(keymap.leader).toBe('ctrl-q');
  });

  it('reach every action', () => {
    for (const action of ACTIONS) expect(keysOf(keymapOf(), action), action).not.toEqual([]);
  });

  it('leave the keys of an attached agent, of forms and of confirmations alone', () => {
    for (const mode of ['attached', 'form', 'confirm'] satisfies ViewMode[]) expect(keymapOf().byMode[mode].size).toBe(0);
  });

  it('mean something else where the place is another: q closes the screen, but only leaves a view', () => {
    expect(actionOf(keymapOf(), 'list', key('q'))?.action).toBe('screen.close');
    expect(actionOf(keymapOf(), 'diff', key('q'))?.action).toBe('view.back');
    expect(actionOf(keymapOf(), 'diff', key('n'))).toBeNull();
  });
});

describe('a configuration', () => {
  it('gives an action other keys, and frees the ones it had', () => {
    const keymap = keymapOf({ keys: { 'agent.stop': 'k', 'selection.previous': 'up ctrl-k', 'screen.close': 'none' } });
    expect(actionOf(keymap, 'list', key('k'))?.action).toBe('agent.stop');
    expect(actionOf(keymap, 'list', key('\u000b'))?.action).toBe('selection.previous');
    expect(actionOf(keymap, 'list', key('x'))).toBeNull();
    expect(actionOf(keymap, 'list', key('q'))).toBeNull();
    expect(keysOf(keymap, 'selection.previous')).toEqual(['up', 'ctrl-k']);
  });

  it('gives another leader, and frees the old one', () => {
    const keymap = keymapOf({ leader: 'ctrl-]', keys: { 'host.quit': 'ctrl-q' } });
    expect([keymap.leader, actionOf(keymap, 'list', key('\u0011'))?.action]).toEqual(['ctrl-]', 'host.quit']);
  });

  const wrong: readonly (readonly [string, KeymapOrder, RegExp])[] = [
    ['an action that is none', { keys: { 'task.old': 'n' } }, /no action "task\.old".*Allowed: task\.new, agent\.attach/s],
    ['a key that is none', { keys: { 'task.new': 'foo' } }, /keys\.task\.new.*"foo".*no such key/s],
    ['an empty key', { keys: { 'task.new': ' ' } }, /keys\.task\.new.*missing/s],
    ['a key no terminal can tell', { keys: { 'task.new': 'ctrl-m' } }, /terminals send enter/],
    [
      'a key that is taken',
      { keys: { 'task.new': 'x' } },
      /x would be both task\.new and agent\.stop|x would be both agent\.stop and task\.new/,
    ],
    ['two actions on one new key', { keys: { 'task.new': 'ctrl-t', 'view.diff': 'ctrl-t' } }, /ctrl-t would be both/],
    ['the leader as an action', { keys: { 'task.new': 'ctrl-q' } }, /ctrl-q would be both screen\.leader and task\.new/],
    ['the numbers', { keys: { 'selection.number': 'a' } }, /its keys are 1 to 9/],
    ['a leader that is needed for typing', { leader: 'q' }, /screen\.leader.*needed for typing/s],
    ['a leader that is Enter', { leader: 'enter' }, /needed for typing/],
    ['a leader that is no key', { leader: 'ctrl-' }, /screen\.leader.*missing/s],
    ['hostile text is shown harmless', { keys: { [`${ESC}]52;c;x\u0007evil`]: 'n' } }, /no action "evil"/],
  ];
  it.each(wrong)('is told what is wrong: %s', (_sentence, order, expected) => {
    const keymap = createKeymap(order);
    expect(keymap.ok).toBe(false);
    if (keymap.ok) return;
    expect(keymap.error.kind).toBe('config');
    expect(`${keymap.error.tried}: ${keymap.error.said}. ${keymap.error.next}`).toMatch(expected);
  });
});

describe('the key table', () => {
  it('is markdown with every key once, whatever the key is', () => {
    const keymap = keymapOf({ keys: { 'task.new': '| `' } });
    const table = keyTable(keymap, { words: (action) => `does ${action}`, keyText: (text) => text.toUpperCase() });
    const rows = table.split('\n');
    expect(rows.slice(0, 5)).toEqual([
      '| key | does |',
      '| --- | --- |',
      '| `\\|` `` ` `` | does task.new |',
      '| `ENTER` | does agent.attach |',
      '| `CTRL-Q` | Leave the agent (again at once: back, and the key is sent through) |',
    ]);
    expect(rows).toContain('| `1`-`9` | does selection.number |');
    expect(rows).toHaveLength(ACTIONS.length + 3);
  });
});
