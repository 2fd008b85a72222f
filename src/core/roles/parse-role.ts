// From the text of a role's file to the role. Strict: every error names the file, the key, what was found and what is allowed.
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainLines, plainText } from '../model/plain-text.js';
import { type FrontValue, readFrontMatter } from './front-matter.js';
import type { Role } from './role.js';

/** No role needs more words than this, and all of them are paid for with every task. */
export const MAX_ROLE_BYTES = 64 * 1024;
/** In a role's words it stands for the path of its file. */
export const ARTIFACT_HOLE = '{{artifact}}';
const KINDS: readonly Role['kind'][] = ['code', 'artifact'];
const MAX_LINE = 500;
const MAX_TOOLS = 50;
const MAX_TURNS = 1000;
export const ROLE_NAME = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/u;
const NAME_ALLOWED = 'lower-case letters, digits and hyphens, at most 40';
const TOOL = /^[a-z][a-z0-9_.:-]{0,79}$/u;
const FILE_NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}$/u;
const KEYS = ['name', 'purpose', 'tools', 'turns', 'kind', 'artifact', 'done'];

type Wrong = (key: string, found: FrontValue | undefined, allowed: string) => { readonly ok: false; readonly error: OrchError };

/** `path` is for the words of errors. */
export function parseRole(path: string, text: string): Result<Role> {
  if (Buffer.byteLength(text) > MAX_ROLE_BYTES) return fail(roleError(path, `it has more than ${MAX_ROLE_BYTES} bytes`));
  const front = readFrontMatter(text);
  if (!front.ok) return fail(roleError(path, front.said));
  const { values, body } = front.value;
  const wrong: Wrong = (key, found, allowed) => fail(roleError(path, `${key} is ${shown(found)}; allowed: ${allowed}`));
  const unknown = [...values.keys()].find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return fail(roleError(path, `there is no key ${plainText(unknown, 40)}; allowed: ${KEYS.join(', ')}`));

  const name = values.get('name');
  if (typeof name !== 'string' || !ROLE_NAME.test(name)) return wrong('name', name, NAME_ALLOWED);
  const purpose = lineOf(values.get('purpose'));
  if (purpose === null) return wrong('purpose', values.get('purpose'), `one line, at most ${MAX_LINE} characters`);
  const done = values.has('done') ? lineOf(values.get('done')) : null;
  if (done === null && values.has('done')) return wrong('done', values.get('done'), `one line, at most ${MAX_LINE} characters`);
  const tools = values.get('tools') ?? [];
  if (typeof tools === 'string' || tools.length > MAX_TOOLS || !tools.every((tool) => TOOL.test(tool)))
    return wrong('tools', tools, `a list of at most ${MAX_TOOLS} names of tools, such as [read_file, run_command]`);
  const turns = values.get('turns');
  if (typeof turns !== 'string' || !/^\d{1,4}$/u.test(turns) || Number(turns) < 1 || Number(turns) > MAX_TURNS)
    return wrong('turns', turns, `a whole number from 1 to ${MAX_TURNS}`);
  const kind = values.get('kind');
  if (!isKind(kind)) return wrong('kind', kind, KINDS.join(', '));
  const artifact = artifactOf(values.get('artifact'), kind, wrong);
  if (!artifact.ok) return artifact;
  const prompt = plainLines(body, MAX_ROLE_BYTES).trim();
  if (prompt === '') return fail(roleError(path, 'it has no words behind its front matter; they are what an agent is told'));
  const hole = [...prompt.matchAll(/\{\{[^}]*\}\}/gu)].map(([found]) => found).find((found) => found !== ARTIFACT_HOLE);
  if (hole !== undefined) return fail(roleError(path, `its words have the hole ${plainText(hole, 60)}; allowed: ${ARTIFACT_HOLE}`));
  return ok({ name, purpose, tools, turns: Number(turns), kind, artifact: artifact.value, done, prompt });
}

export function roleError(path: string, said: string): OrchError {
  return { kind: 'config', tried: `read the role ${plainText(path, 300)}`, said, next: 'Mend the file, or move it away' };
}

function artifactOf(found: FrontValue | undefined, kind: Role['kind'], wrong: Wrong): Result<string | null> {
  if (kind === 'code') return found === undefined ? ok(null) : wrong('artifact', found, 'nothing with kind: code');
  const isName = typeof found === 'string' && FILE_NAME.test(found);
  return isName ? ok(found) : wrong('artifact', found, 'the name of a file without a folder, such as notes.md');
}

function lineOf(found: FrontValue | undefined): string | null {
  if (typeof found !== 'string' || found.length > MAX_LINE) return null;
  const line = plainText(found, MAX_LINE);
  return line === '' ? null : line;
}

function isKind(found: FrontValue | undefined): found is Role['kind'] {
  return KINDS.some((kind) => kind === found);
}

function shown(found: FrontValue | undefined): string {
  if (found === undefined) return 'missing';
  return plainText(typeof found === 'string' ? `"${found}"` : `[${found.join(', ')}]`, 80);
}
