// The framing of the socket (decision 4): u32 length | u8 type | payload. Bytes in any chunking in, whole frames out.
import { type FrameTypeValue, MAX_FRAME_BYTES } from '../core/model/protocol.js';

const HEADER_BYTES = 5;

export interface Frame {
  readonly type: number;
  readonly payload: Buffer;
}

/** One frame ready for the socket. `payload` above MAX_FRAME_BYTES is a bug of the caller and throws. */
export function encodeFrame(type: FrameTypeValue, payload: Uint8Array | string): Buffer {
  const size = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.byteLength;
  if (size > MAX_FRAME_BYTES) throw new Error(`frame of ${size} bytes`);
  const frame = Buffer.allocUnsafe(HEADER_BYTES + size);
  frame.writeUInt32BE(size + 1, 0);
  frame[4] = type;
  if (typeof payload === 'string') frame.write(payload, HEADER_BYTES);
  else frame.set(payload, HEADER_BYTES);
  return frame;
}

export function encodeJson(type: FrameTypeValue, value: unknown): Buffer {
  return encodeFrame(type, JSON.stringify(value));
}

/** Cuts a byte stream into frames. After a frame of impossible length it stays broken and says so. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);
  #parts: Buffer[] = [];
  #partBytes = 0;
  #wanted = HEADER_BYTES;
  isBroken = false;

  /** Calls `take` for each whole frame; its payload is a view of the chunks, which must not be changed afterwards. */
  push(chunk: Buffer, take: (frame: Frame) => void): void {
    if (this.isBroken) return;
    this.#parts.push(chunk);
    this.#partBytes += chunk.byteLength;
    if (this.#partBytes < this.#wanted) return;
    this.#rest = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts, this.#partBytes);
    let offset = 0;
    while (this.#rest.byteLength - offset >= HEADER_BYTES) {
      const size = this.#rest.readUInt32BE(offset) - 1;
      if (size < 0 || size > MAX_FRAME_BYTES) {
        this.isBroken = true;
        this.#parts = [];
        return;
      }
      const end = offset + HEADER_BYTES + size;
      if (end > this.#rest.byteLength) break;
      take({ type: this.#rest[offset + 4] as number, payload: this.#rest.subarray(offset + HEADER_BYTES, end) });
      offset = end;
    }
    const rest = this.#rest.subarray(offset);
    this.#rest = Buffer.alloc(0);
    this.#parts = rest.byteLength > 0 ? [rest] : [];
    this.#partBytes = rest.byteLength;
    this.#wanted = rest.byteLength >= HEADER_BYTES ? HEADER_BYTES + rest.readUInt32BE(0) - 1 : HEADER_BYTES;
  }
}

/** Parses a JSON payload of the other side; null when it is none. */
export function parseJson<Value>(payload: Buffer): Value | null {
  try {
    return JSON.parse(payload.toString('utf8')) as Value;
  } catch {
    return null; // Not JSON: the caller closes the connection.
  }
}
