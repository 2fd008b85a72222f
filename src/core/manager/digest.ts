// What the manager is shown of an agent: facts of ours, and behind a fence what others wrote. No screen, and nothing it was shown before. Pure.
import type { Agent, Question } from '../model/agent.js';
import type { KeptDecision, ManagerReason } from '../model/decision.js';
import { saidAndNext } from '../model/error.js';
import type { Goal } from '../model/goal.js';
import { plainLines, plainText } from '../model/plain-text.js';
import { fencedText } from './fenced-text.js';

export interface Sight {
  readonly agent: Agent;
  readonly goal: Goal | null;
  readonly reason: ManagerReason;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** New output, digested already. */
  readonly output: string;
  /** `output` is what its screen shows. */
  readonly isScreen?: boolean;
  /** It works at another node; null: what it says, or what it has changed, is not known here. Left out: it works here. */
  readonly there?: { readonly node: string | null; readonly words: string | null; readonly stat: string | null };
  /** Size of the changes by file, and the last commits; empty where git could not tell. */
  readonly changes: string;
  readonly commits: readonly string[];
  /** Who changes the same files, a line each. */
  readonly overlaps?: readonly string[];
  /** What it may do beside deciding. */
  readonly commands: readonly string[];
  /** The next of its chain, in words; null at the end. */
  readonly nextOfChain: string | null;
  /** A code for each fence; left out: by chance. */
  readonly code?: () => string;
}

const TASK = 6000;
/** Its own words of before: enough to see a circle, little enough to pay for. */
const DECISIONS_SHOWN = 5;

const OUTPUT = 'new output of the agent since you looked last, digested';
const SCREEN = 'screen of the agent as it is now';

const LAST = 'last output of the agent, as its machine tells it, digested';
const UNHEARD = 'What it shows is not known: the machine that it works on gave no answer.';

const REASONS: Readonly<Record<ManagerReason, string>> = {
  idle: 'its turn has ended; it is idle',
  waiting: 'it waits',
  limited: 'a limit or a failure keeps it from going on',
  stuck: 'it has made no progress for a long time',
  exited: 'its program has ended with a failure',
  check: 'it has worked for a while without a change of state; nothing need be wrong',
  person: 'a person wants you to look',
};

export function managerDigest(sight: Sight): string {
  const { agent, goal, reason, now, output, changes, commits, commands, nextOfChain, isScreen = false, overlaps = [], there, code } = sight;
  const fence = (what: string, text: string) => fencedText({ what, text }, code);
  const minutes = Math.max(0, Math.round((now - Date.parse(agent.since)) / 60_000));
  const parts = [
    `Agent ${agent.name} (${plainText(agent.launch.harness, 40)}), ${agent.state} for ${minutes} min. You are asked because ${REASONS[reason]}.`,
    taskText(agent, fence),
    planPosition(goal, agent.task),
    decisionsText(agent.manager?.decisions ?? []),
    fence('what it has written to you since, and you have answered', (agent.managerNotes ?? []).map(({ text }) => `- ${text}`).join('\n')),
    verifyText(agent),
    agent.question === null ? '' : questionText(agent.question, fence),
    agent.error === null ? '' : fence('what went wrong', `${agent.error.tried}: ${saidAndNext(agent.error)}`),
    there === undefined ? '' : thereText(there),
    fence(
      there === undefined ? 'changes in its worktree against the base, by git' : 'its changes against the base, as saved here last',
      [changes, ...commits.map((subject) => `commit: ${subject}`), ...overlaps].join('\n'),
    ),
    commands.length === 0 ? '' : `Commands that you may run, * standing for anything: ${commands.map((one) => `\`${one}\``).join(', ')}`,
    nextOfChain === null ? '' : `Next of its chain: ${nextOfChain}`,
    there?.words === null
      ? UNHEARD
      : fence(there === undefined ? (isScreen ? SCREEN : OUTPUT) : LAST, output) || 'It has printed nothing new.',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** `+48 −12 in 3 files`, for the digest and for telling that rounds change nothing. */
export function diffWords({ diff }: Pick<Agent, 'diff'>): string {
  return diff === null ? '' : `+${diff.additions} −${diff.deletions} in ${diff.files}`;
}

/** What another agent delegates is its words, whatever they say to the manager. */
function taskText({ text, delegation }: Agent, fence: Fence): string {
  const task = plainLines(text, TASK).trim();
  return delegation === undefined ? `Its task:\n${task}` : fence('its task, as the agent above it gave it', task);
}

function thereText({ node, stat }: NonNullable<Sight['there']>): string {
  const where = node === null ? 'another machine' : `another machine (${plainText(node, 60)})`;
  const known = stat === null ? 'Nothing that it has changed is here yet.' : 'Of its work only what was saved is here.';
  return `It works on ${where}. ${known} Its files, its log and its check can be looked at when it is finished, not before.`;
}

function planPosition(goal: Goal | null, task: string | null): string {
  if (goal === null || task === null) return '';
  const at = goal.tasks.findIndex(({ id }) => id === task);
  const own = goal.tasks[at];
  if (own === undefined) return '';
  const rest = goal.tasks.map(({ id, title, state, after }) => {
    const waits = after.length === 0 ? '' : ` after ${after.join(', ')}`;
    return `${id === task ? '> ' : '  '}${id} ${plainText(title, 80)} (${state}${waits})`;
  });
  const done = own.done === null ? '' : `\nIt is done when: ${plainText(own.done, 600)}`;
  return `Task ${at + 1} of ${goal.tasks.length} of the goal: ${plainText(goal.text, 400)}\n${rest.join('\n')}${done}`;
}

function decisionsText(decisions: readonly KeptDecision[]): string {
  const last = decisions.slice(-DECISIONS_SHOWN);
  if (last.length === 0) return 'You have decided nothing about it yet.';
  const lines = last.map(({ reason, progress, action, outcome }) => {
    const text = action.text === '' ? '' : ` “${plainText(action.text, 200)}”`;
    return `- ${reason}: ${action.do}${text} → ${plainText(outcome, 160)}; ${progress}`;
  });
  return `Your last decisions about it, the newest last:\n${lines.join('\n')}`;
}

function verifyText({ finish, attempts }: Agent): string {
  if (finish.verify === null) return 'Its task has no check.';
  return `Its check: \`${plainText(finish.verify, 300)}\`, run ${attempts} of ${finish.attempts} times so far.`;
}

function questionText({ kind, text, options, digest, command = null, path = null }: Question, fence: Fence): string {
  const rest = [command === null ? '' : `command: ${command}`, path === null ? '' : `path: ${path}`];
  const listed = options.map((option, at) => `${at + 1}. ${option}`);
  return `It asks (${kind}), digest ${digest}:\n${fence('question', [text, ...rest, ...listed].filter((line) => line !== '').join('\n'))}`;
}

type Fence = (what: string, text: string) => string;
