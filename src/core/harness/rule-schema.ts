// What a person's file of rules may hold. Loaded only where one is configured.
import * as z from 'zod/mini';
import { AGENT_STATES } from '../model/agent.js';
import { FAILURE_KINDS } from '../model/limit.js';
import type { RuleFile } from './rule-set.js';

const pattern = (flags: string) => z.string().check(z.refine((source) => isPattern(source, flags), 'is no regular expression'));

const ruleSchema = z.strictObject({
  name: z.string().check(z.minLength(1)),
  on: z.enum(['title', 'notification', 'screen']),
  where: z.optional(z.enum(['dialog', 'composer', 'block', 'near'])),
  rowsBelow: z.optional(z.int().check(z.minimum(0), z.maximum(100))),
  pattern: pattern('mu'),
  flags: z.optional(z.enum(['i'])),
  says: z.optional(z.string()),
  state: z.enum(AGENT_STATES),
  asks: z.optional(z.enum(['permission', 'trust', 'choice', 'text'])),
  tool: z.optional(z.enum(['shell', 'edit', 'read', 'fetch'])),
  command: z.optional(z.string()),
  path: z.optional(z.string()),
  options: z.optional(z.union([z.enum(['numbered', 'listed', 'letters']), z.array(z.string())])),
  settleMs: z.optional(z.int().check(z.minimum(0), z.maximum(600_000))),
  fails: z.optional(z.enum(FAILURE_KINDS)),
  retries: z.optional(z.enum(['itself'])),
  resets: z.optional(z.string()),
  seenOn: z.optional(z.array(z.string())),
});

const fileSchema = z.strictObject({
  seenOn: z._default(z.array(z.string()), []),
  composer: z.optional(pattern('mu')),
  rules: z._default(z.array(ruleSchema), []),
});

/** The rules, or what is wrong with them and where: `rules.2.state: Invalid option ...`. */
export function checkedRules(
  value: unknown,
): { readonly ok: true; readonly rules: RuleFile } | { readonly ok: false; readonly why: string } {
  const checked = fileSchema.safeParse(value);
  if (checked.success) return { ok: true, rules: checked.data as RuleFile };
  const issue = checked.error.issues[0];
  return { ok: false, why: `${issue?.path.map(String).join('.') || 'the file'}: ${issue?.message ?? 'is not valid'}` };
}

function isPattern(source: string, flags: string): boolean {
  try {
    new RegExp(source, flags);
    return true;
  } catch {
    return false;
  }
}
