// Work that goes on at another node is known here as it was saved last: whose diff and changes are looked at is that commit, never the worktree. Pure.
import type { Agent } from '../model/agent.js';
import type { SavedWork } from '../model/node.js';
import { isElsewhere, runsElsewhere } from '../model/remote.js';

/** What it prints is kept at another node, and not here; null: it never worked there, or nobody took it. */
export function awayAt(agent: Agent): { readonly node: string | null; readonly runs: boolean } | null {
  if (!isElsewhere(agent) || agent.offer === undefined || agent.startedAt === undefined) return null;
  return { node: agent.node ?? agent.offer.saved?.node ?? null, runs: runsElsewhere(agent) };
}

/** Null: its work is in its worktree here, or nowhere yet. */
export function workThere(agent: Pick<Agent, 'placement' | 'process' | 'offer' | 'node'>): SavedWork | null {
  if (!runsElsewhere(agent) || agent.offer === undefined) return null;
  const { checkpoint, saved } = agent.offer;
  return { node: (checkpoint === null ? agent.node : saved?.node) ?? null, at: saved?.at ?? null, commit: checkpoint };
}
