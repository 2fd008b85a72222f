// What of a role the built-in agent is told beside its task.
import { expect, it } from 'vitest';
import type { Agent } from '../../../src/core/model/agent.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { Role } from '../../../src/core/roles/role.js';
import { builtinRole } from '../../../src/host/builtin-role.js';

const writer: Role = {
  name: 'writer',
  purpose: 'Writes.',
  tools: ['read_file'],
  turns: 7,
  kind: 'artifact',
  artifact: 'text.md',
  done: null,
  prompt: 'You write.',
};
const agent = (role: string | null, harness = 'builtin') => ({ role, launch: { harness } }) as Agent;

it.each([
  [
    'its tools and its turns',
    agent('writer'),
    [writer],
    { name: 'writer', purpose: 'Writes.', tools: ['read_file'], turns: 7, artifact: null },
  ],
  ['all tools, where it names none', agent('writer'), [{ ...writer, tools: [] }], { tools: null }],
  ['nothing without a role', agent(null), [writer], null],
  ['nothing of a role that is gone', agent('writer'), [], null],
  ['nothing where it is another CLI', agent('writer', 'claude'), [writer], null],
] as const)('%s', async (_what, who, roles, told) => {
  const found = await builtinRole(who, async () => ok(roles));
  if (told === null) expect(found).toBe(null);
  else expect(found).toMatchObject(told);
});

it('nothing where roles can not be read', async () => {
  const error = { kind: 'config', tried: 'read roles', said: 'no', next: 'Mend it' } as const;
  expect(await builtinRole(agent('writer'), async () => fail(error))).toBe(null);
});
