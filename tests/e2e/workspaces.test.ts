// A goal leaves a dated folder that tells of it; the commands find it there when the goal is long gone from the list, with no host.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { fixture } from '../helpers/story.js';

interface Listed {
  readonly goals: readonly { readonly id: string; readonly workspace: string; readonly state: string }[];
}

let sandbox: Sandbox;
let goal: Listed['goals'][number];
beforeAll(async () => {
  sandbox = await makeSandbox();
  const ordered = ['run', 'Write a line', '--name', 'liner', '--command', fixture('edits-and-exits', 'new.txt'), '--finish', 'merge'];
  await sandbox.cli([...ordered, '--wait']);
  goal = (await list())[0] as typeof goal;
  await sandbox.cli(['remove', 'liner', '--force']);
  await sandbox.cli(['host', '--stop']);
});
afterAll(() => sandbox.end());

const list = async () => (await sandbox.cli(['list', '--json'])).json<Listed>().goals;
const file = (name: string) => readFileSync(join(goal.workspace, name), 'utf8');

test('the folder has its date, the name, and all documents', () => {
  expect(goal.workspace).toMatch(/\/workspaces\/week-\d\d\/\d{4}-\d\d-\d\d\/liner-\d{6}$/);
  expect(JSON.parse(file('workspace-info.json'))).toMatchObject({
    version: 1,
    id: goal.id,
    text: 'Write a line',
    base: 'main',
    harness: 'command',
  });
  expect(JSON.parse(file('workflow-state.json'))).toMatchObject({
    goal: { id: goal.id, state: 'done' },
    agents: [{ name: 'liner', state: 'done' }],
  });
  expect(JSON.parse(file('workflow-history.json'))).toContainEqual(expect.objectContaining({ type: 'finish.done', agent: 'liner' }));
  expect(file('context-main.md')).toContain('- liner: merged into main');
  expect(file('execution-summary.md')).toContain('1 of 1 done (100 %)');
  const [output = ''] = readdirSync(join(goal.workspace, 'agent_outputs'));
  expect(output).toMatch(/^agent_\d{6}\.log$/);
  expect(file(`agent_outputs/${output}`)).toContain('edited new.txt');
});

test('list and show tell of it by id, text and path', async () => {
  expect(await list()).toEqual([expect.objectContaining({ id: goal.id, state: 'done', workspace: goal.workspace })]);
  for (const typed of [goal.id, 'Write', goal.workspace]) {
    const shown = (await sandbox.cli(['show', typed, '--json'])).json();
    expect(shown).toMatchObject({ host: null, id: goal.id, agents: [{ name: 'liner' }], context: expect.stringContaining('## Results') });
  }
  const text = (await sandbox.cli(['show', goal.id])).stdout;
  expect(text).toContain(`workspace: ${goal.workspace}`);
  expect(text).toContain('## Success');
});

test('cleanup tells what would go, then removes it, and the list is empty', async () => {
  expect(await sandbox.cli(['cleanup'])).toMatchObject({ exitCode: 0, stdout: 'no workspace is older than 30 days\n' });
  expect(await sandbox.cli(['cleanup', '0', '--dry-run'])).toMatchObject({ exitCode: 0, stdout: `would remove ${goal.workspace}\n` });
  expect(existsSync(goal.workspace)).toBe(true);
  expect((await sandbox.cli(['cleanup', '0', '--json'])).json()).toMatchObject({
    host: null,
    days: 0,
    removed: [{ goal: goal.id }],
    kept: [],
  });
  expect(existsSync(goal.workspace)).toBe(false);
  expect(await list()).toEqual([]);
  expect((await sandbox.cli(['cleanup', 'many', '--json'])).exitCode).toBe(2);
});

test('resume takes the path of a workspace for its goal', async () => {
  await sandbox.cli(['run', 'Echo', '--name', 'echo', '--command', fixture('echoes')]);
  await sandbox.cli(['host', '--stop']);
  const [stopped] = await list();
  expect(stopped).toMatchObject({ state: 'stopped' });
  const resumed = await sandbox.cli(['resume', stopped?.workspace ?? '', '--json']);
  expect(resumed).toMatchObject({ exitCode: 0 });
  expect(resumed.json()).toMatchObject({ agents: ['echo'] });
  expect((await sandbox.cli(['resume', sandbox.folder, '--json'])).exitCode).toBe(2);
});

test('a role that ends in a file leaves it with its goal', async () => {
  const writes = `sh -c 'mkdir -p .orch-artifacts && printf %s "$0" > .orch-artifacts/document.md' {prompt}`;
  const ran = await sandbox.cli(['run', 'Explain it', '--role', 'writer', '--command', writes, '--wait', '--non-interactive']);
  expect(ran).toMatchObject({ exitCode: 0 });
  const [written] = await list();
  expect(readFileSync(join(written?.workspace ?? '', 'artifacts', 'document.md'), 'utf8')).toMatch(/^You are the writer of this goal\./);
  const refused = await sandbox.cli(['run', 'x', '--role', 'pirate', '--json']);
  expect(refused.exitCode).toBe(2);
  expect(refused.stdout).toContain('Allowed: analyst, coder, coordinator, designer, qa, researcher, specialist, worker, writer');
});
