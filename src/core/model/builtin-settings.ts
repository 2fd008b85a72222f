// What the built-in agent is told by whoever starts it, as JSON in one environment variable. Nothing secret stands in it: keys have variables of their own.
import type { Config } from './config.js';
import { type AgentPolicy, DEFAULT_POLICY, type PolicyRule } from './policy.js';

export const BUILTIN_VARIABLE = 'ORCH_BUILTIN';
/** What it prints before why it ends without having finished. */
export const STOPS = 'It stops: ';

/** How the task is approached: what a role file says, as far as this agent needs it. */
export interface BuiltinRole {
  readonly name: string;
  /** Text for the model. */
  readonly purpose: string;
  /** Names of the tools it has; null is all. Asking, reporting and finishing are always there. */
  readonly tools: readonly string[] | null;
  readonly turns: number | null;
  /** Path of the file that its work ends in; null is none. */
  readonly artifact: string | null;
}

export interface BuiltinSettings {
  readonly model: Config['model'];
  readonly security: Config['security'];
  readonly turns: number;
  readonly timeoutSeconds: number | null;
  readonly budgetUsd: number | null;
  readonly budgetTokens: number | null;
  readonly searchUrl: string | null;
  readonly mcp: Config['mcp'];
  readonly policy: AgentPolicy;
  /** Rules of the configuration. */
  readonly policyRules: readonly PolicyRule[];
  readonly role: BuiltinRole | null;
  /** Most tokens of one request; older results of tools are left out beyond that. */
  readonly contextTokens: number;
}

/** Models of today take more; a longer request costs more and is read less well. */
const CONTEXT_TOKENS = 96_000;

export function builtinSettings(
  config: Pick<Config, 'model' | 'security' | 'agent' | 'budget' | 'search' | 'mcp' | 'policy'>,
  { policy = DEFAULT_POLICY, role = null }: { readonly policy?: AgentPolicy | undefined; readonly role?: BuiltinRole | null } = {},
): BuiltinSettings {
  return {
    model: config.model,
    security: config.security,
    turns: role?.turns ?? config.agent.default_max_turns,
    timeoutSeconds: config.agent.default_timeout,
    budgetUsd: config.budget.agentUsd,
    budgetTokens: config.budget.agentTokens,
    searchUrl: config.search.url,
    mcp: config.mcp,
    policy,
    policyRules: config.policy,
    role,
    contextTokens: CONTEXT_TOKENS,
  };
}

/** The settings of the variable; null where it holds none. It is written by our own host, so its shape is not checked again. */
export function parsedSettings(text: string | undefined): BuiltinSettings | null {
  if (text === undefined) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'security' in value ? (value as BuiltinSettings) : null;
  } catch {
    return null;
  }
}
