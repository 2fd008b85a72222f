// `cleanup [DAYS]`: workspaces of goals that ended long ago. What stays is told with its reason; branches and worktrees are never touched.

import { join } from 'node:path';
import type { Place } from '../client/place.js';
import { openRepository } from '../core/adapters/git/open-repository.js';
import { type CleanupEntry, carryOutCleanup, planCleanup } from '../core/adapters/workspace-cleanup.js';
import { fail, ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import type { Status } from '../core/model/status.js';
import { storedOrHost } from './host-call.js';
import { flag, type Invocation } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';
import { workspacePlace } from './workspaces.js';

const MOST_DAYS = 36_500;

interface Cleaned {
  readonly entries: readonly CleanupEntry[];
  readonly days: number;
  readonly left: readonly string[];
}

export async function cleanup(invocation: Invocation): Promise<Result<Outcome>> {
  const [typed] = invocation.args;
  const asked = typed === undefined ? null : Number(typed);
  if (asked !== null && (!/^\d+$/u.test(typed ?? '') || asked > MOST_DAYS))
    return fail(usage(`${plainText(typed ?? '', 40)} is no number of days`, `Allowed: a whole number from 0 to ${MOST_DAYS}`));
  const isDry = flag(invocation, 'dryRun');
  const from = async (status: Result<Status>, place: Place) =>
    status.ok ? clean(status.value, place, { asked, mode: isDry ? 'dry' : 'real' }) : status;
  return storedOrHost<Cleaned>(invocation, {
    live: async (connection, place) => from(await connection.request('status', {}), place),
    stored: async (stored, place) => from(await stored.status(), place),
    tell: ({ entries, days, left }, host) => {
      const told = entries.map(({ goal, path, kept }) => ({ goal, path, kept: left.includes(path) ? 'it can not be removed' : kept }));
      const json = {
        host,
        days,
        dryRun: isDry,
        removed: told.filter(({ kept }) => kept === null),
        kept: told.filter(({ kept }) => kept !== null),
      };
      return done(text(told, { days, verb: isDry ? 'would remove' : 'removed' }), json, left.length === 0 ? 0 : 1);
    },
  });
}

interface CleanOrder {
  readonly asked: number | null;
  readonly mode: 'dry' | 'real';
}

async function clean(status: Status, place: Place, { asked, mode }: CleanOrder): Promise<Result<Cleaned>> {
  const where = await workspacePlace(place);
  if (!where.ok) return where;
  const repository = await openRepository(place.repo, {
    environment: () => process.env,
    temporary: join(place.stateDir, 'tmp'),
    commitHooks: 'off',
    forgeHosts: 'github.com',
  });
  if (!repository.ok) return repository;
  const days = asked ?? where.value.config.workspace.max_workspace_age_days;
  const listed = new Set([...status.goals.map(({ id }) => id), ...status.agents.map(({ goal }) => goal)]);
  const entries = await planCleanup({ base: where.value.base, repository: repository.value, listed, days, nowMs: Date.now() });
  return ok({ entries, days, left: mode === 'dry' ? [] : await carryOutCleanup(entries) });
}

function text(
  entries: readonly Pick<CleanupEntry, 'path' | 'kept'>[],
  { days, verb }: { readonly days: number; readonly verb: string },
): string {
  if (entries.length === 0) return `no workspace is older than ${days} days`;
  return entries
    .map(({ path, kept }) =>
      kept === null ? `${verb} ${plainText(path, 1000)}` : `kept ${plainText(path, 1000)}: ${plainText(kept, 200)}`,
    )
    .join('\n');
}
