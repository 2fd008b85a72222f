// What commands in a worktree are told of it: ports and a name of its own, so that servers and databases of two never meet. Pure.
import type { Agent } from '../model/agent.js';
import type { Environment } from './agent-environment.js';

const MAX_SLUG = 30;

/** For its agent's CLI, and for verify, setup and teardown. A goal's checkout is named by its id. */
export function worktreeEnvironment({ id, name, port }: Pick<Agent, 'id'> & Partial<Pick<Agent, 'name' | 'port'>>): Environment {
  return { ORCH_SLUG: worktreeSlug(name ?? id), ...(port === undefined ? {} : { ORCH_PORT: String(port) }) };
}

/** Fits host names and names of databases: `[a-z0-9-]`, at most 30, another one for each name. */
export function worktreeSlug(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
  if (plain === name && plain.length <= MAX_SLUG) return plain;
  // Cut or changed, two names could have become one.
  const start = plain.slice(0, MAX_SLUG - 5).replace(/-+$/u, '');
  return `${start === '' ? 'agent' : start}-${hashOf(name)}`;
}

/** Four signs; FNV-1a. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36).padStart(4, '0').slice(-4);
}
