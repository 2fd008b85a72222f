// The agent-only socket: who shows a good token is answered for its agent, everybody else is refused, and the person hears of it once.
import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openAgentDoor } from '../../../../src/client/agent-door.js';
import { Connection } from '../../../../src/client/connection.js';
import { encodeJson } from '../../../../src/client/framing.js';
import { ok } from '../../../../src/core/model/error.js';
import { FrameType, PROTOCOL } from '../../../../src/core/model/protocol.js';
import { type AgentCall, AgentDoor } from '../../../../src/host/door/agent-door.js';
import { AgentTokens } from '../../../../src/host/door/agent-tokens.js';
import { expectOk } from '../../../helpers/expect-ok.js';
import { temporaryFolder } from '../../../helpers/temporary-folder.js';

async function openDoor(answer = async (call: AgentCall) => ok({ agent: call.agent, method: call.method, params: call.params })) {
  const tokens = new AgentTokens();
  const told: string[] = [];
  const socketPath = join(temporaryFolder(), 'h.agents.sock');
  const door = expectOk(await AgentDoor.listen({ socketPath, tokens, answer: answer as never, onRefused: (text) => told.push(text) }));
  onTestFinished(() => door.close());
  const link = async (token: string | undefined) => {
    const opened = expectOk(await openAgentDoor({ ORCH_SOCKET: socketPath, ORCH_TOKEN: token }));
    onTestFinished(() => opened.close());
    return opened;
  };
  return { tokens, told, socketPath, link, door };
}

describe('the agent-only socket', () => {
  it('is its owner’s alone', async () => {
    const { socketPath } = await openDoor();
    expect(statSync(socketPath).mode & 0o777).toBe(0o600);
  });

  it('answers for the agent whose token is shown, whatever the call says', async () => {
    const { tokens, link } = await openDoor();
    const { token } = tokens.issue('a');
    const asked = await (await link(token)).request('agentSelf', { agent: 'b' } as never);
    expect(asked).toEqual(ok({ agent: 'a', method: 'agentSelf', params: { agent: 'b' } }));
  });

  it('refuses a token that is none of its own, and tells of it once', async () => {
    const { link, told } = await openDoor();
    const asked = await (await link('guessed')).request('agentSelf', {});
    expect(asked).toMatchObject({ ok: false, error: { kind: 'denied', said: expect.stringContaining('not one of this host') } });
    await (await link('guessed again')).request('agentSelf', {});
    expect(told).toHaveLength(1);
    expect(told[0]).not.toContain('guessed');
  });

  it('refuses who shows none, as a person’s client does', async () => {
    const { socketPath, told } = await openDoor();
    const person = expectOk(await Connection.open(socketPath, { protocol: PROTOCOL, version: '0', screen: null, env: {} }));
    onTestFinished(() => person.close());
    expect(await person.request('status', {})).toMatchObject({ ok: false, error: { kind: 'denied', said: 'no token was shown' } });
    expect(told).toHaveLength(1);
  });

  it('refuses on the same connection once the run has ended', async () => {
    const { tokens, link } = await openDoor();
    const { token, revoke } = tokens.issue('a');
    const agent = await link(token);
    expect((await agent.request('agentSelf', {})).ok).toBe(true);
    revoke();
    expect(await agent.request('agentSelf', {})).toMatchObject({
      ok: false,
      error: { kind: 'denied', said: expect.stringContaining('has ended') },
    });
  });

  it('tells of an answer that it has gone out, and of one whose asker is gone that it has not', async () => {
    const calls: AgentCall[] = [];
    const sent: Promise<boolean>[] = [];
    let let_go: () => void = () => undefined;
    const { tokens, link } = await openDoor(async (call) => {
      calls.push(call);
      sent.push(new Promise((resolve) => call.whenSent(resolve)));
      if (call.method === 'agentInbox') await new Promise<void>((resolve) => (let_go = resolve));
      return ok({ agent: call.agent, method: call.method, params: call.params });
    });
    const agent = await link(tokens.issue('a').token);
    await agent.request('agentSelf', {});
    expect(await sent[0]).toBe(true);
    void agent.request('agentInbox', { waitSeconds: 60, peek: false });
    while (calls.length < 2) await agent.request('agentSelf', {});
    const waiting = calls.find(({ method }) => method === 'agentInbox');
    const hungUp = new Promise<void>((resolve) => waiting?.signal.addEventListener('abort', () => resolve()));
    agent.close();
    await hungUp;
    let_go();
    expect(await sent[calls.findIndex(({ method }) => method === 'agentInbox')]).toBe(false);
  });

  it.each([
    ['its asker dies in the middle of it', (way: { die: () => void; revoke: () => void }) => way.die()],
    ['nobody reads it, and the run of its agent ends', (way: { die: () => void; revoke: () => void }) => way.revoke()],
  ])('tells of an answer that it has not gone out where %s', async (_, end) => {
    let sent: Promise<boolean> | undefined;
    let wasAsked: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      wasAsked = resolve;
    });
    const { tokens, socketPath } = await openDoor(async (call) => {
      sent = new Promise((resolve) => call.whenSent(resolve));
      setImmediate(wasAsked);
      return ok({ agent: call.agent, method: call.method, params: 'x'.repeat(3 * 1024 * 1024) });
    });
    const { token, revoke } = tokens.issue('a');
    const asker = connect(socketPath).pause();
    onTestFinished(() => void asker.destroy());
    asker.write(encodeJson(FrameType.hello, { protocol: PROTOCOL, version: '0', screen: null, env: {}, token }));
    asker.write(encodeJson(FrameType.request, { id: 1, method: 'agentInbox', params: {} }));
    await asked;
    end({ die: () => asker.destroy(), revoke });
    expect(await sent).toBe(false);
  });

  it.each([
    ['its asker hangs up', (way: { close: () => void; revoke: () => void }) => way.close()],
    ['the run of its agent ends', (way: { close: () => void; revoke: () => void }) => way.revoke()],
  ])('lets a call go that waits when %s', async (_, end) => {
    let begun: (signal: AbortSignal) => void = () => undefined;
    const signal = new Promise<AbortSignal>((resolve) => {
      begun = resolve;
    });
    const { tokens, link } = await openDoor((call) => {
      begun(call.signal);
      return new Promise(() => undefined);
    });
    const { token, revoke } = tokens.issue('a');
    const agent = await link(token);
    void agent.request('agentInbox', { waitSeconds: 300, peek: false });
    const waiting = await signal;
    const over = new Promise<void>((resolve) => waiting.addEventListener('abort', () => resolve()));
    end({ close: () => agent.close(), revoke });
    await over;
    expect(waiting.aborted).toBe(true);
  });
});

describe('many connections', () => {
  it('of one agent end with a bound, and the others get through', async () => {
    const { tokens, socketPath, link } = await openDoor();
    const warned: Error[] = [];
    const warn = (warning: Error) => void warned.push(warning);
    process.on('warning', warn);
    onTestFinished(() => void process.off('warning', warn));
    const greeting = { protocol: PROTOCOL, version: '0', screen: null, env: {}, token: tokens.issue('a').token };
    const opened = await Promise.all(Array.from({ length: 70 }, () => Connection.open(socketPath, greeting).then(expectOk)));
    onTestFinished(() => {
      for (const each of opened) each.close();
    });
    const asked = await Promise.all(opened.map((each) => each.request('status', {})));
    expect(asked.filter(({ ok: isOk }) => isOk)).toHaveLength(64);
    expect((await (await link(tokens.issue('b').token)).request('agentSelf', {})).ok).toBe(true);
    expect(warned).toEqual([]);
  });

  it('that show no good token are no more of them, also where they ask nothing', async () => {
    const { socketPath } = await openDoor();
    const greeting = { protocol: PROTOCOL, version: '0', screen: null, env: {}, token: 'guessed' };
    const opened = await Promise.all(Array.from({ length: 70 }, () => Connection.open(socketPath, greeting).then(expectOk)));
    onTestFinished(() => {
      for (const each of opened) each.close();
    });
    const asked = await Promise.all(opened.map((each) => each.request('status', {})));
    const kinds = asked.map((answer) => (answer.ok ? 'ok' : answer.error.kind));
    expect(kinds.filter((kind) => kind === 'denied')).toHaveLength(64);
  });

  it('that were refused are ended', async () => {
    const { link } = await openDoor();
    const refused = await link('guessed');
    await refused.request('agentSelf', {});
    await refused.ended;
    expect(await refused.request('agentSelf', {})).toMatchObject({ ok: false, error: { kind: 'protocol' } });
  });
});

describe('the way to it', () => {
  it.each([
    ['without anything', {}],
    ['without a token', { ORCH_SOCKET: '/nowhere/x.sock' }],
    ['with a socket that is no path', { ORCH_SOCKET: 'x.sock', ORCH_TOKEN: 't' }],
    ['with a file that is not there', { ORCH_SOCKET: '/nowhere/x.sock', ORCH_TOKEN_FILE: '/nowhere/token' }],
  ])('%s is no agent’s terminal', async (_, env) => {
    expect(await openAgentDoor(env)).toMatchObject({ ok: false, error: { kind: 'denied' } });
  });

  it('without a host behind it says so', async () => {
    const env = { ORCH_SOCKET: join(temporaryFolder(), 'gone.sock'), ORCH_TOKEN: 't' };
    expect(await openAgentDoor(env)).toMatchObject({ ok: false, error: { kind: 'no-host' } });
  });
});
