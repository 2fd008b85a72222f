// What travels between a client and the host (decision 4). Frames: u32 length (big endian, of type and payload) | u8 type | payload.

/** Raised when an older program could not talk to a newer one. */
export const PROTOCOL = 1;

/** Largest payload taken from a socket; a task text of 100 KB with its JSON escapes stays far below. */
export const MAX_FRAME_BYTES = 4 * 1024 * 1024;

export const FrameType = {
  hello: 1,
  bytes: 2,
  size: 3,
  ack: 4,
  request: 5,
  response: 6,
  bye: 7,
} as const;

export type FrameTypeValue = (typeof FrameType)[keyof typeof FrameType];

export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

/** First frame of a client. `screen: null` is a client that only makes requests. */
export interface ClientHello {
  readonly protocol: number;
  readonly version: string;
  readonly screen: {
    readonly size: TerminalSize;
    readonly term: string;
    readonly colorTerm: string;
    readonly readOnly: boolean;
    readonly noColor: boolean;
    readonly utf8: boolean;
    /** Agent to show first: id or name prefix. */
    readonly agent: string | null;
  } | null;
  /** SSH_AUTH_SOCK, PATH and key variables of the person (decision 5): memory only, the latest client wins. */
  readonly env: Readonly<Record<string, string>>;
  /** On the agent-only socket: of the agent that asks. */
  readonly token?: string;
}

export interface HostHello {
  readonly protocol: number;
  readonly version: string;
  readonly pid: number;
  /** Agents that are running; an empty host of another version is replaced silently. */
  readonly agents: number;
  /** The configuration file it was started with instead of the person's own; hosts of older versions do not tell. */
  readonly configFile?: string | null;
}

/** Why the connection ends. */
export interface Bye {
  readonly reason: 'closed' | 'host-stopped' | 'refused' | 'replaced';
  readonly message: string | null;
  readonly exitCode: number;
}
