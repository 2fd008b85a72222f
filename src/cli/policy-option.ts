// `run --policy strict|worktree|FILE`: a preset, or rules of a file over the preset `worktree`.
import { readFile } from 'node:fs/promises';
import { fail, ok, type Result } from '../core/model/error.js';
import { type AgentPolicy, POLICY_PRESETS, type PolicyPreset, type PolicyRule } from '../core/model/policy.js';

/** Undefined: nothing was said, and the configuration's rules over the default preset hold. */
export async function policyOption(value: string | null): Promise<Result<AgentPolicy | undefined>> {
  if (value === null) return ok(undefined);
  const preset = POLICY_PRESETS.find((name): name is PolicyPreset => name === value);
  if (preset !== undefined) return ok({ preset, rules: [] });
  const wrong = (said: string) =>
    fail({
      kind: 'usage',
      tried: `read the policy ${value}`,
      said,
      next: `Allowed are ${POLICY_PRESETS.join(', ')}, or a JSON file with a list of rules {tool, command, path, do}`,
    });
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(value, 'utf8'));
  } catch (error) {
    return wrong((error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it is neither a preset nor a file' : (error as Error).message);
  }
  // The rules of a file are those of the configuration's key, and are checked as such.
  const values = { policy: parsed };
  const { checkLayer } = await import('../core/model/config-check.js');
  const error = checkLayer({ origin: value, values });
  return error === null
    ? ok({ preset: 'worktree', rules: (values as { policy: PolicyRule[] }).policy })
    : fail({ ...error, kind: 'usage' });
}
