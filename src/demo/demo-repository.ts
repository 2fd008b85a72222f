// The throw-away repository of the demo: a small shop in plain JavaScript with three faults, committed on main. Knows git, no host.
import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { fail, ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import { DEMO_TASKS } from './tasks.js';

const FILES: Readonly<Record<string, string>> = {
  'README.md': `# Pocket shop

A repository made by \`orch-tui demo\` to watch agents at work. It has three faults:

${DEMO_TASKS.map(({ title, file, test }) => `- ${title}: \`${file}\`, shown by \`node ${test}\``).join('\n')}

The demo agents that mend them are scripts; no model is asked.
`,
  'package.json': `${JSON.stringify({ name: 'pocket-shop', version: '1.0.0', private: true, type: 'module' }, null, 2)}\n`,
  '.gitignore': 'node_modules/\n*.log\n',
  ...Object.fromEntries(
    DEMO_TASKS.flatMap(({ file, source, test, testSource }) => [
      [file, source],
      [test, testSource],
    ]),
  ),
};

/** Settings of the repository itself: the demo must not depend on an identity, a signing key or hooks of the person. */
const SETTINGS: readonly (readonly [string, string])[] = [
  ['user.name', 'orch-tui demo'],
  ['user.email', 'demo@localhost'],
  ['commit.gpgSign', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.autocrlf', 'false'],
];

/** Makes the repository in `dir`, which must be empty or not there. The commit it starts from is the answer. */
export async function createDemoRepository(dir: string): Promise<Result<{ readonly firstCommit: string }>> {
  const tried = `make the demo repository in ${plainText(dir)}`;
  let made: readonly string[] = [];
  try {
    const first = await mkdir(dir, { recursive: true });
    if ((await readdir(dir)).length > 0) {
      return fail({ kind: 'usage', tried, said: 'the folder is not empty', next: 'Name one that is empty or not there yet' });
    }
    made = first === undefined ? ['.git', ...Object.keys(FILES)].map((path) => join(dir, path.split('/')[0] as string)) : [first];
    await git(dir, 'init', '--quiet', '--initial-branch=main', '--template=');
    for (const [key, value] of SETTINGS) await git(dir, 'config', key, value);
    for (const [path, text] of Object.entries(FILES)) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), text);
    }
    await git(dir, 'add', '--all');
    await git(dir, 'commit', '--quiet', '--message', 'Open the pocket shop');
    return ok({ firstCommit: await git(dir, 'rev-parse', 'HEAD') });
  } catch (error) {
    // Half a repository helps nobody, and the next try would find a folder that is not empty.
    for (const path of made) await rm(path, { recursive: true, force: true }).catch(() => undefined);
    if ((error as NodeJS.ErrnoException).syscall === 'spawn git') {
      return fail({ kind: 'repository', tried, said: 'git is not installed, or not in PATH', next: 'Install git 2.38 or newer' });
    }
    return fail({ kind: 'git', tried, said: plainText(saidBy(error), 400), next: 'Mend that, or name another folder with --dir' });
  }
}

/** Git in the demo repository, whatever repository or settings this process was started with; its output without the last line break. */
export async function git(dir: string, ...args: readonly string[]): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  const { stdout } = await promisify(execFile)('git', args, { cwd: dir, env: { ...env, LC_ALL: 'C' }, timeout: 60_000 });
  return stdout.trimEnd();
}

function saidBy(error: unknown): string {
  const { stderr, message } = error as Error & { stderr?: string };
  return stderr || message;
}
