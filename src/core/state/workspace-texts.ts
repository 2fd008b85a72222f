// The texts of a workspace for people: `context-main.md` at any moment of the work, `execution-summary.md` at its end. Pure.
import { type Agent, waitsForAnswer } from '../model/agent.js';
import { errorLine } from '../model/error.js';
import type { Task, TaskState } from '../model/goal.js';
import { openQuestion } from '../model/open-question.js';
import { plainLines, plainText } from '../model/plain-text.js';
import { addUsage, NO_USAGE, type Usage } from '../model/usage.js';
import type { WorkflowState } from '../model/workspace.js';
import { launchName } from './launch-name.js';
import { resultText } from './result-text.js';

const TEXT = 8000;
const LINE = 300;
const REPORT = 2000;
const SHOWN_DECISIONS = 10;

const MARKS: Readonly<Record<TaskState, string>> = {
  blocked: ' ',
  ready: ' ',
  running: '>',
  verifying: '>',
  done: 'x',
  failed: '!',
  skipped: '-',
};

/** The whole of a goal as it is now. */
export function contextText(workflow: WorkflowState): string {
  const { goal, agents } = workflow;
  const left = goal.tasks.filter(({ state }) => state !== 'done');
  return document([
    `# ${firstLine(goal.text)}`,
    `Goal ${goal.id}: ${goal.state}${goal.limit === undefined ? '' : ` (limit reached: ${goal.limit})`}. Begun ${goal.createdAt}.`,
    section('Goal', [plainLines(goal.text.slice(0, TEXT), TEXT).trim()]),
    section('Plan', goal.tasks.map(planLine)),
    section('Who does what', agents.map(agentLine)),
    section('Results', results(workflow)),
    section('Tries', triesLines(workflow)),
    section('Decisions of the manager', agents.flatMap(decisionLines)),
    section('Open questions', openQuestions(workflow)),
    section(
      'What is left',
      left.map((task) => `- ${plainText(task.id, 20)} ${line(task.title)}: ${task.state}${errorOf(task)}`),
    ),
    section('Costs', costLines(workflow)),
  ]);
}

export function summaryText(workflow: WorkflowState): string {
  const { goal, agents } = workflow;
  const ends = agents.map(({ since }) => since).sort();
  const all = goal.tasks.length > 0 ? goal.tasks : agents;
  const done = all.filter(({ state }) => state === 'done').length;
  const rate = all.length === 0 ? 'nothing was begun' : `${done} of ${all.length} done (${Math.round((done / all.length) * 100)} %)`;
  return document([
    `# ${firstLine(goal.text)}: ${goal.state}`,
    `Goal ${goal.id}, begun ${goal.createdAt}${ends.length === 0 ? '' : `, last change ${ends.at(-1)}, ${durationText(goal.createdAt, ends.at(-1) ?? goal.createdAt)} in all`}.`,
    section('Success', [`- ${rate}`]),
    section('In short', goal.finish?.summary === undefined ? [] : [plainLines(goal.finish.summary, TEXT)]),
    section('Results', results(workflow)),
    section('Tries', triesLines(workflow)),
    section('Tasks and times', agents.map(timeLine)),
    section('Branches', branchLines(workflow)),
    section('What failed', [
      ...goal.tasks.flatMap((task) => (task.error === null ? [] : [`- ${line(task.title)}: ${line(errorLine(task.error))}`])),
      ...agents.flatMap((agent) => (agent.error === null ? [] : [`- ${agent.name}: ${line(errorLine(agent.error))}`])),
    ]),
    section('Costs', costLines(workflow)),
    section('Files', [
      '- [all of it](context-main.md)',
      '- [what happened](workflow-history.json)',
      '- what agents printed: agent_outputs/',
    ]),
  ]);
}

/** Of the goal: its own calls of models and those of its agents. */
export function costOf({ goal, agents }: WorkflowState): Usage {
  return agents.reduce((sum, { usage }) => addUsage(sum, usage ?? NO_USAGE), goal.modelUsage ?? NO_USAGE);
}

function planLine(task: Task): string {
  const who = task.role === null ? '' : ` (${plainText(task.role, 40)})`;
  const after = task.after.length === 0 ? '' : `, after ${task.after.join(', ')}`;
  return `- [${MARKS[task.state]}] ${task.id} ${line(task.title)}${who}: ${task.state}${after}`;
}

function agentLine(agent: Agent): string {
  const role = agent.role === null ? '' : `, ${plainText(agent.role, 40)}`;
  const progress = agent.progress === null ? '' : `: ${line(agent.progress)}`;
  const task = agent.task === null ? '' : ` on ${plainText(agent.task, 40)}`;
  return `- ${agent.name} (${plainText(launchName(agent), 60)}${role})${task}: ${agent.state}${progress}`;
}

function results({ goal, agents }: WorkflowState): readonly string[] {
  const whole = goal.finish?.result ?? null;
  const told = agents.flatMap(ownResult);
  return whole === null ? told : [`- the whole: ${resultText(whole, goal.order ?? null)}`, ...told];
}

/** What it ended in, and what it said of that itself. */
function ownResult(agent: Agent): readonly string[] {
  const { name, result, report } = agent;
  if (result === null && report === undefined) return [];
  const files = report === undefined || report.artifacts.length === 0 ? [] : [`files: ${line(report.artifacts.join(', '))}`];
  const own = report === undefined ? [] : plainLines(report.summary.slice(0, REPORT), REPORT).split('\n');
  const head = result === null ? 'says that it is done' : resultText(result, agent);
  return [`- ${name}: ${head}`, ...[...own, ...files].map((text) => `  ${text}`)];
}

function decisionLines({ name, manager }: Agent): readonly string[] {
  const newest = (manager?.decisions ?? []).slice(-SHOWN_DECISIONS);
  return newest.map(({ at, action, thought, outcome }) => {
    const text = action.text === '' ? '' : ` “${line(action.text)}”`;
    return `- ${at} ${name}: ${action.do}${text} because ${line(thought)} (${line(outcome)})`;
  });
}

function openQuestions({ goal, agents }: WorkflowState): readonly string[] {
  const asked = agents.flatMap((agent) => {
    if (!waitsForAnswer(agent)) return [];
    return [`- ${agent.name}: ${line(openQuestion(agent)?.text ?? agent.error?.said ?? 'waits for a person')}`];
  });
  const plan = goal.plan?.state === 'proposed' ? ['- the plan waits to be agreed to'] : [];
  const finish = goal.finish?.state === 'asked' ? ['- the finish waits to be agreed to'] : [];
  const tries = goal.tries?.state === 'choosing' ? ['- one of the tries waits to be picked: `orch-tui compare`'] : [];
  return [...plan, ...asked, ...finish, ...tries];
}

/** Who was picked, what was said of each, and where the work of the others is. */
function triesLines({ goal, agents }: WorkflowState): readonly string[] {
  const { tries } = goal;
  if (tries === undefined) return [];
  const each = agents.map(({ id, name }) => {
    const facts = tries.facts.find(({ agent }) => agent === id);
    const judged = tries.judgement?.find(({ agent }) => agent === id);
    const said = judged === undefined ? '' : `, ${judged.score} of 10: ${line(judged.reason)}`;
    return `- ${name}: check ${facts?.verify ?? 'not run'}${said}${tries.picked === id ? ' (picked)' : ''}`;
  });
  const kept = (tries.kept ?? []).map(({ agent, ref }) => `- ${agent} is kept as ${ref ?? 'part of the base'}`);
  return [...each, ...(tries.unjudged === null ? [] : [`- not judged: ${line(tries.unjudged)}`]), ...kept];
}

function timeLine(agent: Agent): string {
  const what = agent.task === null ? '' : ` on ${plainText(agent.task, 40)}`;
  const runs = agent.attempts === 0 ? '' : `, ${agent.attempts} runs of verify`;
  return `- ${agent.name}${what}: ${agent.state}, ${durationText(agent.createdAt, agent.since)}${runs}`;
}

function branchLines({ goal, agents }: WorkflowState): readonly string[] {
  const own = goal.order === undefined ? [] : [`- the goal: ${plainText(goal.order.branch, 100)}`];
  return [...own, ...agents.flatMap(({ name, branch }) => (branch === null ? [] : [`- ${name}: ${plainText(branch, 100)}`]))];
}

function costLines(workflow: WorkflowState): readonly string[] {
  const { goal, agents } = workflow;
  const rows = agents.flatMap(({ name, usage }) => (usage === null ? [] : [`- ${name}: ${usageText(usage)}`]));
  const own = goal.modelUsage === undefined ? [] : [`- planner, manager and summary: ${usageText(goal.modelUsage)}`];
  const all = [...own, ...rows];
  return all.length === 0 ? [] : [...all, `- in all: ${usageText(costOf(workflow))}`];
}

function usageText({ inputTokens, outputTokens, costUsd, estimated }: Usage): string {
  return `${inputTokens} tokens in, ${outputTokens} out, ${costUsd.toFixed(4)} USD (${estimated ? 'estimated' : 'measured'})`;
}

function errorOf({ error }: Task): string {
  return error === null ? '' : ` (${line(error.said)})`;
}

function durationText(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function firstLine(text: string): string {
  return plainText(text.split('\n').find((each) => plainText(each) !== '') ?? 'a goal', 100);
}

function line(text: string): string {
  return plainText(text, LINE);
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `## ${title}\n\n${lines.join('\n')}`;
}

function document(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
