// The host's end of one connection, for both of its sockets: frames cut out of bytes, and each request answered in its turn.
import type { Socket } from 'node:net';
import { encodeJson, FrameReader, parseJson } from '../client/framing.js';
import type { OrchError, Result } from '../core/model/error.js';
import { FrameType } from '../core/model/protocol.js';

/** A request as it came: nothing of it is checked but that it has an id. */
export interface RawRequest {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

export interface FrameTaker {
  /** The first frame, which has to be a hello. */
  greet(type: number, payload: Buffer): void;
  take(type: number, payload: Buffer): void;
  /** All that came in one read was given out. */
  read?(): void;
}

/** A peer that sends what no frame is loses its connection. */
export function readFrames(socket: Socket, taker: FrameTaker): void {
  const reader = new FrameReader();
  let isGreeted = false;
  socket.on('error', () => socket.destroy()); // A peer that died in the middle: `close` follows.
  socket.on('data', (chunk: Buffer) => {
    reader.push(chunk, ({ type, payload }) => {
      if (isGreeted) return taker.take(type, payload);
      isGreeted = true;
      taker.greet(type, payload);
    });
    taker.read?.();
    if (reader.isBroken) socket.destroy();
  });
}

/** `answer` never rejects. */
export async function answerFrame(
  socket: Socket,
  payload: Buffer,
  answer: (request: RawRequest) => Promise<Result<unknown>>,
): Promise<void> {
  const request = parseJson<RawRequest>(payload);
  if (request === null || typeof request.id !== 'number') {
    socket.destroy();
    return;
  }
  const answered = await answer(request);
  if (!socket.writable) return;
  const frame = answered.ok ? { id: request.id, result: answered.value } : { id: request.id, error: answered.error };
  socket.write(responseOf(frame, request));
}

/** What no frame holds, such as a diff that was asked for larger than one, is an error of its asker and no end of the host. */
function responseOf(frame: object, { id, method }: RawRequest): Uint8Array {
  try {
    return encodeJson(FrameType.response, frame);
  } catch {
    const error: OrchError = { kind: 'protocol', tried: method, said: 'the answer is too large to be sent', next: 'Ask for less of it' };
    return encodeJson(FrameType.response, { id, error });
  }
}
