// A permission against rules: the first that matches decides, and is named with what it decides.
import { type AgentPolicy, DEFAULT_POLICY, type PolicyAct, type PolicyRule } from '../model/policy.js';
import { allowsCommand, concernsCommand, fits } from './pattern.js';
import { presetRules } from './presets.js';

/** What an agent asks to do; null is what could not be told for sure. */
export interface AskedAct {
  readonly tool: string | null;
  readonly command: string | null;
  readonly path: AskedPath | null;
}

export interface AskedPath {
  readonly place: 'inside' | 'outside';
  /** From the top of the worktree where it is inside, else absolute. */
  readonly name: string;
  readonly isSecret: boolean;
}

export interface PolicyVerdict {
  readonly act: PolicyAct;
  /** The rule in words, with where it stands: `rule 2: shell "npm test*" allow`, `preset worktree: edit inside allow`. */
  readonly rule: string;
}

export interface PolicyOrder {
  /** Of the agent; undefined for one that was started before there were policies. */
  readonly policy: AgentPolicy | undefined;
  /** Of the configuration. */
  readonly configured: readonly PolicyRule[];
}

export function judge(asked: AskedAct, { policy = DEFAULT_POLICY, configured }: PolicyOrder): PolicyVerdict {
  const check: readonly PolicyRule[] = isOwnCheck(asked, policy) ? [{ tool: 'shell', do: 'allow' }] : [];
  const layers = [
    { name: 'rule', rules: policy.rules, isNumbered: true },
    { name: 'configured rule', rules: configured, isNumbered: true },
    { name: 'the check of its task', rules: check, isNumbered: false },
    { name: `preset ${policy.preset}`, rules: presetRules(policy.preset), isNumbered: false },
  ];
  for (const { name, rules, isNumbered } of layers) {
    const at = rules.findIndex((rule) => matches(rule, asked));
    const rule = rules[at];
    if (rule !== undefined) return { act: rule.do, rule: `${name}${isNumbered ? ` ${at + 1}` : ''}: ${ruleText(rule)}` };
  }
  return { act: 'ask', rule: 'no rule matches' };
}

/** Word by word, no pattern. */
function isOwnCheck({ tool, command }: AskedAct, { preset, check }: AgentPolicy): boolean {
  return preset !== 'strict' && tool === 'shell' && check !== undefined && command === check;
}

/** As a person reads it: `shell "npm test*" allow`. */
export function ruleText({ tool, command, path, do: act }: PolicyRule): string {
  const parts = [tool ?? 'anything', command === undefined ? null : `"${command}"`, path ?? null, act];
  return parts.filter((part) => part !== null).join(' ');
}

function matches(rule: PolicyRule, { tool, command, path }: AskedAct): boolean {
  if (rule.tool !== undefined && rule.tool !== '*' && rule.tool !== tool) return false;
  if (rule.command !== undefined) {
    if (command === null) return false;
    const isMatch = rule.do === 'allow' ? allowsCommand(rule.command, command) : concernsCommand(rule.command, command);
    if (!isMatch) return false;
  }
  return rule.path === undefined || (path !== null && matchesPath(rule.path, path));
}

function matchesPath(pattern: string, { place, name, isSecret }: AskedPath): boolean {
  if (pattern === 'secret') return isSecret;
  if (pattern === 'inside' || pattern === 'outside') return place === pattern;
  return fits(pattern, name) && (place === 'inside' || pattern.startsWith('/'));
}
