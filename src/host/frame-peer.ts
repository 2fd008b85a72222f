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

/** `answer` never rejects. What it gives to `whenSent` is called once: true when its answer was written, false when that could not be. */
export async function answerFrame(
  socket: Socket,
  payload: Buffer,
  answer: (request: RawRequest, whenSent: (tell: (isSent: boolean) => void) => void) => Promise<Result<unknown>>,
): Promise<void> {
  const request = parseJson<RawRequest>(payload);
  if (request === null || typeof request.id !== 'number') {
    socket.destroy();
    return;
  }
  const tells: ((isSent: boolean) => void)[] = [];
  const answered = await answer(request, (tell) => tells.push(tell));
  const tell = (isSent: boolean): void => {
    for (const each of tells) each(isSent);
  };
  if (!socket.writable) return tell(false);
  const frame = answered.ok ? { id: request.id, result: answered.value } : { id: request.id, error: answered.error };
  const { bytes, isWhole } = responseOf(frame, request);
  // What was not written when it was destroyed is called back without an error.
  socket.write(bytes, (error) => tell(error == null && !socket.destroyed && answered.ok && isWhole));
}

/** What no frame holds, such as a diff that was asked for larger than one, is an error of its asker and no end of the host. */
function responseOf(frame: object, { id, method }: RawRequest): { readonly bytes: Uint8Array; readonly isWhole: boolean } {
  try {
    return { bytes: encodeJson(FrameType.response, frame), isWhole: true };
  } catch {
    const error: OrchError = { kind: 'protocol', tried: method, said: 'the answer is too large to be sent', next: 'Ask for less of it' };
    return { bytes: encodeJson(FrameType.response, { id, error }), isWhole: false };
  }
}
