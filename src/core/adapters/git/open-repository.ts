// Finds the repository a folder belongs to, or says in one sentence why there is none, and ties its operations together as the `Repository` port.
import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { OrchError, Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import type { RepositoryInfo } from '../../model/repository.js';
import type { Carrier } from '../../ports/carrier.js';
import type { Repository } from '../../ports/repository.js';
import { applyHunk } from './apply-hunk.js';
import { defaultBase, listBranches, resolveBase, tipsOf } from './base-branch.js';
import { branchOnForge } from './branch-on-forge.js';
import { bringFiles, heldIn } from './bring-files.js';
import { gitCarrier, type TokenFor } from './carrier.js';
import { commitAll } from './commit-all.js';
import { commitSubjects } from './commit-subjects.js';
import { configGuard, readConfig, snapshotOf } from './config-guard.js';
import { createWorktree } from './create-worktree.js';
import { deliveredDiff } from './delivered-diff.js';
import { changesBetween, measureChanges, measureDiff, unifiedDiff } from './diff.js';
import { fetchBranch } from './fetch.js';
import { fileAt, namesAt } from './file-at.js';
import { forgeRemote } from './forge-remote.js';
import type { GitContext } from './git-context.js';
import { gitError } from './git-error.js';
import { dropMerged, ensureBranch, trackedFiles, withCheckout } from './goal-branch.js';
import { type GitPlace, type HardenedGit, hardenedGit, lineOf, shown } from './hardened-git.js';
import { headLine, watchHead } from './head-line.js';
import { isMerged } from './is-merged.js';
import { lookAt } from './look.js';
import { mergeBranch } from './merge-branch.js';
import { mergeSeries } from './merge-series.js';
import { pushBranch } from './push.js';
import { hasUnsavedWork, removeWorktree } from './remove-worktree.js';
import { reopenWorktree } from './reopen-worktree.js';
import { clearScratch } from './scratch-checkout.js';
import { stagedDiff } from './staged-diff.js';
import { takeInBase } from './take-in-base.js';
import { emptyTrash, listTrash, restoreTrash } from './trash.js';

export interface RepositoryDeps {
  /** The person's environment as of the last client (decision 5); read for each git. Tokens and keys in it are withheld from git. */
  readonly environment: () => Readonly<Record<string, string | undefined>>;
  /** Folder of ours outside every checkout, on a disk that allows scripts: `<state>/tmp`. Made when missing. */
  readonly temporary: string;
  /** `finish.hooks`: whether commits of the host run the person's git hooks. */
  readonly commitHooks: 'run' | 'off';
  /** `any` when GITHUB_API_URL is set (decision 26). */
  readonly forgeHosts: 'github.com' | 'any';
  /** For remotes that work is carried through to other machines; left out: git's own ways to a password are enough. */
  readonly tokenFor?: TokenFor;
}

export interface GitRepository extends Repository {
  readonly carrier: Carrier;
  /** The person has looked at the changed git configuration: what it holds now is taken as theirs. */
  acceptConfig(): Promise<Result<void>>;
}

/** `worktree list -z` and `merge-tree --write-tree`. */
const OLDEST = [2, 38] as const;

/** The first 16 hex digits of the SHA-256 of the common directory's real path (decision 6): short enough for a socket's path. */
export function repositoryHash(commonDir: string): string {
  return createHash('sha256').update(commonDir).digest('hex').slice(0, 16);
}

/** The repository that `dir` (a checkout, a linked worktree, or a folder in one) belongs to. What its configuration holds now is taken as the person's. */
export async function openRepository(dir: string, deps: RepositoryDeps): Promise<Result<GitRepository>> {
  let sshCommand: string | null = null;
  const git = hardenedGit(deps.environment, () => sshCommand);
  const tried = `open ${shown(dir)}`;
  const found = await discover(git, dir, tried);
  if (!found.ok) return found;
  const { refs, top, isMain } = found.value;
  const config = await readConfig(git, refs, tried);
  if (!config.ok) return config;
  // The person's own, never the repository's, which an agent can write.
  sshCommand =
    config.value.findLast(({ scope, key }) => key === 'core.sshcommand' && (scope === 'global' || scope === 'system'))?.value ?? null;
  const context: GitContext = {
    git,
    refs,
    top,
    mainCheckout: isMain ? top.workTree : null,
    guard: configGuard(git, snapshotOf(config.value)),
    landing: inTurn(),
    temporary: deps.temporary,
    commitHooks: deps.commitHooks,
    // Asked for anew each time: a later client may name another forge.
    get forgeHosts() {
      return deps.forgeHosts;
    },
  };
  const branches = await listBranches(context);
  if (!branches.ok) return branches;
  if (branches.value.length === 0) {
    const next = 'Make the first commit, such as git commit --allow-empty -m "First".';
    return fail({ kind: 'repository', tried, said: 'the repository has no commits yet', next });
  }
  return ok(repositoryOf(context, infoOf(context), deps.tokenFor ?? (async () => null)));
}

interface Discovery {
  readonly refs: GitPlace;
  readonly top: GitPlace & { readonly workTree: string };
  /** `top` is the main checkout. */
  readonly isMain: boolean;
}

/** A checkout of a git that is new enough, told by two processes: starting each costs a person 5 ms before their first screen. Null: look closer. */
async function discoverCheckout(git: HardenedGit, dir: string, tried: string): Promise<Result<Discovery> | null> {
  const asked = ['--is-bare-repository', '--path-format=absolute', '--git-common-dir', '--git-dir', '--show-toplevel'];
  const [version, told] = await Promise.all([git({ cwd: dir }, ['version']), git({ cwd: dir }, ['rev-parse', ...asked])]);
  if (version.kind !== 'ended' || tooOld(lineOf(version), tried) !== null) return null;
  if (told.kind !== 'ended' || told.exitCode !== 0) return null;
  const [bare, common, own, top, ...more] = lineOf(told).split('\n');
  if (bare !== 'false' || common === undefined || own === undefined || top === undefined || more.length > 0) return null;
  return ok(await tied(git, { common, own, top }));
}

async function discover(git: HardenedGit, dir: string, tried: string): Promise<Result<Discovery>> {
  const where = { cwd: dir };
  const usual = await discoverCheckout(git, dir, tried);
  if (usual !== null) return usual;
  const [version, bare, common, own, top] = await Promise.all([
    git(where, ['version']),
    git(where, ['rev-parse', '--is-bare-repository']),
    git(where, ['rev-parse', '--path-format=absolute', '--git-common-dir']),
    git(where, ['rev-parse', '--path-format=absolute', '--git-dir']),
    git(where, ['rev-parse', '--path-format=absolute', '--show-toplevel']),
  ]);
  if (version.kind !== 'ended') return fail(gitError(version, { tried, next: 'Name a folder inside a git repository.' }));
  const old = tooOld(lineOf(version), tried);
  if (old !== null) return fail(old);
  if (common.kind !== 'ended' || common.exitCode !== 0) return fail(notARepository(common.kind === 'ended' ? common.stderr : '', tried));
  if (bare.kind === 'ended' && lineOf(bare) === 'true') {
    const next = 'Open a checkout of it: git worktree add ../checkout, then run orch-tui there.';
    return fail({ kind: 'repository', tried, said: 'it is a bare repository, without files to work on', next });
  }
  if (own.kind !== 'ended' || top.kind !== 'ended' || own.exitCode !== 0 || top.exitCode !== 0) {
    const next = 'Go to the checkout and try again.';
    return fail({ kind: 'repository', tried, said: 'it is inside the .git folder, not in a checkout', next });
  }
  return ok(await tied(git, { common: lineOf(common), own: lineOf(own), top: lineOf(top) }));
}

async function tied(git: HardenedGit, told: { readonly common: string; readonly own: string; readonly top: string }): Promise<Discovery> {
  const [commonDir, gitDir, workTree] = await Promise.all([realpath(told.common), realpath(told.own), realpath(told.top)]);
  const refs = { gitDir: commonDir, commonDir, workTree: null };
  const asked = { gitDir, commonDir, workTree };
  if (gitDir === commonDir) return { refs, top: asked, isMain: true };
  const main = await mainCheckoutOf(git, commonDir);
  return main === null
    ? { refs, top: asked, isMain: false }
    : { refs, top: { gitDir: commonDir, commonDir, workTree: main }, isMain: true };
}

/** The folder around `.git`, if that is a checkout of this very repository. */
async function mainCheckoutOf(git: HardenedGit, commonDir: string): Promise<string | null> {
  if (basename(commonDir) !== '.git') return null;
  const folder = dirname(commonDir);
  const answer = await git({ cwd: folder }, ['rev-parse', '--path-format=absolute', '--git-common-dir', '--is-inside-work-tree']);
  if (answer.kind !== 'ended' || answer.exitCode !== 0) return null;
  return lineOf(answer) === `${commonDir}\ntrue` ? folder : null;
}

function tooOld(version: string, tried: string): OrchError | null {
  const [, major = '0', minor = '0'] = /^git version (\d+)\.(\d+)/u.exec(version) ?? [];
  const isOld = Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1]);
  if (!isOld) return null;
  const said = `${shown(version)} is too old`;
  return { kind: 'repository', tried, said, next: `Install git ${OLDEST.join('.')} or newer.` };
}

function notARepository(stderr: string, tried: string): OrchError {
  if (/dubious ownership/u.test(stderr)) {
    const next = 'If you trust it, run git config --global --add safe.directory with its path.';
    return { kind: 'repository', tried, said: 'the repository belongs to another account, and git does not open it', next };
  }
  if (/not a git repository/u.test(stderr) || stderr === '') {
    return {
      kind: 'repository',
      tried,
      said: 'it is not inside a git repository',
      next: 'Go to one, name one with --repo DIR, or make one with git init.',
    };
  }
  return gitError(
    { kind: 'ended', exitCode: 128, stdout: Buffer.alloc(0), stderr, truncated: false },
    { tried, kind: 'repository', next: 'Mend what git names, then try again.' },
  );
}

function infoOf(context: GitContext): RepositoryInfo {
  const { commonDir } = context.refs;
  const toplevel = context.top.workTree;
  return { commonDir, toplevel, name: basename(toplevel), hash: repositoryHash(commonDir) };
}

/** One after the other. */
function inTurn(): GitContext['landing'] {
  let last: Promise<unknown> = Promise.resolve();
  return (step) => {
    const turn = last.then(step);
    last = turn.catch(() => undefined);
    return turn;
  };
}

function repositoryOf(context: GitContext, info: RepositoryInfo, tokenFor: TokenFor): GitRepository {
  return {
    info,
    carrier: gitCarrier(context, tokenFor),
    headLine: () => headLine(context),
    watchHead: (onMoved) => watchHead(context, onMoved),
    branches: () => listBranches(context),
    defaultBase: () => defaultBase(context),
    resolveBase: (base) => resolveBase(context, base),
    branchOnForge: (base) => branchOnForge(context, base),
    createWorktree: (order) => createWorktree(context, order),
    bringFiles: (order) => bringFiles(context, order),
    heldIn: (order) => heldIn(context, order),
    ensureBranch: (order) => ensureBranch(context, order),
    dropMerged: (order) => dropMerged(context, order),
    trackedFiles: (order) => trackedFiles(context, order),
    namesAt: (order) => namesAt(context, order),
    fileAt: (order) => fileAt(context, order),
    withCheckout: (order, use) => withCheckout(context, order, use),
    measureDiff: (order) => measureDiff(context, order),
    measureChanges: (order) => measureChanges(context, order),
    changesBetween: (order) => changesBetween(context, order),
    tips: (bases) => tipsOf(context, bases),
    diff: (order) => unifiedDiff(context, order),
    stagedDiff: (order) => stagedDiff(context, order),
    deliveredDiff: (order) => deliveredDiff(context, order),
    commitSubjects: (order) => commitSubjects(context, order),
    look: (order) => lookAt(context, order),
    applyHunk: (order) => applyHunk(context, order),
    commitAll: (order) => commitAll(context, order),
    takeInBase: (order) => takeInBase(context, order),
    merge: (order) => mergeBranch(context, order),
    mergeSeries: (order) => mergeSeries(context, order),
    clearScratch: (folder) => clearScratch(context, folder),
    push: (order) => pushBranch(context, order),
    fetch: (order) => fetchBranch(context, order),
    reopenWorktree: (order) => reopenWorktree(context, order),
    forgeRemote: () => forgeRemote(context),
    isMerged: (branch, base) => isMerged(context, branch, base),
    hasUnsavedWork: (order) => hasUnsavedWork(context, order),
    removeWorktree: (order) => removeWorktree(context, order),
    listTrash: (trash) => listTrash(trash),
    restoreTrash: (order) => restoreTrash(context, order),
    emptyTrash: (order) => emptyTrash(order),
    acceptConfig: () => context.guard.accept(context.refs),
  };
}
