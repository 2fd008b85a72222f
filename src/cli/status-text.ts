// Goals and agents as lines for a person's terminal or a pipe: words, no colours.
import { isOver } from '../core/model/agent.js';
import { saidAndNext } from '../core/model/error.js';
import { fileWords } from '../core/model/overlap.js';
import { plainText } from '../core/model/plain-text.js';
import type { AgentStatus, NeighbourStatus, Status } from '../core/model/status.js';
import { depthFirst } from '../core/state/tree.js';
import { ageAt, ageText, clockText } from '../core/view/age.js';
import { silenceSince } from '../core/view/node-silence.js';
import { COUNT_ORDER } from '../core/view/state-mark.js';
import { table } from './table.js';

/** Last words of a CLI have many lines, its row has one. */
const NOTE = 300;

/**
 * One row per agent: name, harness, state, how long it has been in it, what there is to know; who was delegated to stands below its parent,
 * further in. `now` in ms since the epoch.
 */
export function agentRows(agents: readonly AgentStatus[], now: number): string[][] {
  return rowsOf(agents, now);
}

type Listed = AgentStatus | NeighbourStatus;

function rowsOf(agents: readonly Listed[], now: number): string[][] {
  return depthFirst(agents).map(({ agent, depth }) => [
    `${'  '.repeat(depth)}${'ours' in agent ? `${agent.name}@${agent.node}` : agent.name}`,
    agent.harness,
    agent.state,
    ageText(ageAt(agent.since, now)),
    plainText('ours' in agent ? neighbourNote(agent) : noteOf(agent), NOTE),
  ]);
}

/** What its node tells of it; of one of this host, whose task its parent has given, what it says counts more. */
function neighbourNote(agent: NeighbourStatus): string {
  const { question, progress, task, ours, owner, node } = agent;
  const note = silenceSince(agent) ?? (question === null ? progress || task : `asks: ${question.text}`);
  return ours || owner === node ? note : [`for ${owner}`, note].filter((part) => part !== '').join(': ');
}

function goesOnText({ limit }: AgentStatus): string {
  if (limit?.next === 'hand-over') return '; it is handed over';
  return limit?.next === 'go-on' && limit.until !== null ? `; it goes on at ${clockText(Date.parse(limit.until))}` : '';
}

const TELLING: ReadonlySet<string> = new Set(['finish.done', 'try.ended', 'children.wait', 'agent.offered']);

/** What a person would want to know of it next. */
export function noteOf(agent: AgentStatus): string {
  const { question, error, undelivered, result, branch, why, state } = agent;
  // All that is known of it is older than this.
  const silence = silenceSince(agent);
  if (silence !== null) return silence;
  if (question !== null) return `asks: ${question.text}`;
  if (error !== null) return saidAndNext(error);
  if (state === 'preparing' && agent.setup) return `setup: ${agent.setup.what}`;
  if (state === 'limited') return `${why.evidence}${goesOnText(agent)}`;
  if (agent.staleSince) return `no sign of life since ${clockText(Date.parse(agent.staleSince))}`;
  if (undelivered) return `message not taken: ${saidAndNext(undelivered.error)}`;
  switch (result?.kind) {
    case 'merge':
      return `merged into ${agent.base} as ${result.commit?.slice(0, 10) ?? 'it was'}`;
    case 'pr':
      return result.url ?? 'pull request';
    case 'artifact':
      return result.path ?? 'a file';
    case undefined:
      // Such as that nothing was changed, or what it waits for.
      if (TELLING.has(why.rule)) return why.evidence;
      if (isOver(state)) return branch ?? '';
      return agent.progress || (agent.waitsForChildren ? 'waits for its children' : (branch ?? ''));
    default:
      return branch ?? '';
  }
}

export function statusText(status: Status, { now, widthCols }: { readonly now: number; readonly widthCols: number }): string {
  const { host, agents, others = [] } = status;
  const clients = host?.clients === 1 ? '1 screen' : `${host?.clients} screens`;
  const queue = host?.queue === undefined ? '' : `; it ${plainText(host.queue.said, NOTE)}`;
  const told = host === null ? 'no host is running' : `host ${host.version}, process ${host.pid}, ${clients}${queue}`;
  const spent = spentText(status);
  const own = [...agents, ...others.filter(({ ours }) => ours)];
  const rows = own.length === 0 ? [] : [table(rowsOf(own, now), widthCols)];
  const counts = own.length === 0 ? 'no agents' : countsOf(own);
  return [`${told}; ${counts}`, ...spent, ...rows, ...overlapLines(status), ...elsewhereLines(others, now, widthCols)].join('\n');
}

/** Agents of other hosts, in trees of their own. */
function elsewhereLines(others: readonly NeighbourStatus[], now: number, widthCols: number): readonly string[] {
  const theirs = others.filter(({ ours }) => !ours).sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
  return theirs.length === 0 ? [] : ['', 'on other machines:', table(rowsOf(theirs, now), widthCols)];
}

/** By node, then name: what they do does not move them. */
function placeOf({ node, name, id }: NeighbourStatus): string {
  return `${node}\n${name}\n${id}`;
}

/** Files of one overlap that are named. */
const FILES = 5;

/** Who changes the same, a line each; the same lines are what a merge would stumble over. */
function overlapLines({ overlaps = [], agents }: Partial<Pick<Status, 'overlaps'>> & Pick<Status, 'agents'>): readonly string[] {
  const nameOf = (id: string) => agents.find((agent) => agent.id === id)?.name ?? id;
  return overlaps.map(({ agents: ids, files, lines, base }) => {
    const sides = [...ids.map(nameOf), ...(base === null ? [] : [base])].join(' and ');
    const others = files.filter((file) => !lines.includes(file));
    const parts = [
      ...(lines.length === 0 ? [] : [`the same lines of ${fileWords(lines, FILES)}`]),
      ...(others.length === 0 ? [] : [`other lines of ${fileWords(others, FILES)}`]),
    ];
    return plainText(`overlap: ${sides} change ${parts.join(', and ')}`, 600);
  });
}

/** What rounds to nothing is not told. */
const LEAST_SHOWN_USD = 0.005;

/** What the manager has cost, and of each decision; nothing where it was never asked. */
function spentText({ manager, budget }: Status): readonly string[] {
  const { calls, inputTokens, outputTokens, costUsd, savedTokens = 0 } = manager;
  const each = calls === 0 ? '' : ` ($${(costUsd / calls).toFixed(4)} and ${Math.round((inputTokens + outputTokens) / calls)} tokens each)`;
  const saved = savedTokens === 0 ? '' : `; its digests left out ${savedTokens} tokens`;
  const managed = calls === 0 ? [] : [`manager: ${calls} ${calls === 1 ? 'call' : 'calls'}, $${costUsd.toFixed(4)}${each}${saved}`];
  const bound = budget.limitUsd === null ? '' : ` of $${budget.limitUsd.toFixed(2)}`;
  return budget.dayUsd < LEAST_SHOWN_USD && bound === '' ? managed : [...managed, `spent today: $${budget.dayUsd.toFixed(2)}${bound}`];
}

function countsOf(agents: readonly Pick<AgentStatus, 'state'>[]): string {
  const counts = COUNT_ORDER.map((state) => [agents.filter((agent) => agent.state === state).length, state] as const);
  return counts
    .filter(([count]) => count > 0)
    .map(([count, state]) => `${count} ${state}`)
    .join(', ');
}

/** Rows are cut for a terminal, never for a pipe: a script reads all of them. */
export function lineWidth(out: { readonly isTTY?: boolean; readonly columns?: number }): number {
  return out.isTTY === true && out.columns !== undefined ? out.columns : Number.POSITIVE_INFINITY;
}
