import { describe, expect, it } from 'vitest';
import { BEL, ESC, OSC, ST } from '../../../src/core/model/sequences.js';
import { notificationBytes, notificationWay } from '../../../src/core/screen/notification-bytes.js';

describe('how a terminal is called', () => {
  it.each([
    ['xterm-256color', null, 'bell'],
    ['xterm-kitty', null, 'osc99'],
    ['xterm-256color', 'kitty(0.32.1)', 'osc99'],
    ['xterm-256color', 'wezterm 20240203', 'osc9'],
    ['xterm-256color', 'iterm2 3.5', 'osc9'],
    ['xterm-ghostty', null, 'osc9'],
    ['foot', null, 'osc777'],
    ['xterm-256color', 'vte(7600)', 'osc777'],
    ['tmux-256color', null, 'bell'],
    ['screen-256color', 'kitty(0.32.1)', 'bell'],
    ['xterm-256color', 'tmux 3.3a', 'bell'],
  ] as const)('%s that says %s: by %s', (term, program, way) => {
    expect(notificationWay(term, program)).toBe(way);
  });

  it.each([
    ['bell', BEL],
    ['osc9', `${OSC}9;a asks, b${BEL}`],
    ['osc777', `${OSC}777;notify;orch-tui;a asks, b${BEL}`],
    ['osc99', `${OSC}99;;a asks, b${ST}`],
  ] as const)('%s', (way, bytes) => {
    expect(notificationBytes(way, 'a asks; b')).toBe(bytes);
  });

  it.each(['osc9', 'osc777', 'osc99'] as const)('%s carries nothing that acts on a terminal', (way) => {
    const inside = notificationBytes(way, `x${ESC}]52;c;aGk=${BEL}y\u009d1`).slice(2, -2);
    expect(inside.includes(ESC) || inside.includes(BEL) || inside.includes('\u009d')).toBe(false);
  });
});
