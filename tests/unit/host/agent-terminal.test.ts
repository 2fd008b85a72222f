import { describe, expect, it } from 'vitest';
import { claude } from '../../../src/core/harness/claude.js';
import { codex } from '../../../src/core/harness/codex.js';
import { commandHarness } from '../../../src/core/harness/command.js';
import type { Harness, Reading } from '../../../src/core/harness/harness.js';
import { opencode } from '../../../src/core/harness/opencode.js';
import { trackState } from '../../../src/core/harness/state-tracker.js';
import type { Verdict } from '../../../src/core/harness/verdict.js';
import { CTRL_C, ESC } from '../../../src/core/model/sequences.js';
import type { Pty } from '../../../src/core/ports.js';
import { Emulator } from '../../../src/core/screen/emulator.js';
import { AgentTerminal, type AgentTerminalOptions } from '../../../src/host/agent-terminal.js';
import { claudeComposer } from '../../helpers/claude-composer.js';
import { FakeClock } from '../../helpers/fake-clock.js';

function terminal(
  harness: Harness = codex,
  onVerdict: (verdict: Verdict) => void = () => undefined,
  more: Partial<AgentTerminalOptions> = {},
) {
  const clock = new FakeClock();
  const written: string[] = [];
  const pty: Pty = {
    pid: 1,
    onData: () => undefined,
    onExit: () => undefined,
    write: (data) => written.push(String(data)),
    resize: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
    dispose: () => undefined,
  };
  const titles: string[] = [];
  const it = new AgentTerminal({
    pty,
    emulator: new Emulator({ cols: 80, rows: 24, scrollback: 0, onReply: () => undefined }),
    harness,
    tracker: trackState({ harness, expects: 'work', now: clock.now() }),
    clock,
    typed: null,
    onVerdict,
    onTitle: (title) => titles.push(title),
    ...more,
  });
  return { clock, titles, written, terminal: it, title: (text: string) => it.signal({ kind: 'title', text }) };
}

describe('titles of an agent', () => {
  it('an animated mark in front of the same words is one title, not ten a second', () => {
    const { clock, titles, title } = terminal();
    for (const mark of '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'.repeat(10)) {
      title(`${mark} Fix the login | repo`);
      clock.advance(100);
    }
    expect(titles).toEqual(['Fix the login | repo']);
  });

  it('titles that change all the time are told once a second, the last of them for certain', () => {
    const { clock, titles, title } = terminal();
    for (let n = 1; n <= 1000; n++) {
      title(`title ${n}`);
      clock.advance(5);
    }
    clock.advance(5000);
    expect(titles.length).toBeLessThanOrEqual(6);
    expect(titles.at(-1)).toBe('title 1000');
  });

  it('nothing is told of an agent that has ended', () => {
    const { clock, titles, terminal: t, title } = terminal();
    title('one');
    t.end();
    clock.advance(5000);
    expect(titles).toEqual([]);
  });
});

describe('interrupting', () => {
  const REFUSED = { ok: false, error: { said: 'it is still starting and would not take the keys, so none were sent' } };

  it('is refused until its CLI shows more than that it prints', () => {
    const { terminal: t, written, clock } = terminal(opencode);
    expect(t.interrupt()).toMatchObject(REFUSED);
    t.emulator.parse(Buffer.from('opencode'), clock.now());
    t.parsed();
    clock.advance(1000);
    expect([t.interrupt(), written]).toMatchObject([REFUSED, []]);
    const composer = `\r\n\u2503\r\n\u2503  Build \u00b7 Model\r\n\u2579${'\u2580'.repeat(40)}`;
    t.emulator.parse(Buffer.from(`${composer}\r\n\u2b1d\u25a0 esc interrupt    ctrl+p commands`), clock.now());
    t.parsed();
    clock.advance(1000);
    expect([t.interrupt(), written]).toEqual([{ ok: true, value: undefined }, [ESC]]);
  });

  it('is not refused for ever where its screens say nothing to us', () => {
    const { terminal: t, clock } = terminal(opencode);
    clock.advance(60_000);
    expect(t.interrupt()).toMatchObject(REFUSED);
    t.parsed();
    expect(t.interrupt().ok).toBe(true);
  });

  it('needs no reader where Ctrl-C does it: a command may be silent', () => {
    const { terminal: t, written } = terminal(commandHarness('command', ['sleep']));
    expect([t.interrupt().ok, written]).toEqual([true, [CTRL_C]]);
  });
});

describe('a message that was not taken', () => {
  it('is told once, and cleared from the input line before the next one', async () => {
    const { terminal: t, written, clock } = terminal(claude);
    const show = (text: string) => {
      t.emulator.parse(Buffer.from(text), clock.now());
      t.parsed();
    };
    const passes = async (ms: number) => {
      clock.advance(ms);
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    };
    const lost: string[] = [];
    show(`\u001b[?2004h${claudeComposer()}`);
    const sent = t.send('add a test', { goal: 'pressed', onLost: ({ said }) => lost.push(said) });
    await passes(0);
    show(claudeComposer('add a test'));
    await passes(500);
    expect(await sent).toMatchObject({ ok: true });
    await passes(10_000);
    expect(lost).toEqual(['Enter was pressed, and the text still stands unsent in its input line']);
    written.length = 0;
    void t.send('add two tests');
    await passes(0);
    await passes(500);
    expect(written).toEqual([ESC, ESC]);
    show(claudeComposer());
    await passes(500);
    expect(written[2]).toContain('add two tests');
  });
});

describe('an agent that is still', () => {
  const begun = { state: 'working', source: 'structured', rule: 'claude.hook.PreToolUse', evidence: 'Bash', runsTool: true } as const;
  const MINUTE = 60_000;

  function still(cpuPercent: () => number | null = () => 1) {
    const verdicts: Verdict[] = [];
    const made = terminal(claude, (verdict) => verdicts.push(verdict), { stuckMinutes: 15, cpuPercent });
    made.terminal.tell(begun);
    return { ...made, isStuck: () => verdicts.some(({ failure }) => failure?.kind === 'stuck') };
  }

  it('is not stuck while a tool of it runs, and is again when that has ended', () => {
    const { terminal: t, clock, isStuck } = still();
    clock.advance(40 * MINUTE);
    expect(isStuck()).toBe(false);
    const { runsTool: _over, ...ended } = begun;
    t.tell({ ...ended, rule: 'claude.hook.PostToolUse' });
    clock.advance(20 * MINUTE);
    expect(isStuck()).toBe(true);
  });

  it('is not stuck while its processes work', () => {
    const { terminal: t, clock, isStuck } = still(() => 99);
    const { runsTool: _over, ...ended } = begun;
    t.tell({ ...ended, rule: 'claude.hook.PostToolUse' });
    clock.advance(40 * MINUTE);
    expect(isStuck()).toBe(false);
  });
});

describe('a source beside its terminal', () => {
  it('finds the dialog that was drawn before it told, and says nothing after the end', () => {
    const verdicts: Verdict[] = [];
    const { terminal: t, clock } = terminal(claude, (verdict) => verdicts.push(verdict));
    const ask: Reading = {
      state: 'waiting',
      source: 'structured',
      rule: 'claude.hook.PermissionRequest',
      evidence: 'PermissionRequest Bash',
      asks: 'permission',
      act: { tool: 'shell', command: 'npm test', path: null },
    };
    t.emulator.parse(
      Buffer.from(' Bash command\r\n\r\n  npm test\r\n  Run it\r\n\r\n Do you want to proceed?\r\n \u276f 1. Yes\r\n   2. No\r\n'),
      clock.now(),
    );
    t.parsed();
    clock.advance(5000);
    t.tell(ask);
    expect(verdicts.at(-1)?.question).toMatchObject({ command: 'npm test', options: ['Yes', 'No'] });
    const told = verdicts.length;
    t.end();
    t.tell({ ...ask, state: 'working' });
    clock.advance(60_000);
    expect(verdicts.length).toBe(told);
  });

  it('is still heard after the end with what keeps it from going on', () => {
    const verdicts: Verdict[] = [];
    const { terminal: t, clock } = terminal(claude, (verdict) => verdicts.push(verdict));
    t.end();
    const failure = { kind: 'credit', retries: 'not', resets: null } as const;
    t.tell({ state: 'limited', source: 'structured', rule: 'hook', evidence: 'no credit', failure });
    expect(verdicts).toMatchObject([{ state: 'limited', failure: { kind: 'credit' } }]);
    expect(clock.timers).toBe(0);
  });
});
