// A person's own state rules for a CLI, from the files that their configuration names.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Config } from '../model/config.js';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';

/** What a file holds, unchecked: by the name of its harness. Relative paths start at `folder`. */
export async function readRuleFiles(configured: Config['harnesses'], folder: string): Promise<Result<ReadonlyMap<string, RuleSource>>> {
  const found = new Map<string, RuleSource>();
  for (const [name, { rules }] of Object.entries(configured)) {
    if (rules === null) continue;
    const path = resolve(folder, rules);
    try {
      found.set(name, { path, value: JSON.parse(await readFile(path, 'utf8')) });
    } catch (error) {
      return fail(ruleError(path, (error as Error).message));
    }
  }
  return ok(found);
}

export interface RuleSource {
  readonly path: string;
  readonly value: unknown;
}

export function ruleError(path: string, said: string): OrchError {
  const next = 'Mend it, or take harnesses.NAME.rules out of the configuration; docs/agents.md says what a rule is';
  return { kind: 'config', tried: `read the rules of ${plainText(path, 300)}`, said: plainText(said, 300), next };
}
