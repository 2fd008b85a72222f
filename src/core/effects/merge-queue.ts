// The merge queue: finished branches wait for their base, are put on it together in a scratch worktree, checked there, and the base moves once.
// A batch that fails its check is halved until the branches that fail are found; all others land.
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { MadeMerge, MergeOutcome } from '../model/repository.js';
import type { EffectPorts } from './effect-ports.js';
import { createLanes } from './lanes.js';
import { prepareCheckout } from './prepare-checkout.js';
import { failedCheck } from './verify-work.js';
import type { ReadyPorts } from './worktree-setup.js';

export interface MergeEntry {
  /** Of the agent or goal whose work it is. */
  readonly id: string;
  readonly branch: string;
  readonly base: string;
  readonly message: string;
  /** Runs on what the merge makes; null is none. */
  readonly verify: string | null;
  readonly record?: 'always';
  readonly again?: string;
  /** Aborted: it is left out, where it is not merged yet. */
  readonly signal: AbortSignal;
}

export type MergeEnd =
  | { readonly kind: 'merged'; readonly outcome: MergeOutcome; readonly notes: readonly string[] }
  | { readonly kind: 'refused'; readonly error: OrchError }
  /** Alone on the base its check fails: `tail` is the end of what that printed. */
  | { readonly kind: 'check-failed'; readonly error: OrchError; readonly tail: string };

export interface MergeQueue {
  /** Resolves when it is merged or refused; never rejects but for a bug. */
  add(entry: MergeEntry): Promise<MergeEnd>;
}

export type MergePorts = ReadyPorts & Pick<EffectPorts, 'repository' | 'folders' | 'commands' | 'verifyTimeoutMs' | 'merge'>;

interface Waiting {
  readonly entry: MergeEntry;
  readonly settle: (end: MergeEnd) => void;
  /** After a bug; once it is settled nothing happens. */
  readonly reject: (bug: unknown) => void;
}

export function createMergeQueue(ports: MergePorts): MergeQueue {
  const bases = createLanes();
  const waiting = new Map<string, Waiting[]>();
  return {
    add(entry) {
      return new Promise((resolve, reject) => {
        const { base } = entry;
        const queue = waiting.get(base) ?? [];
        waiting.set(base, queue);
        queue.push({ entry, settle: resolve, reject });
        // Whoever comes first takes along all that wait by then; for them nothing is left to be done in their own turn.
        void bases.run(base, async () => {
          const batch = queue.splice(0, ports.merge.batch);
          await mergeBatch(batch, ports).catch((bug: unknown) => {
            for (const each of batch) each.reject(bug);
          });
        });
      });
    },
  };
}

async function mergeBatch(batch: readonly Waiting[], ports: MergePorts): Promise<void> {
  const wanted = batch.filter(({ entry, settle }) => {
    if (entry.signal.aborted) settle({ kind: 'refused', error: stopped(entry) });
    return !entry.signal.aborted;
  });
  const [first, ...others] = wanted;
  if (first === undefined) return;
  if (others.length === 0) return mergeOne(first, ports);
  const failed: Failed = { tail: '' };
  const { base } = first.entry;
  const merged = await ports.repository.mergeSeries({
    base,
    branches: wanted.map(({ entry: { branch, message, record } }) => ({ branch, message, ...(record === undefined ? {} : { record }) })),
    scratch: scratchOf(first.entry, ports),
    how: ports.merge.how,
    check: (made) => check(made, wanted, { ports, failed }),
  });
  if (merged.ok) {
    const { commit, taken, left, notes } = merged.value;
    const together = taken.length > 1 ? [`merged and checked together: ${taken.map(({ branch }) => branch).join(', ')}`] : [];
    for (const { entry, settle } of wanted) {
      const how = taken.find(({ branch }) => branch === entry.branch)?.how;
      const refused = left.find(({ branch }) => branch === entry.branch)?.error;
      if (how !== undefined) settle({ kind: 'merged', outcome: { commit, how, notes }, notes: how === 'nothing' ? [] : together });
      else settle({ kind: 'refused', error: refused ?? stopped(entry) });
    }
    return;
  }
  // Changes of a person are in the way of some of them, and maybe not of others.
  if (merged.error.kind === 'conflict') {
    for (const each of wanted) await mergeOne(each, ports);
    return;
  }
  // Also a setup may fail for the files of one of them: a lock file that can not be installed.
  if (merged.error.kind !== 'verify' && merged.error.kind !== 'setup') {
    for (const { settle } of wanted) settle({ kind: 'refused', error: merged.error });
    return;
  }
  // The first half lands where it can: the second is tried on top of it.
  const middle = Math.ceil(wanted.length / 2);
  await mergeBatch(wanted.slice(0, middle), ports);
  await mergeBatch(wanted.slice(middle), ports);
}

async function mergeOne({ entry, settle }: Waiting, ports: MergePorts): Promise<void> {
  if (entry.signal.aborted) return settle({ kind: 'refused', error: stopped(entry) });
  const { branch, base, message, record, again } = entry;
  const failed: Failed = { tail: '' };
  const merged = await ports.repository.merge({
    ...{ branch, base, message, scratch: scratchOf(entry, ports), how: ports.merge.how },
    ...(record === undefined ? {} : { record }),
    ...(again === undefined ? {} : { again }),
    check: (made) => check(made, [{ entry }], { ports, failed }),
  });
  if (merged.ok) return settle({ kind: 'merged', outcome: merged.value, notes: [] });
  const { error } = merged;
  settle(error.kind === 'verify' ? { kind: 'check-failed', error, tail: failed.tail } : { kind: 'refused', error });
}

/** How the check went, for whom its error is not enough. */
interface Failed {
  tail: string;
}

interface Checking {
  readonly ports: MergePorts;
  readonly failed: Failed;
}

async function check(made: MadeMerge, batch: readonly Pick<Waiting, 'entry'>[], { ports, failed }: Checking): Promise<Result<void>> {
  const entries = batch.map(({ entry }) => entry).filter(({ branch }) => made.branches.includes(branch));
  const commands = [...new Set(entries.flatMap(({ verify }) => verify ?? []))];
  const [first] = entries;
  if (first === undefined || commands.length === 0 || made.isAsBranch || !ports.merge.verify) return ok(undefined);
  // One that is stopped meanwhile is merged all the same: only while it waits it can be left out.
  const signal = entries.length === 1 ? first.signal : new AbortController().signal;
  const ready = await prepareCheckout(
    { worktree: made.worktree, owner: { id: `${first.id}-merge`, name: `${first.id}-merge` }, signal },
    ports,
  );
  if (!ready.ok) return fail(ready.error.kind === 'setup' ? { ...ready.error, next: `Mend it, then ${againOf(first)}` } : ready.error);
  const { verifyTimeoutMs: timeoutMs } = ports;
  try {
    for (const command of commands) {
      const run = await ports.commands.run({ command, cwd: made.worktree, env: ready.value.env, timeoutMs, signal });
      if (signal.aborted) return fail(stopped(first));
      if (run.exitCode === 0 && !run.timedOut) continue;
      failed.tail = run.tail;
      return fail({
        kind: 'verify',
        tried: `check ${entries.map(({ branch }) => branch).join(', ')} on ${first.base} with \`${plainText(command)}\``,
        said: failedCheck(run, timeoutMs),
        next: `Mend it together with what is on ${first.base} now, then ${againOf(first)}`,
      });
    }
    return ok(undefined);
  } finally {
    await ready.value.leave();
  }
}

function againOf({ again }: MergeEntry): string {
  return again ?? 'press f again';
}

function scratchOf({ id }: MergeEntry, { folders }: MergePorts): string {
  return `${folders.scratch}/${id}-merge`;
}

function stopped({ branch, base }: MergeEntry): OrchError {
  return { kind: 'interrupted', tried: `merge ${branch} into ${base}`, said: 'it was stopped before that', next: 'Finish it again' };
}
