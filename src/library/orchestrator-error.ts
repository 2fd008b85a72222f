// What the library throws: never anything else. It carries what was tried, what was said and what to do next.
import { errorLine, type OrchError, type OrchErrorKind, type Result } from '../core/model/error.js';

/** Thrown by every method of `Orchestrator` when an order can not be carried out. Work that fails is no error: it is a result. */
export class OrchestratorError extends Error implements OrchError {
  override readonly name = 'OrchestratorError';
  /** What kind of thing went wrong, such as `config`, `repository`, `usage`. */
  readonly kind: OrchErrorKind;
  /** What was tried, such as `start the agents`. */
  readonly tried: string;
  /** What the tool or system answered. */
  readonly said: string;
  /** What to do next, as one imperative sentence. */
  readonly next: string;

  /** From the error value that the host or the library made. */
  constructor(error: OrchError) {
    super(errorLine(error));
    this.kind = error.kind;
    this.tried = error.tried;
    this.said = error.said;
    this.next = error.next;
  }
}

/**
 * The value, or its error thrown.
 * @internal
 */
export function unwrapped<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new OrchestratorError(result.error);
  return result.value;
}
