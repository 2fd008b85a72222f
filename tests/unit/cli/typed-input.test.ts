// What a person types to the built-in agent, from bytes to what it means.
import { expect, it } from 'vitest';
import { agentOptions } from '../../../src/cli/agent/options.js';
import { TypedInput } from '../../../src/cli/agent/typed-input.js';
import { ESC, sequences } from '../../../src/core/model/sequences.js';
import { FakeClock } from '../../helpers/fake-clock.js';

function typing() {
  const clock = new FakeClock();
  const told: string[] = [];
  let line = '';
  const input = new TypedInput({
    clock,
    onTyped: (text) => {
      line = text;
    },
    onLine: (text) => told.push(`line ${text}`),
    onChoice: (number) => told.push(`choice ${number}`),
    onInterrupt: () => told.push('interrupt'),
    onEnd: () => told.push('end'),
  });
  return { clock, told, input, line: () => line };
}

it('a line is written, mended and sent; a paste stays one text', () => {
  const { input, told, line } = typing();
  input.push('hallé\u007f\u007fo you');
  expect(line()).toBe('halo you');
  input.push(`${sequences.pasteBegin}one\r\ntwo${sequences.pasteEnd}`);
  expect(line()).toBe('halo youone\ntwo');
  input.push('\r');
  expect([told, line()]).toEqual([['line halo youone\ntwo'], '']);
  input.push('abc\u0015\r');
  expect(told).toHaveLength(1);
});

it('Esc interrupts once it is sure to be no sequence; an arrow is none', () => {
  const { input, told, clock } = typing();
  input.push(`${ESC}[A`);
  input.push(ESC);
  clock.advance(49);
  expect(told).toEqual([]);
  clock.advance(1);
  expect(told).toEqual(['interrupt']);
});

it('Ctrl-C interrupts, a second one soon after ends it, Ctrl-D ends it at an empty line', () => {
  const { input, told, clock } = typing();
  input.push('\u0003');
  clock.advance(3000);
  input.push('\u0003');
  clock.advance(1000);
  input.push('\u0003');
  expect(told).toEqual(['interrupt', 'interrupt', 'end']);
  input.push('a\u0004');
  expect(told).toHaveLength(3);
  input.push('\u0015\u0004');
  expect(told).toHaveLength(4);
});

it('in a dialog a digit chooses, and nothing else is taken, nor a paste', () => {
  const { input, told, line } = typing();
  input.openDialog();
  input.push('x\r');
  input.push(`${sequences.pasteBegin}1${sequences.pasteEnd}`);
  expect(told).toEqual([]);
  input.push('2');
  input.openDialog();
  input.push('3');
  expect(told).toEqual(['choice 2', 'choice 3']);
  input.closeDialog();
  input.push('1');
  expect(line()).toBe('1');
});

it('a person who was just writing does not allow anything by a digit of their text', () => {
  const { input, told, clock } = typing();
  input.push('take ');
  clock.advance(300);
  input.openDialog();
  clock.advance(300);
  input.push('1');
  clock.advance(300);
  input.push('2');
  expect(told).toEqual([]);
  clock.advance(700);
  input.push('1');
  expect(told).toEqual(['choice 1']);
});

it.each([
  [
    ['--once', '--session=a-1', '--model=m', '--', 'do', '--it'],
    { once: true, session: 'a-1', resumes: false, model: 'm', prompt: 'do --it' },
  ],
  [['--resume=b'], { once: false, session: 'b', resumes: true, model: null, prompt: '' }],
  [[], { once: false, session: null, resumes: false, prompt: '' }],
])('options %j', (words, options) => {
  expect(agentOptions(words)).toMatchObject({ ok: true, value: options });
});

it.each([[['--other']], [['word']], [['--session']], [['--once=1']], [['--session=../../x']]])('options %j are wrong', (words) => {
  expect(agentOptions(words)).toMatchObject({ ok: false, error: { kind: 'usage' } });
});
