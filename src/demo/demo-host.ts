// What the demo needs of a host, handed in by the command line. Types only.
import type { Connection } from '../client/connection.js';
import type { Result } from '../core/model/error.js';

export type DemoClient = Pick<Connection, 'request' | 'close'>;

/** The host of the demo repository. */
export interface DemoHost {
  /** Starts the host and connects to it. */
  connect(): Promise<Result<DemoClient>>;
  /** Shows the screen on the person's terminal until they leave; null without a terminal: then progress is printed. */
  readonly watch: (() => Promise<Result<unknown>>) | null;
  /** Ends agents and host; resolves when its process is gone. Never rejects. */
  stop(): Promise<void>;
  /** Its state folder, removed with a repository that is not kept. */
  readonly stateDir: string;
}
