// What opencode's event stream says, session by session and request by request, and that nothing it sends can break it.
import { describe, expect, it } from 'vitest';
import { opencode } from '../../../src/core/harness/opencode.js';
import { OPENCODE_SNAPSHOT, opencodeReader } from '../../../src/core/harness/opencode-events.js';
import type { HookEvent } from '../../../src/core/model/hook-event.js';

const status = (sessionID: string, type: string): HookEvent => ({ name: 'session.status', payload: { sessionID, status: { type } } });
const asked = (id: string, command: string): HookEvent => ({
  name: 'permission.asked',
  payload: { id, sessionID: 's', permission: 'bash', patterns: ['npm *'], metadata: { command } },
});
const replied = (requestID: string): HookEvent => ({ name: 'permission.replied', payload: { sessionID: 's', requestID, reply: 'once' } });
const retry = (message: string, next: unknown = 1_795_699_253_818): HookEvent => ({
  name: 'session.status',
  payload: { sessionID: 's', status: { type: 'retry', attempt: 2, message, next } },
});
const part = (sessionID: string, type = 'text'): HookEvent => ({ name: 'message.part.updated', payload: { part: { sessionID, type } } });
const EDIT: HookEvent = {
  name: 'permission.asked',
  payload: { id: 'e', sessionID: 's', permission: 'edit', patterns: ['a.txt'], metadata: { filepath: '/w/a.txt', diff: '+' } },
};
const QUESTION: HookEvent = { name: 'question.asked', payload: { id: 'q', sessionID: 's', questions: [] } };

function told(events: readonly HookEvent[]): readonly (string | null)[] {
  const read = opencodeReader();
  return events.map((event) => {
    const reading = read(event);
    return reading === null ? null : `${reading.state}${reading.act?.command ? ` ${reading.act.command}` : ''}`;
  });
}

describe('an event of opencode', () => {
  it.each([
    ['a turn', [status('s', 'busy'), status('s', 'idle')], ['working', 'idle']],
    [
      'a turn of a session below it is no turn of its own',
      [
        status('s', 'busy'),
        status('t', 'busy'),
        status('t', 'idle'),
        { name: 'session.idle', payload: { sessionID: 't' } },
        status('s', 'idle'),
      ],
      ['working', 'working', null, null, 'idle'],
    ],
    [
      'a permission waits until it is answered, whatever else is busy',
      [status('s', 'busy'), asked('1', 'npm test'), status('t', 'busy'), replied('1')],
      ['working', 'waiting npm test', null, 'working npm test'],
    ],
    [
      'a question',
      [status('s', 'busy'), QUESTION, { name: 'question.replied', payload: { requestID: 'q' } }],
      ['working', 'waiting', 'working'],
    ],
    ['an answer to what nobody asked', [status('s', 'busy'), replied('9')], ['working', null]],
    [
      'a limit that it tries to get over by itself, until an answer comes',
      [status('s', 'busy'), retry('x'), status('s', 'busy'), part('s', 'retry'), part('t'), part('s'), part('s')],
      ['working', 'limited', null, null, null, 'working', null],
    ],
    [
      'a limit that it gives up at',
      [status('s', 'busy'), retry('x'), status('s', 'idle'), status('s', 'busy')],
      ['working', 'limited', 'idle', 'working'],
    ],
    ['its retries hide no question', [status('s', 'busy'), asked('1', 'ls'), retry('x')], ['working', 'waiting ls', null]],
    ['its other news', [{ name: 'message.updated', payload: {} }], [null]],
    [
      'nonsense',
      [
        { name: 'session.status', payload: null },
        { name: 'session.status', payload: { sessionID: 1 } },
      ],
      [null, null],
    ],
  ] as const)('%s', (_what, events, expected) => {
    expect(told(events)).toEqual(expected);
  });

  it.each([
    ['Rate limit reached: too many requests', 'rate-limit'],
    ['Cannot connect to API: The socket connection was closed unexpectedly', 'network'],
    ['Your credit balance is too low', 'credit'],
    ['Usage limit reached', 'usage-limit'],
  ] as const)('tries again after "%s": %s', (message, kind) => {
    const failure = { kind, retries: 'itself', resets: '2026-11-26T13:20:53.818Z' };
    expect(opencodeReader()(retry(message))).toMatchObject({ evidence: `${message}; it tries again by itself`, failure });
    expect(opencodeReader()(retry(message, 1e300))?.failure).toMatchObject({ resets: null });
  });

  it.each([
    [asked('1', 'npm test\nrm x'), { tool: 'shell', command: 'npm test\nrm x', path: null }],
    [EDIT, { tool: 'edit', command: null, path: '/w/a.txt' }],
    [
      { name: 'permission.asked', payload: { id: '1', permission: 'mcp_x', metadata: { command: 'x' } } },
      { tool: null, command: null, path: null },
    ],
    [{ name: 'permission.asked', payload: null }, null],
  ] as const)('%j asks for what it is about', (event, act) => {
    expect(opencodeReader()(event)).toMatchObject({
      state: 'waiting',
      source: 'structured',
      rule: 'opencode.event.permission.asked',
      asks: 'permission',
      act,
    });
  });

  it('is told of what holds when the connection is made', () => {
    expect(OPENCODE_SNAPSHOT['/session/status']?.({ s: { type: 'busy' } })).toEqual([status('s', 'busy')]);
    expect(OPENCODE_SNAPSHOT['/permission']?.([EDIT.payload, 5])).toEqual([EDIT, { ...EDIT, payload: null }]);
    for (const read of Object.values(OPENCODE_SNAPSHOT)) expect([read(null), read('x')]).toEqual([[], []]);
  });
});

describe('the server of opencode', () => {
  const order = { prompt: 'x', model: null, args: [], conversation: null, server: { port: 4567, password: 'secret' } };
  const env = { OPENCODE_SERVER_USERNAME: 'opencode', OPENCODE_SERVER_PASSWORD: 'secret' };

  it('has a password wherever it has a port, and the password is in no argument', () => {
    expect(opencode.start(order)).toMatchObject({ argv: ['opencode', '--port=4567', '--prompt=x'], env });
    expect(opencode.resume({ ...order, conversation: 'ses_1' })).toMatchObject({
      argv: ['opencode', '--session=ses_1', '--port=4567'],
      env,
    });
    expect(opencode.start({ ...order, server: null })).toMatchObject({ argv: ['opencode', '--prompt=x'], env: {} });
  });

  it('is left to a person who asked for one', () => {
    expect(opencode.start({ ...order, args: ['--port=80'] })).toMatchObject({ argv: ['opencode', '--port=80', '--prompt=x'], env: {} });
  });
});
