// `--role` on a goal without a plan: the words of the role, and the file it ends in unless another end was ordered.
import { expect, it } from 'vitest';
import { ok } from '../../../src/core/model/error.js';
import { PLAIN_RUN } from '../../../src/core/model/plain-run.js';
import { MAY_DELEGATE } from '../../../src/core/roles/delegation-words.js';
import type { Role } from '../../../src/core/roles/role.js';
import { inWorkspace, roleWork } from '../../../src/host/answers/order-role.js';
import { newAgent } from '../../helpers/fold-events.js';

const writer: Role = {
  name: 'writer',
  purpose: 'Writes.',
  tools: [],
  turns: 6,
  kind: 'artifact',
  artifact: 'document.md',
  done: null,
  prompt: 'You write to {{artifact}}.',
};
const finish = { ...newAgent('a').finish, verify: 'npm test' };
const world = { roles: async () => ok([writer]) };
const params = { ...PLAIN_RUN, text: 'Explain it\n\nto all.', unattended: true };

it('without a role the text is told as it is', async () => {
  expect(await roleWork(params, finish, world)).toEqual({ ok: true, value: { text: params.text, finish } });
});

it('a role that ends in a file has its words first, and commits are called by what was asked', async () => {
  const work = await roleWork({ ...params, role: 'writer' }, finish, world);
  expect(work).toMatchObject({
    ok: true,
    value: {
      brief: { title: 'Explain it', text: params.text },
      finish: { kind: 'branch', artifact: 'document.md', verify: null },
    },
  });
  expect(work.ok && work.value.text).toMatch(/^You write to \.orch-artifacts\/document\.md\.\n\n# Your task\n\nExplain it\n\nto all\./);
});

it('an end that was ordered stands', async () => {
  const work = await roleWork({ ...params, role: 'writer', finish: 'merge' }, { ...finish, kind: 'merge' }, world);
  expect(work.ok && work.value.finish).toEqual({ ...finish, kind: 'merge' });
  expect(work.ok && work.value.text).toContain('npm test');
});

it('a long text is told whole', async () => {
  const text = `${'x'.repeat(100_000)} end`;
  const work = await roleWork({ ...params, text, role: 'writer' }, finish, world);
  expect(work.ok && work.value.text).toContain(text);
});

it('who may have parts done by others is told so below its words, which stay those of its commits', async () => {
  const work = await roleWork({ ...params, delegate: 'always' }, finish, world);
  expect(work).toMatchObject({ value: { text: `${params.text}\n\n${MAY_DELEGATE}`, brief: { title: 'Explain it', text: params.text } } });
  const role = await roleWork({ ...params, role: 'writer', delegate: 'always' }, finish, world);
  expect(role.ok && role.value.text.endsWith(MAY_DELEGATE)).toBe(true);
  const speaks = { ...writer, prompt: 'Use `delegate`.', kind: 'code', artifact: null } as const;
  const own = await roleWork({ ...params, role: 'writer', delegate: 'always' }, finish, { roles: async () => ok([speaks]) });
  expect(own.ok && own.value.text).not.toContain(MAY_DELEGATE);
});

it('a role that is not there is refused with those that are', async () => {
  expect(await roleWork({ ...params, role: 'pirate' }, finish, world)).toMatchObject({
    ok: false,
    error: { kind: 'usage', said: 'there is no role pirate', next: 'Allowed: writer' },
  });
});

it('files are kept in the folder of the goal, those of several agents apart', () => {
  const one = newAgent('a', { plan: { artifact: 'document.md' } });
  const other = newAgent('b', { plan: { artifact: 'document.md' } });
  const folders = (...agents: readonly (typeof one)[]) => inWorkspace(agents, '/ws').map((agent) => agent.finish.artifactFolder);
  expect(folders(one)).toEqual(['/ws/artifacts']);
  expect(folders(one, other)).toEqual(['/ws/artifacts/name-a', '/ws/artifacts/name-b']);
  expect(folders(newAgent('c'))).toEqual([undefined]);
});

it('the task of another machine is told as it came, and called as it is there', async () => {
  const part = {
    role: 'worker',
    depth: 1,
    maxDepth: 3,
    delegate: 'auto',
    isChild: true,
    title: 'Shelf',
    brief: 'Write it',
    goal: 'A shop',
  } as const;
  const work = await roleWork({ ...params, text: 'You are a worker.\n\n# Your task: Shelf', part }, finish, world);
  expect(work).toEqual({
    ok: true,
    value: { text: 'You are a worker.\n\n# Your task: Shelf', finish, brief: { title: 'Shelf', text: 'Write it' } },
  });
});
