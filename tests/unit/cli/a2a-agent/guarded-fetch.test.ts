// How a remote agent is reached: at its own address alone, with its token, and bounded.
import { describe, expect, it } from 'vitest';
import { exposesToken, type GuardOrder, guardedFetch } from '../../../../src/cli/a2a-agent/guarded-fetch.js';
import { remoteOptions } from '../../../../src/cli/a2a-agent/options.js';

interface Sent {
  readonly url: string;
  readonly init: RequestInit | undefined;
}

function guarded(over: Partial<GuardOrder> & { readonly answer?: () => Response } = {}) {
  const sent: Sent[] = [];
  const { answer = () => new Response('ok'), ...order } = over;
  const send = guardedFetch({
    ...{ url: new URL('https://agents.example.org/x'), token: 't0ken', tokenIn: 'ORCH_A2A_X_TOKEN', signal: new AbortController().signal },
    fetch: async (url, init) => {
      sent.push({ url: String(url), init });
      return answer();
    },
    ...order,
  });
  return { send, sent };
}

describe('guardedFetch', () => {
  it('sends the token to the configured address, and follows nobody elsewhere', async () => {
    const { send, sent } = guarded();
    await send('https://agents.example.org/rpc', { headers: { 'A2A-Version': '1.0' } });
    expect(new Headers(sent[0]?.init?.headers).get('Authorization')).toBe('Bearer t0ken');
    expect(new Headers(sent[0]?.init?.headers).get('A2A-Version')).toBe('1.0');
    expect(sent[0]?.init?.redirect).toBe('error');
  });

  it.each([
    'https://evil.example/rpc',
    'http://agents.example.org/rpc',
    'https://agents.example.org:8443/rpc',
    'http://169.254.169.254/',
  ])('goes not where a card leads: %s', async (url) => {
    const { send, sent } = guarded();
    await expect(send(url)).rejects.toThrow('not where it is configured');
    expect(sent).toEqual([]);
  });

  it('takes the names of this machine as one', async () => {
    const { send, sent } = guarded({ url: new URL('http://localhost:8000') });
    await send('http://127.0.0.1:8000/jsonrpc');
    expect(sent).toHaveLength(1);
  });

  it('says which variable holds the token that is refused', async () => {
    const answer = () => new Response('', { status: 401 });
    await expect(guarded({ answer }).send('https://agents.example.org/')).rejects.toThrow('refuses the token of ORCH_A2A_X_TOKEN');
    await expect(guarded({ answer, token: null }).send('https://agents.example.org/')).rejects.toThrow('set ORCH_A2A_X_TOKEN');
  });

  it('reads no answer without end', async () => {
    const chunk = new Uint8Array(8 * 1024 * 1024);
    const answer = () => new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunk) }));
    const { send } = guarded({ answer });
    await expect((await send('https://agents.example.org/')).arrayBuffer()).rejects.toThrow('more than 64 MB');
  });
});

it('a token goes over the network only encrypted', () => {
  expect(exposesToken({ url: new URL('http://agents.example.org'), token: 't' })).not.toBeNull();
  expect(exposesToken({ url: new URL('http://agents.example.org'), token: null })).toBeNull();
  expect(exposesToken({ url: new URL('https://agents.example.org'), token: 't' })).toBeNull();
  expect(exposesToken({ url: new URL('http://127.0.0.1:8000'), token: 't' })).toBeNull();
});

describe('remoteOptions', () => {
  it('reads what the harness writes', () => {
    const read = remoteOptions(['--url=https://a.example/', '--token-in=T', '--resume=c-1', '--', 'Fix', '--url=x']);
    expect(read).toMatchObject({ ok: true, value: { tokenIn: 'T', session: 'c-1', resumes: true, prompt: 'Fix --url=x' } });
  });

  it.each([
    ['--url=ftp://x'],
    ['--url=nothing'],
    [],
    ['--url=http://a', '--more'],
    ['--url=http://a', '--session=../x'],
  ])('refuses %j', (...words) => {
    expect(remoteOptions(words)).toMatchObject({ ok: false });
  });

  it('never repeats an address with a password in it', () => {
    const refused = remoteOptions(['--url=http://u:hunter2@a.example']);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'config' } });
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  });
});
