import { describe, expect, it } from 'vitest';
import { encodeFrame, encodeJson, FrameReader, parseJson } from '../../../src/client/framing.js';
import { FrameType, MAX_FRAME_BYTES } from '../../../src/core/model/protocol.js';

function read(chunks: readonly Buffer[]): { frames: [number, string][]; isBroken: boolean } {
  const reader = new FrameReader();
  const frames: [number, string][] = [];
  for (const chunk of chunks) reader.push(chunk, ({ type, payload }) => frames.push([type, payload.toString('utf8')]));
  return { frames, isBroken: reader.isBroken };
}

const stream = Buffer.concat([
  encodeJson(FrameType.hello, { protocol: 1 }),
  encodeFrame(FrameType.bytes, 'é🤖'),
  encodeFrame(FrameType.ack, ''),
  encodeFrame(FrameType.bytes, Buffer.alloc(70_000, 'x')),
]);
const whole = read([stream]).frames;

describe('the framing of the socket', () => {
  it('gives each frame with its payload', () => {
    expect(whole.map(([type, text]) => [type, text.length])).toEqual([
      [FrameType.hello, 14],
      [FrameType.bytes, 3],
      [FrameType.ack, 0],
      [FrameType.bytes, 70_000],
    ]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 1000, 65_536])('gives the same frames in chunks of %i bytes', (size) => {
    const chunks: Buffer[] = [];
    for (let at = 0; at < stream.byteLength; at += size) chunks.push(stream.subarray(at, at + size));
    expect(read(chunks).frames).toEqual(whole);
  });

  it('stops at an impossible length instead of waiting for gigabytes', () => {
    const huge = Buffer.alloc(5);
    huge.writeUInt32BE(MAX_FRAME_BYTES + 2);
    expect(read([huge, stream])).toEqual({ frames: [], isBroken: true });
    expect(read([Buffer.alloc(5), stream]).isBroken).toBe(true);
  });

  it('answers null for a payload that is not JSON', () => {
    expect(parseJson(Buffer.from('{"a":'))).toBeNull();
    expect(parseJson(Buffer.from('{"a":1}'))).toEqual({ a: 1 });
  });
});
