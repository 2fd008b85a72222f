// What a command came to, and how it is told: text or JSON on standard output, errors on standard error, the exit code of the contract.
import { errorLine, exitCodeOf, type OrchError, type Result } from '../core/model/error.js';

export interface Outcome {
  /** For a person; no trailing line break. Empty prints nothing. */
  readonly text: string;
  /** For `--json`; undefined prints nothing. */
  readonly json: unknown;
  readonly exitCode: number;
}

export function done(text: string, json: unknown, exitCode = 0): Result<Outcome> {
  return { ok: true, value: { text, json, exitCode } };
}

export interface Streams {
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream;
}

/** Prints the outcome and gives the exit code. */
export function tell(outcome: Result<Outcome>, format: 'text' | 'json', { out, err }: Streams): number {
  if (!outcome.ok) {
    if (format === 'json') out.write(`${JSON.stringify({ error: outcome.error })}\n`);
    else err.write(`orch-tui: ${errorLine(outcome.error)}\n`);
    return exitCodeOf(outcome.error.kind);
  }
  const { text, json, exitCode } = outcome.value;
  if (format === 'json') {
    if (json !== undefined) out.write(`${JSON.stringify(json, null, 2)}\n`);
  } else if (text !== '') out.write(`${text}\n`);
  return exitCode;
}

export function usage(said: string, next: string): OrchError {
  return { kind: 'usage', tried: 'read the command line', said, next };
}
