// The programs of this machine: Node, git, agent CLIs, and what a forge or a logout would need.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { findInstalled } from '../core/harness/find-installed.js';
import { plainText } from '../core/model/plain-text.js';
import type { Check } from './doctor-check.js';

/** `merge-tree --write-tree`, used to tell squash merges, came with git 2.38. */
const GIT_LEAST = [2, 38] as const;

export async function programChecks(env: NodeJS.ProcessEnv): Promise<Check[]> {
  return [nodeCheck(), await gitCheck(), lockCheck(), await agentCheck(env), forgeCheck(env), ...logoutChecks()];
}

function nodeCheck(): Check {
  return { name: 'Node', state: 'ok', said: process.versions.node, next: null };
}

async function gitCheck(): Promise<Check> {
  try {
    const { stdout } = await promisify(execFile)('git', ['--version'], { timeout: 5000 });
    const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(stdout)?.slice(1) ?? []).map(Number);
    const isOld = major < GIT_LEAST[0] || (major === GIT_LEAST[0] && minor < GIT_LEAST[1]);
    return {
      name: 'git',
      state: isOld ? 'failed' : 'ok',
      said: plainText(stdout),
      next: isOld ? `Install git ${GIT_LEAST.join('.')} or newer` : null,
    };
  } catch (error) {
    return {
      name: 'git',
      state: 'failed',
      said: plainText((error as Error).message),
      next: 'Install git: every agent works in a git worktree',
    };
  }
}

function lockCheck(): Check {
  const flock = ['/usr/bin/flock', '/bin/flock'].find((path) => existsSync(path));
  return flock === undefined
    ? {
        name: 'lock',
        state: 'warning',
        said: 'flock(1) is not there; a lock file with the process id is used',
        next: 'Install util-linux for a lock that survives kill -9 at once',
      }
    : { name: 'lock', state: 'ok', said: flock, next: null };
}

async function agentCheck(env: NodeJS.ProcessEnv): Promise<Check> {
  const found = await findInstalled(env.PATH ?? '');
  const installed = found.filter((harness) => harness.path !== null).map((harness) => harness.name);
  const missing = found.filter((harness) => harness.path === null).map((harness) => harness.name);
  const said = [
    installed.length > 0 ? installed.join(', ') : 'none found',
    missing.length > 0 ? `not installed: ${missing.join(', ')}` : '',
  ];
  return {
    name: 'agent CLIs',
    state: installed.length > 0 ? 'ok' : 'warning',
    said: said.filter((part) => part !== '').join('; '),
    next:
      installed.length > 0
        ? null
        : 'Install one, use `--agent builtin` (with a key for a model) or `run --command`, or try `orch-tui demo`',
  };
}

function forgeCheck(env: NodeJS.ProcessEnv): Check {
  const name = ['GITHUB_TOKEN', 'GH_TOKEN'].find((key) => env[key]);
  if (name !== undefined) return { name: 'forge token', state: 'ok', said: `from ${name}`, next: null };
  return {
    name: 'forge token',
    state: 'warning',
    said: 'none in the environment; `gh auth token` is asked when one is needed',
    next: 'Set GITHUB_TOKEN to open pull requests',
  };
}

/** A logout can end everything of a session, also a detached host (decision 9). */
function logoutChecks(): Check[] {
  let login = '';
  try {
    login = readFileSync('/etc/systemd/logind.conf', 'utf8');
  } catch {
    return []; // No systemd: a logout ends nothing by itself.
  }
  if (!/^\s*KillUserProcesses\s*=\s*(yes|true|1|on)/im.test(login)) return [];
  const lingers = existsSync(`/var/lib/systemd/linger/${userInfo().username}`);
  return [
    {
      name: 'logout',
      state: lingers ? 'ok' : 'warning',
      said: lingers ? 'KillUserProcesses=yes, lingering is on' : 'KillUserProcesses=yes: a logout would end the host and its agents',
      next: lingers ? null : 'Run `loginctl enable-linger`',
    },
  ];
}
