// The greeting of whatever host listens at a path, of any version: who it is, whether it runs agents. Asks nothing else.
import { createConnection } from 'node:net';
import { type ClientHello, FrameType, type HostHello } from '../core/model/protocol.js';
import { encodeJson, FrameReader, parseJson } from './framing.js';

/** Null when nobody listens there, or what answers is no host. A host greets within this time or is none. */
export function askGreeting(socketPath: string, hello: ClientHello, timeoutMs = 2000): Promise<HostHello | null> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath);
    const reader = new FrameReader();
    const answer = (greeting: HostHello | null) => {
      socket.destroy();
      resolve(greeting);
    };
    socket.setTimeout(timeoutMs, () => answer(null));
    socket.on('error', () => answer(null));
    socket.on('close', () => answer(null));
    socket.on('connect', () => socket.write(encodeJson(FrameType.hello, hello)));
    socket.on('data', (chunk: Buffer) => {
      reader.push(chunk, ({ type, payload }) => {
        const greeting = type === FrameType.hello ? parseJson<HostHello>(payload) : null;
        answer(greeting !== null && Number.isSafeInteger(greeting.pid) && greeting.pid > 1 ? greeting : null);
      });
      if (reader.isBroken) answer(null);
    });
  });
}
