// An answer reaches exactly the question it was meant for.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AGENT_CLIS } from '../../../src/core/harness/registry.js';
import { trackState } from '../../../src/core/harness/state-tracker.js';
import type { Result } from '../../../src/core/model/error.js';
import { CSI, sequences } from '../../../src/core/model/sequences.js';
import { Emulator } from '../../../src/core/screen/emulator.js';
import { AgentTerminal } from '../../../src/host/agent-terminal.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const screen = (name: string) => readFileSync(new URL(`../../fixtures/screens/${name}.txt`, import.meta.url), 'utf8');

function asking(name: string) {
  const clock = new FakeClock();
  const typed: string[] = [];
  const harness = AGENT_CLIS.find((each) => each.name === name.split('-')[0])!;
  const tracker = trackState({ harness, expects: 'nothing', now: clock.now() });
  const emulator = new Emulator({ cols: 120, rows: 45, scrollback: 0 });
  const pty = {
    pid: 1,
    onData: () => undefined,
    onExit: () => undefined,
    write: (data: string | Uint8Array) => void typed.push(String(data)),
    resize: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
    dispose: () => undefined,
  };
  const terminal = new AgentTerminal({
    pty,
    emulator,
    harness,
    tracker,
    clock,
    typed: null,
    onVerdict: () => undefined,
    onTitle: () => undefined,
  });
  const shows = (text: string) => {
    emulator.parse(`${CSI}2J${sequences.cursorHome}${text.replaceAll('\n', '\r\n')}`, clock.now());
    terminal.parsed();
  };
  shows(screen(name));
  clock.advance(1000);
  const answers: Result<string>[] = [];
  return {
    clock,
    typed,
    terminal,
    shows,
    question: () => tracker.verdict.question!,
    answers,
    answer: (choice: string, digest = tracker.verdict.question!.digest) =>
      void terminal.answer(digest, choice).then((answer) => answers.push(answer)),
    settled: () => new Promise<void>((resolve) => setImmediate(resolve)),
  };
}

describe('an answer', () => {
  it('is typed, and told once its dialog has gone', async () => {
    const agent = asking('codex-0.169.0-permission-shell');
    agent.answer('allow');
    agent.clock.advance(0);
    await agent.settled();
    expect([agent.typed, agent.answers]).toEqual([['y'], []]);
    agent.shows(screen('codex-0.169.0-working-shell'));
    await agent.settled();
    expect(agent.answers).toEqual([{ ok: true, value: 'Yes, proceed' }]);
  });

  it('of several keys is typed one after the other', () => {
    const agent = asking('opencode-1.18.33-permission-shell');
    agent.answer('deny');
    agent.clock.advance(0);
    expect(agent.typed).toEqual([`${CSI}C`]);
    agent.clock.advance(150);
    agent.clock.advance(150);
    expect(agent.typed).toEqual([`${CSI}C`, `${CSI}C`, '\r']);
  });

  it('of a list without numbers moves its mark first, and takes nothing but the answer that was chosen', () => {
    const offer = screen('claude-2.1.332-offered');
    const moved = offer.replace('❯ Yes', '  Yes').replace('  No', '❯ No');
    const still = asking('claude-2.1.332-offered');
    still.answer('no');
    still.clock.advance(1000);
    const other = asking('claude-2.1.332-offered');
    other.answer('no');
    other.clock.advance(0);
    other.shows(moved);
    other.clock.advance(150);
    expect([still.typed, other.typed]).toEqual([[`${CSI}B`], [`${CSI}B`, '\r']]);
  });

  it('of a list without numbers stands where its mark was moved by somebody', () => {
    const agent = asking('claude-2.1.332-offered');
    const { digest } = agent.question();
    agent.shows(screen('claude-2.1.332-offered').replace('❯ Yes', '  Yes').replace('  No', '❯ No'));
    agent.clock.advance(1000);
    agent.answer('yes, set', digest);
    agent.clock.advance(0);
    expect(agent.typed).toEqual([`${CSI}A`]);
  });

  it('is not typed into another question, though its words may be the same', async () => {
    const agent = asking('codex-0.169.0-permission-shell');
    const { digest } = agent.question();
    agent.shows(screen('codex-0.169.0-permission-edit'));
    agent.clock.advance(1000);
    agent.answer('allow', digest);
    agent.clock.advance(0);
    await agent.settled();
    expect(agent.typed).toEqual([]);
    expect(agent.answers).toMatchObject([{ ok: false, error: { kind: 'conflict' } }]);
  });

  it('is not typed when the screen has changed since it was looked at last', async () => {
    const agent = asking('gemini-0.61.0-permission-shell');
    agent.shows(screen('gemini-0.61.0-permission-edit'));
    agent.answer('allow');
    agent.clock.advance(0);
    await agent.settled();
    expect(agent.typed).toEqual([]);
    expect(agent.answers).toMatchObject([{ ok: false }]);
  });

  it('stops half way when the dialog goes before its last key', () => {
    const agent = asking('opencode-1.18.33-permission-shell');
    agent.answer('deny');
    agent.clock.advance(0);
    agent.shows(screen('opencode-1.18.33-working'));
    agent.clock.advance(1000);
    expect(agent.typed).toEqual([`${CSI}C`]);
  });

  it('that changes nothing is told to have failed', async () => {
    const agent = asking('claude-2.1.197-permission-edit');
    agent.answer('1');
    agent.clock.advance(0);
    agent.clock.advance(11_000);
    await agent.settled();
    expect(agent.typed).toEqual(['\r']);
    expect(agent.answers).toMatchObject([{ ok: false, error: { said: expect.stringContaining('still stands') } }]);
    expect(agent.clock.timers).toBe(0);
  });

  it('whose digit only moves the mark is taken by Enter, once the mark is seen there', async () => {
    const before = screen('codex-0.169.0-trust');
    const moved = before.replace('› 1. ', '  1. ').replace('  2. ', '› 2. ');
    expect(moved).not.toBe(before);
    const agent = asking('codex-0.169.0-trust');
    agent.answer('2');
    agent.clock.advance(0);
    agent.clock.advance(5000);
    expect(agent.typed).toEqual(['2']);
    agent.shows(moved);
    agent.clock.advance(700);
    expect(agent.typed).toEqual(['2', '\r']);
    agent.shows(screen('codex-0.169.0-working-shell'));
    await agent.settled();
    expect(agent.answers).toMatchObject([{ ok: true }]);
  });

  it('whose digit has moved the mark is not followed by Enter where something else stands by then', () => {
    const before = screen('codex-0.169.0-trust');
    const agent = asking('codex-0.169.0-trust');
    agent.answer('2');
    agent.clock.advance(0);
    agent.shows(before.replace('› 1. ', '  1. ').replace('  2. ', '› 2. '));
    agent.shows(screen('codex-0.169.0-permission-shell'));
    agent.clock.advance(5000);
    expect(agent.typed).toEqual(['2']);
  });

  it('that is marked already is taken by Enter', () => {
    const agent = asking('codex-0.169.0-trust');
    agent.answer('1');
    agent.clock.advance(0);
    expect(agent.typed).toEqual(['\r']);
  });

  it('that is none of those offered types nothing', async () => {
    const agent = asking('claude-2.1.197-trust');
    agent.answer('7');
    agent.clock.advance(0);
    await agent.settled();
    expect([agent.typed, agent.answers.map(({ ok }) => ok)]).toEqual([[], [false]]);
  });
});
