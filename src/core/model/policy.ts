// What agents may do unasked, as rules of a person: the first that matches decides (decision 28).

export const POLICY_ACTS = ['allow', 'deny', 'ask', 'manager'] as const;
export type PolicyAct = (typeof POLICY_ACTS)[number];

export interface PolicyRule {
  /** `shell`, `edit`, `read`, `fetch`; left out or `*` is any, also one that could not be told. */
  readonly tool?: string | undefined;
  /** A whole command, `*` standing for anything in it. */
  readonly command?: string | undefined;
  /** `inside` or `outside` of the worktree, `secret`, or a pattern of the path in the worktree such as `docs/*`. */
  readonly path?: string | undefined;
  readonly do: PolicyAct;
}

export const POLICY_PRESETS = ['strict', 'worktree'] as const;
export type PolicyPreset = (typeof POLICY_PRESETS)[number];

/** Of one agent: its own rules come before those of the configuration, the preset after both. */
export interface AgentPolicy {
  readonly preset: PolicyPreset;
  readonly rules: readonly PolicyRule[];
  /** The verify command of its task: run by the host in any case, so it may run exactly that where no rule says otherwise; not with `strict`. */
  readonly check?: string;
}

export const DEFAULT_POLICY: AgentPolicy = { preset: 'worktree', rules: [] };
