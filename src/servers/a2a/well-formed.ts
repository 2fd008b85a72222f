// Whether what a call brings is of the types that A2A gives it. The SDK takes whatever stands there for a text: an object would become the goal
// "[object Object]", and a task without an id an error of ours.
import { plainText } from '../../core/model/plain-text.js';

type Kind = 'a text' | 'a number' | 'true or false' | 'a list' | 'an object' | 'the role of a user or an agent';

/** By its name wherever it stands, of A2A 1.0 and 0.3. */
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...['id', 'messageId', 'contextId', 'taskId', 'tenant', 'text', 'url', 'uri', 'raw', 'bytes', 'kind', 'name', 'pageToken'].map(text),
  ...['filename', 'mediaType', 'mimeType', 'statusTimestampAfter'].map(text),
  ['historyLength', 'a number'],
  ['pageSize', 'a number'],
  ['blocking', 'true or false'],
  ['returnImmediately', 'true or false'],
  ['includeArtifacts', 'true or false'],
  ['parts', 'a list'],
  ['extensions', 'a list'],
  ['referenceTaskIds', 'a list'],
  ['acceptedOutputModes', 'a list'],
  ['message', 'an object'],
  ['configuration', 'an object'],
  ['metadata', 'an object'],
  ['file', 'an object'],
  ['role', 'the role of a user or an agent'],
]);
const ROLES: ReadonlySet<unknown> = new Set(['ROLE_UNSPECIFIED', 'ROLE_USER', 'ROLE_AGENT', 'user', 'agent', 0, 1, 2]);
/** What stands in there is the caller's own. */
const FREE: ReadonlySet<string> = new Set(['metadata', 'data']);
/** Nobody means more, and to write it down again would be too deep for a program. */
const DEEPEST = 50;

/** What is wrong with the first field that is; null where none is. */
export function malformedField(value: unknown): string | null {
  return wrongIn(value, { path: '', depth: 0, isFree: false });
}

interface Where {
  readonly path: string;
  readonly depth: number;
  readonly isFree: boolean;
}

function wrongIn(value: unknown, { path, depth, isFree }: Where): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= DEEPEST) return `${shown(path)} is more than ${DEEPEST} levels deep`;
  for (const [name, inner] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
    // As JSON has it: null is left out.
    const kind = isFree || inner === null || Array.isArray(value) ? undefined : KINDS.get(camelCase(name));
    if (kind !== undefined && !isOf(inner, kind)) return `${shown(at)} is not ${kind}`;
    const wrong = wrongIn(inner, { path: at, depth: depth + 1, isFree: isFree || FREE.has(name) });
    if (wrong !== null) return wrong;
  }
  return null;
}

function isOf(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'a text':
      return typeof value === 'string';
    case 'a number':
      return typeof value === 'number';
    case 'true or false':
      return typeof value === 'boolean';
    case 'a list':
      return Array.isArray(value);
    case 'an object':
      return typeof value === 'object' && !Array.isArray(value);
    case 'the role of a user or an agent':
      return ROLES.has(value);
  }
}

/** Both ways of writing a name are those of ProtoJSON. */
function camelCase(name: string): string {
  return name.replace(/_([a-z])/gu, (_all, letter: string) => letter.toUpperCase());
}

function shown(path: string): string {
  return path === '' ? 'the call' : plainText(path, 100);
}

function text(name: string): readonly [string, Kind] {
  return [name, 'a text'];
}
