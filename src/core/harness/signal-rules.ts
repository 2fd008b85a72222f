// State rules as data: what a title, a notification or OSC 7501 says. Pure; which rules hold for which CLI stands in that CLI's own file.
import type { AgentState, Question } from '../model/agent.js';
import type { Reading, Signal } from './harness.js';

export interface SignalRule {
  readonly on: 'title' | 'notification' | 'screen';
  /** For a screen: matched against its last rows, see `lastRows`. */
  readonly pattern: RegExp;
  /** For a screen: how many rows with text, counted from below; what agents print above may look like anything. */
  readonly rows?: number;
  /** For a screen: its evidence, with `$1` for what the pattern caught; also the words of a question. */
  readonly says?: string;
  readonly state: AgentState;
  readonly rule: string;
  /** Versions it was seen on: titles change between releases. */
  readonly seenOn: string;
  readonly asks?: Question['kind'];
  readonly settleMs?: number;
}

/** First rule that matches, else what OSC 7501 says; null when the signal tells nothing. */
export function readByRules(signal: Signal, rules: readonly SignalRule[]): Reading | null {
  if (signal.kind === 'osc7501') return readOsc7501(signal.payload);
  if (signal.kind === 'screen') return readScreen(signal.text, rules);
  if (signal.kind !== 'title' && signal.kind !== 'notification') return null;
  const text = signal.text.trim();
  const found = rules.find((rule) => rule.on === signal.kind && rule.pattern.test(text));
  if (found === undefined) return null;
  return readingOf(found, text);
}

function readingOf({ on: source, state, rule, asks, settleMs }: SignalRule, evidence: string): Reading {
  return { state, source, rule, evidence, ...(asks === undefined ? {} : { asks }), ...(settleMs === undefined ? {} : { settleMs }) };
}

/** Rows of a screen that a rule looks at where it does not say. */
const ROWS = 16;

function readScreen(text: string, rules: readonly SignalRule[]): Reading | null {
  const rows = rowsWithText(text);
  for (const rule of rules) {
    const match = rule.on === 'screen' ? rule.pattern.exec(rows.slice(-(rule.rows ?? ROWS)).join('\n')) : null;
    if (match !== null) return readingOf(rule, filled(rule.says ?? '$1', match));
  }
  return null;
}

/** Without empty rows, and without the frames and blanks around the others. */
function rowsWithText(text: string): readonly string[] {
  return text.split('\n').flatMap((row) => {
    const bare = row.replace(/^[\s│┃]+/u, '').replace(/[\s│┃]+$/u, '');
    return bare === '' ? [] : [bare];
  });
}

function filled(says: string, match: RegExpExecArray): string {
  return says.replaceAll(/\$(\d)/g, (_hole, group: string) => (match[Number(group)] ?? '').trim().replaceAll(/\s+/g, ' '));
}

/**
 * `state=working|blocked|done|idle|error[:key=value]...`, as codex 0.169 sends it unasked and newer claudes once `OSC 7501;?` was answered.
 * `done` is the end of a turn, not of the task: idle, with its own rule. `error` waits for a person: the turn broke off (a limit, a lost
 * connection) and nothing goes on by itself, so it must never look like finished work.
 */
export function readOsc7501(payload: string): Reading | null {
  const fields = payload.split(':');
  const field = (key: string) => fields.find((text) => text.startsWith(`${key}=`))?.slice(key.length + 1);
  const evidence = `OSC 7501 ${payload}`;
  const read = (state: AgentState, rule: string, more: Partial<Reading> = {}): Reading => ({
    state,
    source: 'structured',
    rule: `osc7501.${rule}`,
    evidence,
    ...more,
  });
  switch (field('state')) {
    case 'working':
      return read('working', 'working');
    case 'blocked':
      return read('waiting', 'blocked', { asks: field('kind') === 'question' ? 'choice' : 'permission' });
    case 'done':
      return read('idle', 'done');
    // Also sent at start-up, just before the prompt given as an argument is taken up.
    case 'idle':
      return read('idle', 'idle', { settleMs: 2000 });
    case 'error':
      return read('waiting', 'error');
    default:
      return null;
  }
}

/** For programs that say nothing of their state: they work while they print. */
export function readOutput(signal: Signal): Reading | null {
  if (signal.kind === 'output') return { state: 'working', source: 'quiet', rule: 'output', evidence: 'it prints' };
  return readQuiet(signal);
}

/** Silence alone says neither idle, nor waiting, nor done. */
export function readQuiet(signal: Signal): Reading | null {
  if (signal.kind !== 'quiet') return null;
  const seconds = Math.round(signal.quietMs / 1000);
  return { state: 'unknown', source: 'quiet', rule: 'quiet', evidence: `no output for ${seconds} s` };
}
