// Reading answers of a forge that nothing is known of: what has another shape than it should is as if it were not there.
import { plainText } from '../../model/plain-text.js';

export type Part = Readonly<Record<string, unknown>>;

/** GitHub takes no longer bodies. */
export const MAX_BODY = 65_000;

export function partOf(value: unknown): Part | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Part) : null;
}

/** Ids and numbers: whole, above zero. */
export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** As it was written, bounded. */
export function bodyIn(value: unknown, most = MAX_BODY): string {
  return typeof value === 'string' ? value.slice(0, most) : '';
}

/** One plain line. */
export function wordIn(value: unknown, most = 200): string {
  return typeof value === 'string' ? plainText(value, most) : '';
}

/** GitHub has null for an account that is gone. */
export function loginIn(value: unknown): string {
  return wordIn(partOf(value)?.login, 100) || 'ghost';
}

/** Those that may write to the repository, as its forge tells. */
export function isTrusted(association: unknown): boolean {
  return association === 'OWNER' || association === 'MEMBER' || association === 'COLLABORATOR';
}

export function commitIn(value: unknown): string | null {
  return typeof value === 'string' && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(value) ? value : null;
}

/** The parts of a list; null where it is none. `within`: the key that GitHub puts some lists under. */
export function listIn(data: unknown, within: string | null): readonly unknown[] | null {
  const list = within === null ? data : partOf(data)?.[within];
  return Array.isArray(list) ? list : null;
}
