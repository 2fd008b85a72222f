// Failures of the disk as values: what was tried, what the system said, what helps. Knows no file by name.
import type { OrchError } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';

export function storageError(tried: string, cause: unknown): OrchError {
  return { kind: 'storage', tried: plainText(tried, 300), said: saidBy(cause), next: nextStep(codeOf(cause)) };
}

/** What the system said, plain and bounded. */
export function saidBy(cause: unknown): string {
  return plainText(cause instanceof Error ? cause.message : String(cause), 300);
}

/** `ENOENT`, `ENOSPC` and so on; null for what is no system error. */
export function codeOf(cause: unknown): string | null {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
}

function nextStep(code: string | null): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'Free some space; agents go on, and saving is tried again by itself';
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return 'Make the state folder writable, or set XDG_STATE_HOME to one that is';
    case 'ENAMETOOLONG':
      return 'Set XDG_STATE_HOME to a shorter path';
    default:
      return 'See `orch-tui doctor`; agents go on, and saving is tried again by itself';
  }
}
