// Whether a goal is cut into tasks first, and where a person has to agree. Nothing is made here.
import type { Config } from '../../core/model/config.js';
import { fail, ok, type Result } from '../../core/model/error.js';
import type { Approval, GoalOrder } from '../../core/model/goal.js';
import type { AgentPolicy } from '../../core/model/policy.js';
import { DEFAULT_POLICY } from '../../core/model/policy.js';
import type { RunParams } from '../../core/model/requests.js';
import { needsPlan } from '../../core/planner/needs-plan.js';
import type { OrderWorld } from './order-world.js';

/** Null: one agent (or `--count` of them) works on the text as it is. */
export function planOf(params: RunParams, { config, model }: OrderWorld): Result<GoalOrder['planned'] | null> {
  const isTried = params.count > 1 || (params.others ?? []).length > 0;
  if (params.tasks !== undefined) return isTried ? fail(COUNT) : ok('always');
  const wanted = params.plan ?? 'none';
  if (wanted === 'none' || (wanted === 'auto' && config.planner.when === 'none')) return ok(null);
  const isAlways = wanted === 'always' || config.planner.when === 'always';
  const planner = model.available('planner');
  if (isAlways) {
    if (isTried) return fail(COUNT);
    return planner.ok ? ok('always') : planner;
  }
  // Several on one task, or a role that was named: a person has cut it already.
  const isCut = isTried || params.role !== null;
  return ok(planner.ok && !isCut && needsPlan(params.text) ? 'auto' : null);
}

export function approvalsOf(params: RunParams, config: Config): readonly Approval[] {
  return [...new Set(params.approve ?? config.approve)];
}

/** Where a person must agree to commands, no rule lets one pass. */
export function policyOf(params: RunParams, config: Config): AgentPolicy | undefined {
  if (!approvalsOf(params, config).includes('command')) return withCheck(params.policy, params.verify ?? config.finish.verify);
  const { preset, rules } = params.policy ?? DEFAULT_POLICY;
  return { preset, rules: [...rules.filter(({ do: act }) => act === 'deny'), { tool: 'shell', do: 'ask' }, ...rules] };
}

/** Its agent may run the command that decides over its work. */
export function withCheck(policy: AgentPolicy | undefined, check: string | null): AgentPolicy | undefined {
  return check === null ? policy : { ...(policy ?? DEFAULT_POLICY), check };
}

const COUNT = {
  kind: 'usage',
  tried: 'plan the goal',
  said: 'several tries (--count, --try) and a plan exclude each other: a plan has its own tasks',
  next: 'Leave one of them out',
} as const;
