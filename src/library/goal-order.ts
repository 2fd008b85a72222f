// What a program orders, in the words of the library, and what the host is asked for it. Pure.
import type { FinishKind } from '../core/model/agent.js';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { type Approval, MAX_TASK_TEXT, type PlannedTask } from '../core/model/goal.js';
import { plainText } from '../core/model/plain-text.js';
import type { AgentPolicy, PolicyPreset } from '../core/model/policy.js';
import type { MergeMethod } from '../core/model/pull-request.js';
import type { RunParams } from '../core/model/requests.js';
import { type OptionKind, optionError } from './check-options.js';

/** How the agents of a goal are run, and how their work ends. Everything may be left out: then it is as configured. */
export interface GoalOptions {
  /** The agent CLI: `claude`, `codex`, `gemini`, `opencode`, `aider`, `builtin`, or a name of the configuration. */
  harness?: string | undefined;
  /** Any program instead of a harness, as words; `{prompt}` becomes the text of the task, else that is appended. */
  command?: readonly string[] | undefined;
  /** Extra arguments for the agent CLI. */
  args?: readonly string[] | undefined;
  /** The model for the agent CLI. */
  model?: string | undefined;
  /** How the task is approached: `coder`, `qa`, or a role of one's own. Not for a goal that is planned. */
  role?: string | undefined;
  /** Whether its agents may have parts done by others; `auto` where left out: by role and plan. */
  delegate?: 'always' | 'auto' | 'never' | undefined;
  /** So many agents on the same task; 1 where left out. */
  count?: number | undefined;
  /** Cut into tasks by the planner; `auto` where left out: where a model is configured and the goal needs it. */
  plan?: 'auto' | 'always' | 'none' | undefined;
  /** A plan of one's own: then no planner is asked. */
  tasks?: readonly PlannedTask[] | undefined;
  /** Branch to start from and to finish into. */
  base?: string | undefined;
  /** Name of the agent, and of its branch. */
  name?: string | undefined;
  /** Command that must exit 0 in the worktree before the work may finish; its failing output goes back to the agent. */
  verify?: string | undefined;
  /** Runs of `verify` in all. */
  attempts?: number | undefined;
  /** How the work ends: a pull request, a merge, a branch, or only its worktree. */
  finish?: FinishKind | undefined;
  /** Where a person must agree first. Only with `interactive: true`. */
  approve?: readonly Approval[] | undefined;
  /** What agents may do unasked: a preset, or rules over one. */
  policy?: PolicyPreset | AgentPolicy | undefined;
  /** Most US dollars for the goal. */
  budgetUsd?: number | undefined;
  /** Most tokens for the goal. */
  budgetTokens?: number | undefined;
  /** Turns of the built-in agent, each agent by itself. */
  maxTurns?: number | undefined;
  /** Its agents are stopped after so many seconds. */
  timeoutSeconds?: number | undefined;
  /** For the pull request. */
  labels?: readonly string[] | undefined;
  /** For the pull request. */
  reviewers?: readonly string[] | undefined;
  /** `auto`: the pull request is merged as soon as checks and reviews allow it. */
  merge?: 'ask' | 'auto' | undefined;
  /** How the pull request is merged. */
  mergeMethod?: MergeMethod | undefined;
  /** Opens the pull request as a draft. */
  draft?: boolean | undefined;
}

/** One agent on one task. */
export interface AgentOrder extends Omit<GoalOptions, 'plan' | 'tasks' | 'count'> {
  /** What the agent is to do; its first words become the name. */
  task: string;
  /** What it is told besides. */
  instructions?: string | undefined;
  /** Name of the file in which the task ends, such as `notes.md`. Left out: it ends in commits. */
  outputFile?: string | undefined;
}

/** @internal */
export interface Setting {
  readonly interactive: boolean;
  /** Absolute; null is as configured. */
  readonly baseDir: string | null;
}

/** @internal */
export function goalParams(text: string, options: GoalOptions, { interactive, baseDir }: Setting): Result<RunParams> {
  if (typeof text !== 'string' || text.trim() === '') return fail(wrong('the goal is empty', 'Say what is to be done'));
  const slip = optionError(options, GOAL_OPTIONS);
  if (slip !== null) return fail(slip);
  const { command, harness, policy, budgetUsd, budgetTokens, maxTurns } = options;
  if (command !== undefined && harness !== undefined) return fail(wrong('harness and command exclude each other', 'Use one of them'));
  if (command?.length === 0) return fail(wrong('command is empty', 'Name a program'));
  if (!interactive && (options.approve ?? []).length > 0) {
    return fail(wrong('approve needs a person, and interactive is false', 'Make the Orchestrator with interactive: true'));
  }
  const approve = interactive ? options.approve : [];
  const hasBudget = budgetUsd !== undefined || budgetTokens !== undefined || maxTurns !== undefined;
  return ok({
    text: text.trim(),
    harness: harness ?? null,
    command: command ?? null,
    args: options.args ?? [],
    model: options.model ?? null,
    role: options.role ?? null,
    ...(options.delegate === undefined ? {} : { delegate: options.delegate }),
    count: options.count ?? 1,
    base: options.base ?? null,
    name: options.name ?? null,
    verify: options.verify ?? null,
    attempts: options.attempts ?? null,
    finish: options.finish ?? null,
    unattended: true,
    whenStuck: interactive ? 'wait' : 'fail',
    timeoutSeconds: options.timeoutSeconds ?? null,
    plan: options.plan ?? 'auto',
    ...(options.tasks === undefined ? {} : { tasks: options.tasks }),
    ...(policy === undefined ? {} : { policy: typeof policy === 'string' ? { preset: policy, rules: [] } : policy }),
    ...(approve === undefined ? {} : { approve }),
    ...(hasBudget ? { budget: { usd: budgetUsd ?? null, tokens: budgetTokens ?? null, turns: maxTurns ?? null } } : {}),
    ...(baseDir === null ? {} : { workspaceBase: baseDir }),
    ...(options.merge === undefined ? {} : { merge: options.merge }),
    ...(options.mergeMethod === undefined ? {} : { mergeMethod: options.mergeMethod }),
    labels: options.labels ?? [],
    reviewers: options.reviewers ?? [],
    draft: options.draft ?? false,
  });
}

/**
 * A plan of one task: the roles and the file belong to tasks.
 * @internal
 */
export function agentParams(order: AgentOrder, setting: Setting): Result<RunParams> {
  const slip = optionError(order, AGENT_OPTIONS);
  if (slip !== null) return fail(slip);
  const { task, instructions, outputFile, role, ...options } = order;
  if (typeof task !== 'string' || task.trim() === '') return fail(wrong('the task is empty', 'Say what the agent is to do'));
  const text = [task.trim(), ...(instructions === undefined ? [] : [instructions.trim()])].join('\n\n');
  if (text.length > MAX_TASK_TEXT) {
    const said = `task and instructions have ${text.length} characters, and ${MAX_TASK_TEXT} are allowed`;
    return fail(wrong(said, 'Put the instructions into a file of the repository, and name that file'));
  }
  const planned: PlannedTask = {
    id: 't1',
    title: plainText(task, 80),
    role: role ?? null,
    after: [],
    text,
    done: null,
    kind: outputFile === undefined ? 'code' : 'artifact',
    artifact: outputFile ?? null,
    verify: null,
    estimateMinutes: null,
  };
  return goalParams(task, { ...options, tasks: [planned] }, setting);
}

const GOAL_OPTIONS: Readonly<Record<keyof GoalOptions, OptionKind>> = {
  harness: 'text',
  command: 'list',
  args: 'list',
  model: 'text',
  role: 'text',
  delegate: 'text',
  count: 'number',
  plan: 'text',
  tasks: 'list',
  base: 'text',
  name: 'text',
  verify: 'text',
  attempts: 'number',
  finish: 'text',
  approve: 'list',
  policy: 'text or object',
  budgetUsd: 'number',
  budgetTokens: 'number',
  maxTurns: 'number',
  timeoutSeconds: 'number',
  labels: 'list',
  reviewers: 'list',
  draft: 'yes or no',
  merge: 'text',
  mergeMethod: 'text',
};

const { plan: _plan, tasks: _tasks, count: _count, ...OF_AN_AGENT } = GOAL_OPTIONS;
const AGENT_OPTIONS: Readonly<Record<keyof AgentOrder, OptionKind>> = {
  task: 'text',
  instructions: 'text',
  outputFile: 'text',
  ...OF_AN_AGENT,
};

function wrong(said: string, next: string): OrchError {
  return { kind: 'usage', tried: 'order a goal', said, next };
}
