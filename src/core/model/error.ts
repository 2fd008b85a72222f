// Expected failures as values: what was tried, what was said, what to do next. `throw` is for bugs only.
import type { FailureKind } from './limit.js';

/** What kind of thing went wrong; scripts read it in `--json`, and the exit code follows from it. */
export type OrchErrorKind =
  | 'usage'
  | 'config'
  | 'not-found'
  | 'no-host'
  | 'needs-person'
  | 'limit'
  | 'repository'
  | 'git'
  | 'conflict'
  | 'verify'
  | 'setup'
  | 'forge'
  | 'model'
  | 'harness'
  | 'model'
  | 'storage'
  | 'protocol'
  | 'interrupted'
  | 'broker'
  | 'denied'
  | 'internal';

/** A failure a person can act on. All three texts are plain text, bounded, and free of secrets. */
export interface OrchError {
  readonly kind: OrchErrorKind;
  /** What was tried, such as `merge orch/fix-login into main`. */
  readonly tried: string;
  /** What the tool or system answered. */
  readonly said: string;
  /** What to do next, as one imperative sentence. */
  readonly next: string;
  /** Of a model that could not be asked: what an agent that needs it is kept from going on by, where that is known. */
  readonly failure?: FailureKind;
}

export type Result<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: OrchError };

export function ok<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

export function fail(error: OrchError): { readonly ok: false; readonly error: OrchError } {
  return { ok: false, error };
}

/** Exit codes of the command line (`cli.md`): 2 wrong usage, 3 no host, 4 a person is needed, 5 a limit, 130 interrupted, else 1. */
export function exitCodeOf(kind: OrchErrorKind): number {
  switch (kind) {
    case 'usage':
    case 'config':
    case 'not-found':
    case 'repository':
    case 'protocol':
      return 2;
    case 'no-host':
      return 3;
    case 'needs-person':
      return 4;
    case 'limit':
      return 5;
    case 'interrupted':
      return 130;
    default:
      return 1;
  }
}

/** For a terminal: `TRIED: SAID. NEXT.`, one line unless a tool's last words have several; those keep their lines and the next step gets its own. */
export function errorLine(error: OrchError): string {
  return `${error.tried}: ${saidAndNext(error)}`;
}

/** The same where it is plain what was tried. */
export function saidAndNext({ said, next }: OrchError): string {
  return `${asSentence(said)}${said.includes('\n') ? '\n' : ' '}${asSentence(next)}`;
}

/** Texts of tools end as they like: exactly one mark at the end, whatever they brought. */
function asSentence(text: string): string {
  const bare = text.trim().replace(/[.,;:\s]+$/u, '');
  return /[!?…]$/u.test(bare) ? bare : `${bare}.`;
}

/** For exhaustive switches: a value that can not be. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
