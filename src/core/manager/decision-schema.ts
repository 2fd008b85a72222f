// What the manager answers, checked: an act that exists and words of bounded length. Tolerant of how models write it.
import * as z from 'zod/mini';
import { type Decision, MANAGER_ACTS, type ManagerAct } from '../model/decision.js';
import { plainLines, plainText } from '../model/plain-text.js';

const WORDS = 600;
/** Of an instruction: it is typed into a CLI. */
const TEXT = 4000;

const words = z._default(
  z.pipe(
    z.nullish(z.string()),
    z.transform((text) => plainText(text ?? '', WORDS)),
  ),
  '',
);

const KNOWN: ReadonlySet<string> = new Set(MANAGER_ACTS);

interface RawAction {
  readonly do: string;
  readonly text: string;
  readonly digest: string | null;
}

/** `finish`, `instruct: run the tests`, or an object under one of the names that models choose for the act. */
function actionOf(value: unknown): RawAction {
  if (typeof value === 'string') {
    const [, act = '', text = ''] = /^\s*(\w+)\s*[:(]?\s*([\s\S]*)$/u.exec(value) ?? [];
    return { do: act.toLowerCase(), text, digest: null };
  }
  if (typeof value !== 'object' || value === null) return { do: '', text: '', digest: null };
  const fields = value as Readonly<Record<string, unknown>>;
  const textOf = (...names: readonly string[]): string => {
    const found = names.map((name) => fields[name]).find((field) => typeof field === 'string' || typeof field === 'number');
    return found === undefined ? '' : String(found);
  };
  const digest = textOf('digest');
  return {
    do: textOf('do', 'act', 'type', 'action', 'name').trim().toLowerCase(),
    text: textOf('text', 'command', 'answer', 'choice', 'message', 'reason', 'path'),
    digest: digest === '' ? null : plainText(digest, 100),
  };
}

const action = z.pipe(
  z.pipe(z.unknown(), z.transform(actionOf)),
  z.object({ do: z.string(), text: z.string(), digest: z.nullable(z.string()) }).check(
    z.refine((value) => KNOWN.has(value.do), { error: `action.do must be one of ${MANAGER_ACTS.join(', ')}` }),
    z.refine((value) => !NEEDS_TEXT.has(value.do) || value.text.trim() !== '', { error: 'this act needs a text in action.text' }),
  ),
);

const NEEDS_TEXT: ReadonlySet<string> = new Set(['instruct', 'answer', 'run', 'git', 'add', 'ask'] satisfies readonly ManagerAct[]);

export const decisionSchema = z.pipe(
  z.object({ progress: words, thought: words, action, future: words }),
  z.transform(
    ({ progress, thought, action: { do: act, text, digest }, future }): Decision => ({
      progress,
      thought,
      action: { do: act as ManagerAct, text: plainLines(text, TEXT).trim(), digest },
      future,
    }),
  ),
);
