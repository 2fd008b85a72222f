// Files that a remote agent gives back, into the worktree and nowhere else. Its names are untrusted; what has none goes into the artifact folder.
import type { Artifact, Part } from '@a2a-js/sdk';
import type { createWorkFiles } from '../../core/adapters/work-files.js';
import { ARTIFACT_FOLDER } from '../../core/model/agent.js';
import { plainText } from '../../core/model/plain-text.js';

export interface ReturnedFiles {
  readonly written: readonly string[];
  /** A sentence each. */
  readonly refused: readonly string[];
}

type WorktreeFiles = Pick<ReturnType<typeof createWorkFiles>, 'place' | 'write'>;

interface WantedFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

const MOST_FILES = 500;
const MAX_NAME = 300;

/** `result`: name of the file in the artifact folder that the task asks for: where none came under it, the first text is that. */
export async function keepFiles(
  artifacts: readonly Artifact[],
  { files, result }: { readonly files: WorktreeFiles; readonly result: string | null },
): Promise<ReturnedFiles> {
  const wanted = artifacts.flatMap((artifact) => artifact.parts.flatMap((part, at) => fileOf(artifact, part, at)));
  const all = withResult(wanted, result);
  const written: string[] = [];
  const refused: string[] = all.length > MOST_FILES ? [`${all.length - MOST_FILES} more files than ${MOST_FILES} came`] : [];
  for (const file of all.slice(0, MOST_FILES)) {
    const problem = await keep(file, files);
    if (problem === null) written.push(file.name);
    else refused.push(`${plainText(file.name, 200)}: ${problem}`);
  }
  return { written, refused };
}

/** The file of the artifact folder that a task text names as its result; null where it names none. */
export function resultNamed(text: string): string | null {
  const [, name] = new RegExp(`${ARTIFACT_FOLDER.replaceAll('.', '\\.')}/([\\w][\\w.-]{0,99})`, 'u').exec(text) ?? [];
  return name?.replace(/\.+$/u, '') ?? null;
}

async function keep({ name, content }: WantedFile, files: WorktreeFiles): Promise<string | null> {
  const wrong = wrongName(name);
  if (wrong !== null) return wrong;
  const { place, path } = await files.place(name);
  if (place === 'outside') return 'it lies outside of the worktree';
  const done = await files.write(path, content);
  return done.ok ? null : done.error.said;
}

function wrongName(name: string): string | null {
  if (name.length > MAX_NAME || plainText(name, MAX_NAME) !== name) return 'that is no name of a file';
  if (name.startsWith('/') || name.includes('\\') || /^[a-z]:/iu.test(name)) return 'its name is not relative';
  const folders = name.split('/');
  if (folders.some((folder) => folder === '' || folder === '.' || folder === '..')) return 'its name leads elsewhere';
  return folders.some((folder) => folder.toLowerCase() === '.git') ? 'git’s own folder is not touched' : null;
}

function fileOf({ name, artifactId }: Artifact, { content, filename }: Part, at: number): readonly WantedFile[] {
  if (content === undefined || content.$case === 'url') return [];
  const value = content.$case === 'data' ? `${JSON.stringify(content.value, null, 2)}\n` : content.value;
  if (filename !== '') return [{ name: filename, content: value }];
  const stem =
    plainText(name || artifactId, 60)
      .replaceAll(/[^\w.-]+/gu, '-')
      .replace(/^[.-]+/u, '') || 'artifact';
  const ending = content.$case === 'text' ? '.md' : content.$case === 'data' ? '.json' : '.bin';
  const numbered = at === 0 ? stem : `${stem}-${at + 1}`;
  return [{ name: `${ARTIFACT_FOLDER}/${/\.\w{1,8}$/u.test(numbered) ? numbered : `${numbered}${ending}`}`, content: value }];
}

function withResult(wanted: readonly WantedFile[], result: string | null): readonly WantedFile[] {
  if (result === null) return wanted;
  const path = `${ARTIFACT_FOLDER}/${result}`;
  const isThere = wanted.some(({ name }) => name === path);
  const named = wanted.find(({ name }) => name === result);
  const first = named ?? wanted.find(({ content }) => typeof content === 'string');
  return isThere || first === undefined ? wanted : [...wanted.filter((file) => file !== named), { name: path, content: first.content }];
}
