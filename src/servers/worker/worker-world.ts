// What a worker works with: the broker, the repositories it may work in with their hosts, and a person who reads what it says.
import type { Result } from '../../core/model/error.js';
import type { RemoteTask } from '../../core/model/remote.js';
import type { Method, Requests } from '../../core/model/requests.js';
import type { Broker } from '../../core/ports/broker.js';
import type { Carrier } from '../../core/ports/carrier.js';
import type { Clock } from '../../core/ports.js';

/** The host of a clone, asked as by any client. Started where none runs, reached again when it was lost. */
export interface HostLink {
  request<M extends Method>(method: M, params: Requests[M]['params']): Promise<Result<Requests[M]['result']>>;
}

export interface WorkRepository {
  readonly folder: string;
  readonly carrier: Carrier;
  readonly link: HostLink;
  /** Commits that it has for sure, newest first, at most 20. */
  known(): Promise<readonly string[]>;
}

export interface WorkerWorld {
  readonly broker: Broker;
  /** That all machines share. */
  readonly secret: string;
  readonly version: string;
  readonly clock: Clock;
  readonly slots: number;
  readonly labels: readonly string[];
  readonly heartbeatMs: number;
  /** How often work is saved elsewhere while it goes on. */
  readonly checkpointMs: number;
  /** The clone that a task is done in; an error says why it is refused. */
  readonly repositoryFor: (task: RemoteTask) => Promise<Result<WorkRepository>>;
  /** One line for the person who watches it. */
  readonly say: (text: string) => void;
}
