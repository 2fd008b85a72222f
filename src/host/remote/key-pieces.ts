// What a person types to an agent on another machine, in pieces that are told one by one: a large paste is too much for one.

/** Bytes at one time. */
const MOST_KEYS = 256 * 1024;

/** In base64. */
export function keyPieces(data: Uint8Array | string): readonly string[] {
  const bytes = Buffer.from(data);
  const starts = Array.from({ length: Math.ceil(bytes.length / MOST_KEYS) }, (_, piece) => piece * MOST_KEYS);
  return starts.map((at) => bytes.subarray(at, at + MOST_KEYS).toString('base64'));
}
