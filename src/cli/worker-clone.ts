// The clone that a worker works in: its own, below the state folder, of an address or of the repository it was started in.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { findPlace, type Place } from '../client/place.js';
import { tokenFor } from '../core/adapters/forge/token-for.js';
import { cloneRepository } from '../core/adapters/git/clone.js';
import { cloneAddress } from '../core/adapters/git/clone-address.js';
import { type GitRepository, openRepository } from '../core/adapters/git/open-repository.js';
import { prepareStateDir, repositoryPaths, thisPlace } from '../core/adapters/runtime-paths.js';
import { fail, ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';

export interface WorkerClone {
  /** Of the worker: its lock, and the clone below it. */
  readonly folder: string;
  readonly place: Place;
  readonly repository: GitRepository;
}

interface Source {
  readonly url: string;
  readonly name: string;
  /** What the clone pushes to and fetches from; null: nothing, work goes as bundles. */
  readonly remote: string | null;
}

export async function workerClone(wanted: {
  readonly repoUrl: string | null;
  readonly repo: string;
  readonly configFile: string | null;
}): Promise<Result<WorkerClone>> {
  const source = await sourceOf(wanted);
  if (!source.ok) return source;
  const { url, name, remote } = source.value;
  const hash = createHash('sha256').update(url).digest('hex').slice(0, 12);
  const base = dirname(repositoryPaths(thisPlace(), { name, hash }).stateDir);
  const folder = prepareStateDir(join(base, 'workers', `${plainText(name, 40).replace(/[^A-Za-z0-9._-]/gu, '-')}-${hash}`));
  if (!folder.ok) return folder;
  const repo = join(folder.value, 'repo');
  if (!existsSync(repo)) {
    const cloned = await clone(url, repo);
    if (!cloned.ok) return cloned;
  }
  await pointAt(repo, remote);
  const place = await findPlace({ repo, configFile: wanted.configFile });
  if (!place.ok) return place;
  const repository = await openRepository(repo, {
    environment: () => process.env,
    temporary: join(folder.value, 'tmp'),
    commitHooks: 'off',
    forgeHosts: 'any',
    tokenFor: (address) => tokenFor(address, process.env),
  });
  return repository.ok ? ok({ folder: folder.value, place: place.value, repository: repository.value }) : repository;
}

async function sourceOf({ repoUrl, repo }: { readonly repoUrl: string | null; readonly repo: string }): Promise<Result<Source>> {
  if (repoUrl !== null) {
    const address = cloneAddress(repoUrl);
    return address.ok ? ok({ url: address.value.url, name: address.value.name, remote: address.value.url }) : address;
  }
  const place = await findPlace({ repo, configFile: null });
  if (!place.ok) {
    const next = 'Go to a clone of the repository that tasks are for, or name it with --repo-url';
    return fail({ ...place.error, tried: 'choose the repository to work in', next });
  }
  const opened = await openRepository(repo, {
    environment: () => process.env,
    temporary: join(place.value.stateDir, 'tmp'),
    commitHooks: 'off',
    forgeHosts: 'any',
  });
  if (!opened.ok) return opened;
  const remote = await opened.value.carrier.remote();
  const { toplevel } = opened.value.info;
  return ok({ url: toplevel, name: basename(toplevel), remote: remote.ok ? (remote.value?.url ?? null) : null });
}

async function clone(url: string, folder: string): Promise<Result<void>> {
  process.stderr.write(`orch-tui: cloning ${plainText(url, 300)}\n`);
  const known = await tokenFor(url, process.env);
  return cloneRepository({
    url,
    folder,
    history: 'all',
    asks: process.stdin.isTTY === true ? 'person' : 'nobody',
    token: known?.token ?? null,
    environment: process.env,
    onProgress: (line, kind) => {
      if (kind === 'lasting') process.stderr.write(`${line}\n`);
    },
  });
}

/** A clone of a folder of this machine must not push into that: it goes where that one itself goes. */
async function pointAt(repo: string, remote: string | null): Promise<void> {
  const { execa } = await import('execa');
  const args = remote === null ? ['remote', 'remove', 'origin'] : ['remote', 'set-url', 'origin', remote];
  await execa('git', ['-C', repo, ...args], { reject: false, stdin: 'ignore' });
}
