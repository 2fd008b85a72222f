// An agent of another node in the shape of one of here, so that lists and screens show both alike. Never part of the state. Pure.
import { AGENT_STATES, type Agent, type AgentState, isOver } from '../model/agent.js';
import type { AgentRow } from '../model/neighbour.js';
import { plainText } from '../model/plain-text.js';
import { REMOTE_PROCESS } from '../model/remote.js';

/** What its node announces of it, as it stands in the registry. */
export interface ToldAgent {
  readonly id: string;
  readonly name: string;
  readonly node: string;
  readonly role: string | null;
  readonly harness: string;
  readonly state: string;
  /** ISO 8601 */
  readonly seenAt: string;
  /** Older versions tell none: then it is its name, its CLI and its state. */
  readonly row?: AgentRow;
}

export interface SeenFrom {
  /** Name of this node. */
  readonly node: string;
  /** Goal of the agent of here that it works for; empty where there is none. */
  readonly goal: string;
  /** Id of who stands above it in the list; null where nobody does. */
  readonly parent: string | null;
  /** ISO 8601: since when nobody else is heard here; null while they are. What was told before that may be wrong by now. */
  readonly awaySince: string | null;
  /** This node has the secret by which whoever is open can be asked. */
  readonly hasSecret: boolean;
}

/** Node whose goal it works for. */
export function ownerOf({ node, row }: Pick<ToldAgent, 'node' | 'row'>): string {
  return row?.owner ?? node;
}

export function neighbourAgent(told: ToldAgent, { node, goal, parent, awaySince, hasSecret }: SeenFrom): Agent {
  const { id, name, role, harness, row } = told;
  const state = awaySince === null ? stateOf(told.state) : 'unknown';
  const since = awaySince ?? row?.since ?? told.seenAt;
  const evidence = awaySince === null ? (row?.evidence ?? `as ${told.node} tells`) : `Redis is away: nothing is heard of ${told.node}`;
  const limit = awaySince === null ? (row?.limit ?? null) : null;
  return {
    id,
    number: 0,
    name,
    goal,
    task: null,
    text: row?.task ?? '',
    launch: { harness, command: null, args: [], model: row?.model ?? null },
    role,
    parent,
    finish: { kind: 'keep', unattended: true, verify: null, attempts: 0, labels: [], reviewers: [], draft: false },
    state,
    since,
    sinceSeq: 0,
    createdAt: since,
    why: { source: 'structured', rule: `node.${told.node}`, evidence: plainText(evidence, 200), at: since },
    pending: null,
    run: { mode: 'start', text: null, startedAt: since, hasWorked: true },
    question: state === 'waiting' ? (row?.question ?? null) : null,
    process: isBegun(state) && !isOver(state) ? REMOTE_PROCESS : null,
    branch: null,
    base: '',
    baseCommit: null,
    worktree: null,
    conversation: null,
    title: null,
    diff: null,
    progress: row?.progress ?? null,
    thought: null,
    usage: row?.usage ?? null,
    attempts: 0,
    // Whether its end was looked at is for its own node to remember.
    seen: true,
    seenAt: null,
    result: null,
    error: null,
    ...(limit === null ? {} : { limit: { ...limit, next: 'there', seq: 0 } }),
    node: told.node,
    neighbour: {
      node: told.node,
      owner: row?.owner ?? told.node,
      isOpen: awaySince === null && hasSecret && row?.isOpen === true && row.door !== null,
      isOurs: row !== undefined && row.owner === node,
      ...(row?.isOpen === true && !hasSecret ? { needsSecret: true as const } : {}),
    },
  };
}

/** A newer version may know states that this one does not. */
function stateOf(told: string): AgentState {
  return AGENT_STATES.find((state) => state === told) ?? 'unknown';
}

function isBegun(state: AgentState): boolean {
  return state !== 'queued' && state !== 'preparing' && state !== 'starting';
}
