// The agents of a task on this machine as every node is told of them: the one that does the task, and all that it has delegated to. Bounded and plain,
// whatever the host of the clone says of them. Pure.
import { readRow } from '../../core/messaging/neighbour-wire.js';
import { AGENT_STATES, type Question } from '../../core/model/agent.js';
import type { AgentRow } from '../../core/model/neighbour.js';
import { plainLines, plainText } from '../../core/model/plain-text.js';
import type { RemoteRun, RemoteTask } from '../../core/model/remote.js';
import type { AgentStatus } from '../../core/model/status.js';
import type { AgentEntry } from '../../core/ports/broker.js';
import { stateOf } from './local-state.js';

/** Of one task: more than anybody reads. */
const MOST_MEMBERS = 100;
/** As many as are read of one node. */
const MOST_ENTRIES = 500;
/** Everybody reads them all, again and again. */
const MOST_BYTES = 1024 * 1024;

/** As their hosts make them; others know an agent by it, and by no other form. */
const AGENT_ID = /^a-[0-9a-f]{1,40}$/u;
/** Where nobody can say since when. */
const LONG_AGO = new Date(0).toISOString();

/** One agent of a task, under the id that others know it by. */
export interface Member {
  readonly id: string;
  readonly parent: string | null;
  readonly agent: AgentStatus;
}

/** The agent of a task is called as at its owner elsewhere, those below it as here. */
export function namesOf(
  { id, agent }: Member,
  task: Pick<RemoteTask, 'agent' | 'name'>,
): { readonly here: string; readonly elsewhere: string } {
  return { here: agent.name, elsewhere: id === task.agent ? task.name : agent.name };
}

/** What is known of a task beside what the host of the clone says. */
export interface FamilyTask {
  readonly task: Pick<RemoteTask, 'agent' | 'name'>;
  /** Node that gave it out. */
  readonly owner: string;
  /** This one. */
  readonly node: string;
  /** Of this life of it. */
  readonly door: string;
  /** What its owner calls the task in one line; null where it has no words for it. */
  readonly title: string | null;
  /** ISO 8601 */
  readonly seenAt: string;
}

/** Where its owner has no other words for it, what is to be done stands for that. */
export function titleOf({ name }: Pick<RemoteTask, 'name'>, run: Pick<RemoteRun, 'part'> | null): string | null {
  if (run?.part === undefined) return null;
  const { title, brief } = run.part;
  return title === name ? brief : title;
}

/** Those above stand before those below: of too many the deepest are left out. The first is the agent `top`, by the id that the task has at its owner. */
export function membersOf(agents: readonly AgentStatus[], top: string, task: string): readonly Member[] {
  const first = agents.find(({ name }) => name === top);
  if (first === undefined) return [];
  const members: Member[] = [{ id: task, parent: null, agent: first }];
  const known = new Set([task, first.id]);
  // It grows while it is walked.
  for (const above of members)
    for (const agent of agents) {
      if (members.length === MOST_MEMBERS) return members;
      if (agent.parent !== above.agent.id || known.has(agent.id) || !AGENT_ID.test(agent.id)) continue;
      known.add(agent.id);
      members.push({ id: agent.id, parent: above.id, agent });
    }
  return members;
}

export function familyEntries(members: readonly Member[], about: FamilyTask): readonly AgentEntry[] {
  return members.map((member) => entryOf(member, about));
}

function entryOf({ id, parent, agent }: Member, { task, owner, node, door, title, seenAt }: FamilyTask): AgentEntry {
  const isTask = id === task.agent;
  const told = stateOf(agent, agent.usage);
  const role = nameOf(agent.role ?? '');
  const row = readableRow({
    owner,
    parent,
    task: plainText((isTask ? title : null) ?? agent.taskTitle ?? ''),
    model: nameOf(agent.model ?? ''),
    since: momentOf(told.question === null || told.question.digest !== agent.inquiry?.id ? agent.since : agent.inquiry.at) ?? LONG_AGO,
    evidence: told.evidence,
    question: told.question === null ? null : shortened(told.question),
    progress: told.progress,
    usage: told.usage,
    limit: told.limit == null ? null : { kind: told.limit.kind, until: momentOf(told.limit.until ?? '') },
    isOpen: true,
    door,
  });
  return {
    id,
    name: isTask ? task.name : (nameOf(agent.name) ?? id),
    node,
    role,
    harness: nameOf(agent.harness) ?? 'unknown',
    capabilities: role === null ? [] : [role],
    state: AGENT_STATES.find((state) => state === told.state) ?? 'unknown',
    seenAt,
    ...(row === null ? {} : { row }),
  };
}

/** What others could not read would cost them the whole row: that is left out, and the rest told. */
function readableRow(row: AgentRow): AgentRow | null {
  return (
    readRow(row) ??
    readRow({ ...row, usage: null }) ??
    readRow({ ...row, question: null }) ??
    readRow({ ...row, usage: null, question: null })
  );
}

/** Everybody reads all of them: much less than its owner is shown of it. */
function shortened({ text, options, tool, command, path, ...question }: Question): Question {
  return {
    ...question,
    text: plainLines(text, 2000),
    options: options.slice(0, 20).map((option) => plainText(option, 200)),
    ...(tool == null ? {} : { tool: plainText(tool, 40) }),
    ...(command == null ? {} : { command: plainText(command, 1000) }),
    ...(path == null ? {} : { path: plainText(path, 500) }),
  };
}

function nameOf(text: string): string | null {
  return plainText(text, 60) || null;
}

function momentOf(text: string): string | null {
  const ms = Date.parse(text);
  return ms >= 0 && ms < Date.UTC(10_000, 0) ? new Date(ms).toISOString() : null;
}

/** All that one machine tells: questions are left out first, then rows, each time of the last before the first. */
export function withinBounds(entries: readonly AgentEntry[], mostBytes: number = MOST_BYTES): readonly AgentEntry[] {
  const kept = entries.slice(0, MOST_ENTRIES);
  let total = kept.reduce((sum, entry) => sum + bytesOf(entry), 2);
  for (const shorter of [withoutQuestion, withoutRow])
    for (let at = kept.length - 1; at >= 0 && total > mostBytes; at -= 1) {
      const entry = kept[at];
      if (entry === undefined) continue;
      const less = shorter(entry);
      total -= bytesOf(entry) - bytesOf(less);
      kept[at] = less;
    }
  return kept;
}

function withoutQuestion({ row, ...entry }: AgentEntry): AgentEntry {
  return row === undefined ? entry : { ...entry, row: { ...row, question: null } };
}

function withoutRow({ row: _row, ...entry }: AgentEntry): AgentEntry {
  return entry;
}

/** With the comma behind it. */
function bytesOf(entry: AgentEntry): number {
  return Buffer.byteLength(JSON.stringify(entry)) + 1;
}
