// What a model is shown of several tries of one task, blind: letters in place of names, in an order that tells nothing, and what they changed behind fences.
import { FENCE_RULE, fenceUntrusted } from '../chat/untrusted.js';
import type { ChatMessage } from '../model/chat.js';
import { plainLines } from '../model/plain-text.js';
import type { TryFacts } from '../model/tries.js';

const TASK = 8000;
/** Characters of diffs in one question, all tries together. */
export const MOST_SHOWN = 90_000;
/** A word shorter than this is no name that tells anything. */
const LEAST_NAME = 3;

export interface ShownTry extends Pick<TryFacts, 'agent' | 'verify'> {
  readonly diff: string;
  readonly isCut: boolean;
}

/** Each with its letter, A first. */
export function lettered<Item>(items: readonly Item[]): readonly (readonly [letter: string, item: Item])[] {
  return items.map((item, at) => [letterOf(at), item]);
}

/** A, B, ... Z, A2, B2, ... */
function letterOf(at: number): string {
  const round = Math.floor(at / 26);
  return `${String.fromCharCode(65 + (at % 26))}${round === 0 ? '' : round + 1}`;
}

/** The same order for the same seed, and no order of names or of places in the list. */
export function shuffled<Item extends { readonly agent: string }>(items: readonly Item[], seed: string): readonly Item[] {
  const placed = items.map((item): readonly [number, Item] => [hash(`${seed}:${item.agent}`), item]);
  return placed.sort(([one], [other]) => one - other).map(([, item]) => item);
}

/** FNV-1a, 32 bits, with its bits mixed: texts that differ in their last character must not stay in their order. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** Without the names that would tell whose it is: those of agents, branches, harnesses and models. */
export function scrubbed(text: string, names: readonly string[]): string {
  const words = [...new Set(names)].filter((name) => name.length >= LEAST_NAME).sort((one, other) => other.length - one.length);
  if (words.length === 0) return text;
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')).join('|');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}_])(?:${pattern})(?![\\p{L}\\p{N}_])`, 'giu'), '[name]');
}

export interface JudgeRequest {
  readonly prompt: string;
  readonly task: string;
  /** In the order in which they are shown. */
  readonly tries: readonly ShownTry[];
  readonly names: readonly string[];
}

const VERIFY_WORDS = { passed: 'its check passed', failed: 'its check failed', none: 'there was no check to run' } as const;

export function judgeRequest({ prompt, task, tries, names }: JudgeRequest): readonly ChatMessage[] {
  const shown = lettered(tries).map(([letter, { verify, diff, isCut }]) => {
    const text = scrubbed(plainLines(diff, diff.length).trim(), names);
    const cut = isCut ? ' Only the beginning is shown.' : '';
    return `Try ${letter}: ${VERIFY_WORDS[verify]}.${cut}\n${fenceUntrusted({ what: `changes of try ${letter}`, text })}`;
  });
  // An issue brings a fence of its own, whose end a cut takes away.
  const asked = scrubbed(plainLines(task, TASK).trim(), names);
  return [
    { role: 'system', content: `${prompt.trim()}\n\n${FENCE_RULE}` },
    { role: 'user', content: [fenceUntrusted({ what: 'the task', text: asked }), ...shown].join('\n\n') },
  ];
}
