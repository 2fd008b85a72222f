// Tools of MCP servers: asked for, called, ended; a server that does not start is said and left out; keys are not given away.
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { connectServedTools } from '../../../src/core/adapters/mcp-tools.js';

const server = fileURLToPath(new URL('../../fixtures/programs/mcp-server.mjs', import.meta.url));
const { signal } = new AbortController();

it('of one that works can be called, of one that does not there is a note', async () => {
  const served = await connectServedTools({
    servers: {
      good: { command: [process.execPath, server], env: { OWN: 'yes' } },
      gone: { command: ['/no/such/program'], env: {} },
      none: { env: {} },
    },
    cwd: '/',
    env: { PATH: process.env.PATH ?? '' },
    signal,
  });
  expect(served.notes).toEqual([
    expect.stringMatching(/^the MCP server gone is left out: .*ENOENT/),
    'the MCP server none is left out: it has neither a command nor an address',
  ]);
  expect(served.tools.map((tool) => `${tool.server} ${tool.name}`)).toEqual(['good say', 'good flood', 'good fail']);
  const [say, , failing] = served.tools;
  expect(await say?.call({ a: 1 }, signal)).toEqual({ ok: true, value: '{"given":{"a":1},"key":null,"own":"yes"}\n[image]' });
  expect(await failing?.call({}, signal)).toMatchObject({ ok: false, error: { said: 'it failed' } });
  await served.close();
  expect((await say?.call({}, signal))?.ok).toBe(false);
});
