// What files a worktree has and where a text stands in them, by git: it knows what is ignored, and as a process of its own it can be ended.

import type { WorkFiles } from '../agent-ports.js';
import { fail, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { type BoundedOutput, boundedProcess } from './bounded-process.js';

const MAX_BYTES = 8 * 1024 * 1024;
/** A pattern may be one that never comes to an end. */
const SEARCH_MS = 20_000;
const LIST_MS = 30_000;
const MAX_LINE = 1000;

interface Place {
  readonly worktree: string;
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly limit: number;
}

type Listed = Awaited<ReturnType<WorkFiles['list']>>;
type Found = Awaited<ReturnType<WorkFiles['search']>>;

export async function listWork({ limit, ...place }: Place): Promise<Listed> {
  const listed = await git(place, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'], LIST_MS);
  if (listed.ended === 'time' || (listed.exitCode !== 0 && listed.ended !== 'enough')) return problem('list files', listed);
  const files = listed.stdout.split('\0').slice(0, -1).sort();
  return ok({ files: files.slice(0, limit), hasMore: files.length > limit || listed.ended === 'enough' });
}

export async function searchWork({ limit, pattern, kind, signal, ...place }: Place & Parameters<WorkFiles['search']>[0]): Promise<Found> {
  const words = (engine: string) => ['grep', '-z', '-n', '-I', '-i', '--untracked', '--no-color', '--no-column', engine, '-e', pattern];
  let found = await git(place, words(kind === 'text' ? '-F' : '-P'), SEARCH_MS, signal);
  // A git that was built without Perl-like expressions.
  if (kind === 'regex' && found.exitCode === 128 && /perl-compatible/iu.test(found.stderr))
    found = await git(place, words('-E'), SEARCH_MS, signal);
  if (found.ended === 'time') return timeOut();
  if (found.ended === 'signal') return fail({ kind: 'interrupted', tried: 'search', said: 'interrupted', next: 'Search again' });
  // 1: nothing was found.
  if (found.exitCode !== 0 && found.exitCode !== 1 && found.ended !== 'enough') return problem('search', found);
  const hits = found.stdout
    .split('\n')
    .slice(0, limit + 1)
    .flatMap((row) => {
      const [, file, line, text] = /^([^\0]+)\0(\d+)[\0:](.*)$/su.exec(row) ?? [];
      return file === undefined || line === undefined || text === undefined
        ? []
        : [{ file, line: Number(line), text: text.slice(0, MAX_LINE).replace(/\r$/u, '') }];
    });
  return ok({ hits: hits.slice(0, limit), hasMore: hits.length > limit || found.ended === 'enough' });
}

/** The repository's configuration runs nothing, and names are names. */
function git(
  { worktree, env, folder }: Omit<Place, 'limit'>,
  words: readonly string[],
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<BoundedOutput> {
  const argv = ['git', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...words, ...(folder === '' ? [] : ['--', folder])];
  return boundedProcess(argv as [string, ...string[]], {
    cwd: worktree,
    env: { ...env, GIT_LITERAL_PATHSPECS: '1', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C.UTF-8' },
    maxBytes: MAX_BYTES,
    timeoutMs,
    ...(signal === undefined ? {} : { signal }),
  });
}

function timeOut(): Result<never> {
  return fail({ kind: 'limit', tried: 'search', said: 'the search took too long', next: 'Search for a simpler pattern, or in a folder' });
}

function problem(tried: string, { stderr, ended }: BoundedOutput): Result<never> {
  const text = ended === 'time' ? 'it took too long' : plainText(stderr.replace(/^fatal: /u, ''), 300) || 'git failed';
  return fail({ kind: 'git', tried, said: text, next: 'Try it another way' });
}
