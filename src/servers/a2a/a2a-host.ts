// What the A2A door needs of the host it stands before: the requests of the socket, what its card tells, and files.
import type { Result } from '../../core/model/error.js';
import type { Method, Requests } from '../../core/model/requests.js';
import type { Artifacts, TextFiles } from '../../core/ports.js';

export interface A2aHost {
  request<M extends Method>(method: M, params: Requests[M]['params']): Promise<Result<Requests[M]['result']>>;
  /** For the card, which anybody may read: no path, nothing of the work. */
  facts(): Promise<A2aFacts>;
  readonly files: Pick<TextFiles, 'readEnd' | 'write'>;
  readonly artifacts: Pick<Artifacts, 'read'>;
  /** A call that went wrong, in one plain line. */
  readonly log: (line: string) => void;
  readonly now: () => number;
  readonly createId: () => string;
  /** For a goal that is ordered under it. */
  readonly createGoalId: () => string;
}

export interface A2aFacts {
  /** Name of the repository's folder. */
  readonly repository: string;
  readonly roles: readonly { readonly name: string; readonly purpose: string }[];
  readonly harnesses: readonly string[];
}
