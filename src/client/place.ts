// Where a client works: the repository, its state folder and its socket. One short git call, nothing loaded for it.
import { execFile } from 'node:child_process';
import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { repositoryPaths, socketsToTry, thisPlace } from '../core/adapters/runtime-paths.js';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import { repositoryId } from '../core/model/repository-id.js';

/** Doors to other machines and programs that were asked for on the command line. */
export interface Doors {
  /** Its password may stand in it. */
  readonly redis: string | null;
  readonly a2a: number | null;
  /** `host --start`: it is to stay while it is tied to others, also with nothing to do. */
  readonly stays: boolean;
}

export interface Place {
  /** Folder inside the repository, absolute. */
  readonly repo: string;
  /** Real path of the common git directory. */
  readonly commonDir: string;
  readonly configFile: string | null;
  readonly stateDir: string;
  /** Where a host of this repository may listen, in the order in which it chooses. */
  readonly sockets: readonly [string, ...string[]];
  readonly hostLog: string;
  /** Passed on to a host that is started. */
  readonly hostArgs: readonly string[];
  /** Variables for it beside this process's own. */
  readonly hostEnv: Readonly<Record<string, string>>;
  readonly doors: Doors;
}

/** `repo`: a folder inside the repository. `configFile`: a file instead of the person's own configuration. Both may be relative. */
export async function findPlace(wanted: { readonly repo: string; readonly configFile: string | null }): Promise<Result<Place>> {
  const repo = resolve(wanted.repo);
  if (!statSync(repo, { throwIfNoEntry: false })?.isDirectory()) {
    return fail(problem(repo, 'there is no such folder', 'Name a folder of a git repository with --repo'));
  }
  const commonDir = await gitCommonDir(repo);
  if (!commonDir.ok) return commonDir;
  const paths = repositoryPaths(thisPlace(), repositoryId(commonDir.value));
  const [first = paths.sockets[0], ...others] = socketsToTry(paths.sockets);
  const configFile = wanted.configFile === null ? null : resolve(wanted.configFile);
  return ok({
    repo,
    commonDir: commonDir.value,
    configFile,
    stateDir: paths.stateDir,
    sockets: [first, ...others],
    hostLog: `${paths.stateDir}/logs/host.log`,
    hostArgs: ['--common-dir', commonDir.value, ...(configFile === null ? [] : ['--config', configFile])],
    hostEnv: {},
    doors: { redis: null, a2a: null, stays: false },
  });
}

function gitCommonDir(repo: string): Promise<Result<string>> {
  return new Promise((answer) => {
    execFile(
      'git',
      ['rev-parse', '--path-format=absolute', '--git-common-dir'],
      { cwd: repo, timeout: 20_000, env: { ...process.env, LC_ALL: 'C' } },
      (error, stdout, stderr) => {
        if (error === null) return answer(ok(realpathSync(stdout.replace(/\n$/, ''))));
        if (error.code === 'ENOENT') return answer(fail(problem(repo, 'git is not installed', 'Install git, then try again')));
        const said = plainText(stderr, 300);
        if (/not a git repository/i.test(said))
          return answer(fail(problem(repo, 'this is not a git repository', 'Go to one, name one with --repo, or try `orch-tui demo`')));
        answer(fail(problem(repo, said || error.message, 'Mend what git says, then try again')));
      },
    );
  });
}

function problem(repo: string, said: string, next: string): OrchError {
  return { kind: 'repository', tried: `open the repository at ${plainText(repo, 300)}`, said, next };
}
