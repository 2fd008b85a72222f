// What a signal of a terminal says by the rules of its CLI. Pure; which rules hold stands in `rules/`, one file for each CLI.
import { buttonOptions, type DialogOption, letterOptions, markedOptions, numberedOptions } from './dialog-options.js';
import type { AskedDialog, Harness, Reading, Signal } from './harness.js';
import { inputLine } from './input-line.js';
import { readOsc7501 } from './osc7501.js';
import { compileRules, type Rule, type RuleFile, type RuleSet } from './rule-set.js';
import { type ScreenParts, screenParts } from './screen-parts.js';

/** The reading part of a harness that has rules. They are compiled when the first signal comes: most commands start no agent. */
export function readsByRules(
  rules: RuleFile,
  otherwise: (signal: Signal) => Reading | null,
): Required<Pick<Harness, 'rules' | 'read' | 'readOtherwise'>> & Pick<Harness, 'input'> {
  let compiled: RuleSet | null = null;
  return {
    rules,
    ...(rules.input === undefined ? {} : { input: inputLine(rules.input) }),
    read(signal) {
      compiled ??= compileRules(rules);
      return readByRules(signal, compiled) ?? otherwise(signal);
    },
    readOtherwise: otherwise,
  };
}

/** First rule that matches, else what OSC 7501 says; null when the signal tells nothing. */
export function readByRules(signal: Signal, rules: RuleSet): Reading | null {
  switch (signal.kind) {
    case 'osc7501':
      return readOsc7501(signal.payload);
    case 'screen':
      return readScreen(signal.text, rules);
    case 'title':
    case 'notification':
      return readText(signal.text.trim(), signal.kind === 'title' ? rules.titles : rules.notifications);
    default:
      return null;
  }
}

function readText(text: string, rules: readonly Rule[]): Reading | null {
  const found = rules.find(({ pattern }) => pattern.test(text));
  return found === undefined ? null : readingOf(found, text);
}

function readingOf({ on: source, state, name: rule, asks, settleMs }: Rule, evidence: string): Reading {
  return { state, source, rule, evidence, ...(asks === undefined ? {} : { asks }), ...(settleMs === undefined ? {} : { settleMs }) };
}

function readScreen(text: string, { screens, composer, sideBar }: RuleSet): Reading | null {
  const parts = screenParts(text, { composer, sideBar });
  for (const rule of screens) {
    const part = parts[rule.where ?? 'dialog'];
    const found = part === null ? null : lastMatch(rule.pattern, part);
    if (found === null || !isAtEnd(rule, parts, found.match)) continue;
    const reading = { ...readingOf(rule, filled(rule.says ?? '$1', found.match)), ...failureOf(rule, found.match) };
    return reading.asks === undefined || reading.asks === 'text' ? reading : { ...reading, dialog: dialogOf(rule, parts, found) };
  }
  return null;
}

/** A template that catches nothing names no time. */
function failureOf({ fails, retries, resets }: Rule, match: RegExpExecArray): Pick<Reading, 'failure'> {
  if (fails === undefined) return {};
  const time = resets === undefined ? '' : filled(resets, match);
  return { failure: { kind: fails, retries: retries ?? 'not', resets: time === '' ? null : time } };
}

interface Found {
  readonly match: RegExpExecArray;
  /** It could begin at one place only. Else an agent may have printed, or may ask to run, what looks like the head of another dialog. */
  readonly isOnly: boolean;
}

/** The match that begins last: what an agent has printed above a dialog is not its head. */
function lastMatch(pattern: RegExp, text: string): Found | null {
  let last: RegExpExecArray | null = null;
  let count = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    last = match;
    count += 1;
    pattern.lastIndex = match.index + 1;
  }
  return last === null ? null : { match: last, isOnly: count === 1 };
}

/** Rows below what a rule matches: its other options and a line of hints. */
const ROWS_BELOW = 10;

/** A dialog is the last thing on the screen: the same words with an answer of the agent below them are its own words. */
function isAtEnd({ where = 'dialog', rowsBelow = ROWS_BELOW }: Rule, { dialog }: ScreenParts, match: RegExpExecArray): boolean {
  if (where !== 'dialog' || dialog === null) return true;
  return dialog.slice(match.index + match[0].length).split('\n').length <= rowsBelow;
}

function dialogOf(rule: Rule, { dialog, list, beside }: ScreenParts, { match, isOnly }: Found): AskedDialog {
  const shown = dialog?.slice(match.index) ?? match[0];
  const options = optionsOf(rule.options, shown.slice(firstOptionAt(match[0])), list);
  return {
    // A mark that moves among its answers makes no other question, nor does a letter that is being typed.
    shown: rule.options === 'letters' ? shown.replace(/:[^:\n]*$/u, ':') : withoutMark(shown, options),
    options,
    tool: rule.tool ?? null,
    command: rule.command === undefined || !isOnly ? null : wholeRow(capture(rule.command, match), beside),
    path: rule.path === undefined || !isOnly ? null : wholeRow(capture(rule.path, match), beside),
  };
}

function withoutMark(shown: string, options: readonly DialogOption[]): string {
  return options.some(({ isMarked }) => isMarked) ? shown.replaceAll(/^[❯›●>]\s/gmu, '') : shown;
}

/** Where the last list that the pattern has seen begins: a command may have numbers of its own, and another dialog may stand below. */
function firstOptionAt(matched: string): number {
  const rows = [...matched.matchAll(/^(?:\W\s?)?1[.)]\s?\S/gmu)];
  return rows.at(-1)?.index ?? 0;
}

function optionsOf(options: Rule['options'], shown: string, list: ScreenParts['list']): readonly DialogOption[] {
  if (options === undefined) return [];
  if (options === 'letters') return letterOptions(shown);
  if (options !== 'numbered' && options !== 'listed') return buttonOptions(options);
  const numbered = numberedOptions(shown);
  return numbered.length === 0 && options === 'listed' ? markedOptions(list) : numbered;
}

/** What stands on several rows may be several commands, and what is cut may hide one: neither may be allowed by what can be seen of it. */
function wholeRow(text: string, beside: ScreenParts['beside']): string | null {
  const word = text.trim();
  const isCut = word.includes('…') || beside.some((row) => row.endsWith(word));
  return word === '' || word.includes('\n') || isCut ? null : word;
}

function capture(template: string, match: RegExpExecArray): string {
  return template.replaceAll(/\$(\d)/g, (_hole, group: string) => (match[Number(group)] ?? '').trim());
}

function filled(says: string, match: RegExpExecArray): string {
  return capture(says, match).trim().replaceAll(/\s+/g, ' ');
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
