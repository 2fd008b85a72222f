// Where a token goes, by mode; the leader and its second press; the read-only client.
import { describe, expect, it } from 'vitest';
import { createKeymap, type Keymap } from '../../../src/core/input/keymap.js';
import { LEADER_AGAIN_MS, type RouteOrder, route, type Target } from '../../../src/core/input/route.js';
import { createTokenizer } from '../../../src/core/input/tokenizer.js';
import type { ViewMode } from '../../../src/core/model/action.js';
import { CSI, ESC, sequences } from '../../../src/core/model/sequences.js';
import type { Token } from '../../../src/core/model/token.js';

const made = createKeymap();
if (!made.ok) throw new Error(made.error.said);
const keymap: Keymap = made.value;

const LEADER = '\u0011';

function token(raw: string): Token {
  const [first] = createTokenizer().push(raw);
  if (first === undefined) throw new Error('no token');
  return first;
}

function routed(mode: ViewMode, raw: string, more: Partial<RouteOrder> = {}): Target {
  return route({ mode, token: token(raw), keymap, readOnly: false, takesMouse: false, lastLeaderAt: null, now: 1000, ...more }).target;
}

describe('an attached agent', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['a letter', 'q'],
    ['a key that is an action elsewhere', '\u0010'],
    ['escape', ESC + ESC],
    ['ctrl-c', '\u0003'],
    ['a paste', `${sequences.pasteBegin}x${sequences.pasteEnd}`],
    ['a sequence nobody knows', `${CSI}99~`],
    ['focus', sequences.focusLost],
  ];
  it.each(rows)('gets %s', (_sentence, raw) => {
    expect(routed('attached', raw)).toEqual({ to: 'agent', token: token(raw) });
  });

  it('does not get the leader, however the terminal sends it', () => {
    expect(routed('attached', LEADER)).toEqual({ to: 'leave' });
    expect(routed('attached', `${CSI}113;5u`)).toEqual({ to: 'leave' });
  });

  it('does not get the answers of the terminal', () => {
    expect(routed('attached', `${CSI}?64;1c`)).toEqual({ to: 'nothing' });
  });

  it('gets the mouse only where it asked for it', () => {
    const press = `${CSI}<0;1;1M`;
    expect(routed('attached', press)).toEqual({ to: 'nothing' });
    expect(routed('attached', press, { takesMouse: true })).toEqual({ to: 'agent', token: token(press) });
    expect(routed('list', press, { takesMouse: true })).toEqual({ to: 'nothing' });
  });
});

describe('the leader', () => {
  /** Presses one key after another, each at its time, as the host does: leave and reattach change the mode. */
  function press(keys: readonly (readonly [raw: string, now: number])[]): readonly string[] {
    let mode: ViewMode = 'attached';
    let lastLeaderAt: number | null = null;
    return keys.map(([raw, now]) => {
      const result = route({ mode, token: token(raw), keymap, readOnly: false, takesMouse: false, lastLeaderAt, now });
      lastLeaderAt = result.lastLeaderAt;
      if (result.target.to === 'leave') mode = 'list';
      if (result.target.to === 'reattach') mode = 'attached';
      return result.target.to;
    });
  }

  it('twice at once goes back and is sent through', () => {
    expect(
      press([
        [LEADER, 1000],
        [LEADER, 1000 + LEADER_AGAIN_MS],
        ['a', 1600],
      ]),
    ).toEqual(['leave', 'reattach', 'agent']);
  });

  it('three times leaves again', () => {
    expect(
      press([
        [LEADER, 1000],
        [LEADER, 1100],
        [LEADER, 1200],
      ]),
    ).toEqual(['leave', 'reattach', 'leave']);
  });

  it('too late only stays out', () => {
    expect(
      press([
        [LEADER, 1000],
        [LEADER, 1001 + LEADER_AGAIN_MS],
      ]),
    ).toEqual(['leave', 'view']);
  });

  it('is not "again" after another key', () => {
    expect(
      press([
        [LEADER, 1000],
        ['j', 1050],
        [LEADER, 1100],
      ]),
    ).toEqual(['leave', 'action', 'view']);
  });

  it('is still "again" when only the terminal has spoken since', () => {
    expect(
      press([
        [LEADER, 1000],
        [`${CSI}0n`, 1050],
        [sequences.focusGained, 1060],
        [LEADER, 1100],
      ]),
    ).toEqual(['leave', 'nothing', 'nothing', 'reattach']);
  });

  it('is not "again" when the clock was set back', () => {
    expect(
      press([
        [LEADER, 1000],
        [LEADER, 900],
      ]),
    ).toEqual(['leave', 'view']);
  });
});

describe('the other modes', () => {
  const rows: readonly (readonly [string, ViewMode, string, Target['to']])[] = [
    ['a bound key of the list is its action', 'list', 'n', 'action'],
    ['an unbound key is the view’s', 'list', 'ä', 'view'],
    ['a key that the diff reads itself is the view’s', 'diff', 'n', 'view'],
    ['a page of the help is its action', 'help', ' ', 'action'],
    ['every key of a form is the form’s', 'form', 'q', 'view'],
    ['a paste into a form is the form’s', 'form', `${sequences.pasteBegin}x${sequences.pasteEnd}`, 'view'],
    ['a paste where nothing is written goes nowhere', 'list', `${sequences.pasteBegin}Q${sequences.pasteEnd}`, 'nothing'],
    ['a paste does not answer a confirmation', 'confirm', `${sequences.pasteBegin}y${sequences.pasteEnd}`, 'nothing'],
    ['every key of a confirmation is its own', 'confirm', 'Q', 'view'],
    ['an answer of the terminal is never typed', 'form', `${CSI}12;5R`, 'nothing'],
  ];
  it.each(rows)('%s', (_sentence, mode, raw, to) => {
    expect(routed(mode, raw).to).toBe(to);
  });
});

describe('a read-only client', () => {
  it('never reaches an agent, whatever the mode and the token', () => {
    const modes: readonly ViewMode[] = ['list', 'attached', 'scroll', 'form', 'confirm', 'diff', 'timeline', 'help'];
    const tokens = [
      'a',
      '\r',
      LEADER,
      ESC + ESC,
      `${CSI}A`,
      `${CSI}99~`,
      `${CSI}<0;1;1M`,
      sequences.focusGained,
      `${sequences.pasteBegin}x${sequences.pasteEnd}`,
    ];
    for (const mode of modes) {
      for (const raw of tokens) {
        for (const lastLeaderAt of [null, 999]) {
          expect(['agent', 'reattach'], `${mode} ${JSON.stringify(raw)}`).not.toContain(
            routed(mode, raw, { readOnly: true, takesMouse: true, lastLeaderAt }).to,
          );
        }
      }
    }
  });

  const rows: readonly (readonly [string, ViewMode, string, Target])[] = [
    ['browses', 'list', 'j', { to: 'action', action: 'selection.next' }],
    ['browses also while it is shown an agent', 'attached', 'j', { to: 'action', action: 'selection.next' }],
    ['closes its screen', 'attached', 'q', { to: 'action', action: 'screen.close' }],
    ['leaves by the leader too', 'attached', LEADER, { to: 'leave' }],
    ['starts nothing', 'list', 'n', { to: 'nothing' }],
    ['stops nothing', 'list', 'x', { to: 'nothing' }],
    ['attaches to nothing', 'list', '\r', { to: 'nothing' }],
    ['ends nothing', 'list', 'Q', { to: 'nothing' }],
  ];
  it.each(rows)('%s', (_sentence, mode, raw, expected) => {
    expect(routed(mode, raw, { readOnly: true })).toEqual(expected);
  });
});
