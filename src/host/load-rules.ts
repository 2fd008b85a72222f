// A person's state rules, read and checked before the first agent is started by them.
import { readRuleFiles, ruleError } from '../core/adapters/rule-files.js';
import type { RuleFile } from '../core/harness/rule-set.js';
import type { Config } from '../core/model/config.js';
import { fail, ok, type Result } from '../core/model/error.js';

/** By the name of the harness. Files are looked for from `folder` on; a wrong one is an error, for states read otherwise than a person thinks are lies. */
export async function loadRules(configured: Config['harnesses'], folder: string): Promise<Result<ReadonlyMap<string, RuleFile>>> {
  const read = await readRuleFiles(configured, folder);
  if (!read.ok) return read;
  const rules = new Map<string, RuleFile>();
  if (read.value.size === 0) return ok(rules);
  const { checkedRules } = await import('../core/harness/rule-schema.js');
  for (const [name, { path, value }] of read.value) {
    const checked = checkedRules(value);
    if (!checked.ok) return fail(ruleError(path, checked.why));
    rules.set(name, checked.rules);
  }
  return ok(rules);
}
