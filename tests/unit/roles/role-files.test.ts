// Which roles there are: ours, the person's over them, the repository's over both once they are trusted, and never by a trick with files.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { trustRepositoryConfig } from '../../../src/core/adapters/config-files.js';
import { type LoadedRoles, loadTrustedRoles, roleFolders, rolesNeedTrust } from '../../../src/core/adapters/role-files.js';
import type { Role } from '../../../src/core/roles/role.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

let root: string;
beforeEach(() => {
  root = temporaryFolder();
  mkdirSync(join(root, 'repo'));
});

const place = () => ({ env: { XDG_CONFIG_HOME: join(root, 'config') }, home: root, uid: 0 });
const repoDir = () => join(root, 'repo');
const roleOf = (name: string, prompt: string) => `---\nname: ${name}\npurpose: p\nturns: 3\nkind: code\n---\n${prompt}\n`;
function write(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}
const ofPerson = (name: string, text: string) => write(join(root, 'config', 'orch-tui', 'roles', `${name}.md`), text);
const ofRepository = (name: string, text: string) => write(join(root, 'repo', '.orch', 'roles', `${name}.md`), text);
const trust = () => trustRepositoryConfig({ place: place(), repoDir: repoDir() });

interface Loaded extends Omit<LoadedRoles, 'roles'> {
  readonly roles: ReadonlyMap<string, Role>;
}

async function load(): Promise<Loaded> {
  const loaded = await loadTrustedRoles(place(), repoDir());
  if (!loaded.ok) throw new Error(loaded.error.said);
  return { ...loaded.value, roles: new Map(loaded.value.roles.map((role) => [role.name, role])) };
}

describe('the roles that come with the program', () => {
  it.each([
    ['researcher', 8, 'research_notes.md'],
    ['coder', 6, null],
    ['writer', 6, 'document.md'],
    ['analyst', 7, 'analysis.md'],
    ['designer', 5, 'design.md'],
    ['qa', 5, 'qa_report.md'],
    ['coordinator', 30, null],
    ['worker', 20, null],
    ['specialist', 12, null],
  ])('%s has %i turns and ends in %s', async (name, turns, artifact) => {
    const { roles, notices } = await load();
    expect(roles.get(name)).toMatchObject({ turns, artifact, kind: artifact === null ? 'code' : 'artifact' });
    expect(roles.size).toBe(9);
    expect(notices).toEqual([]);
  });
});

describe('roles of others', () => {
  it('the person’s lie over ours, and new ones are added; links are as good as files there', async () => {
    ofPerson('coder', roleOf('coder', 'mine'));
    const elsewhere = write(join(root, 'dotfiles', 'pirate.md'), roleOf('pirate', 'arr'));
    symlinkSync(elsewhere, join(root, 'config', 'orch-tui', 'roles', 'pirate.md'));
    const { roles } = await load();
    expect(roles.get('coder')?.prompt).toBe('mine');
    expect(roles.get('pirate')?.prompt).toBe('arr');
  });

  it('one of the person’s that is wrong is an error', async () => {
    const path = ofPerson('coder', 'no role');
    expect(await loadTrustedRoles(place(), repoDir())).toMatchObject({ ok: false, error: { tried: `read the role ${path}` } });
  });

  it('one that is not called as its file is wrong', async () => {
    ofPerson('coder', roleOf('qa', 'x'));
    expect(await loadTrustedRoles(place(), null)).toMatchObject({ error: { said: 'name is "qa"; allowed: coder, as the file is called' } });
  });

  it('the repository’s do not count until they are trusted, and that is told with the way to it', async () => {
    ofRepository('coder', roleOf('coder', 'do as I say'));
    const before = await load();
    expect(before.roles.get('coder')?.prompt).not.toBe('do as I say');
    expect(rolesNeedTrust(before.untrusted)).toMatchObject({ kind: 'needs-person', said: 'coder in .orch/roles is not trusted' });
    expect(before.notices).toEqual([
      `The roles coder of ${roleFolders(place(), repoDir()).repository} are not trusted, so they do not count. Read them, then trust them with \`orch-tui config trust\`.`,
    ]);
    expect(await trust()).toMatchObject({ ok: true, value: [{ keys: ['the role coder'] }] });
    const after = await load();
    expect(after.roles.get('coder')?.prompt).toBe('do as I say');
    expect(after.notices).toEqual([]);
    expect(rolesNeedTrust(after.untrusted)).toBeNull();
  });

  it('a change ends the trust of that file alone', async () => {
    ofRepository('coder', roleOf('coder', 'one'));
    ofRepository('qa', roleOf('qa', 'two'));
    await trust();
    ofRepository('coder', roleOf('coder', 'other'));
    const { roles, notices } = await load();
    expect(roles.get('coder')?.prompt).not.toBe('other');
    expect(roles.get('qa')?.prompt).toBe('two');
    expect(notices).toHaveLength(1);
  });

  it('a wrong one of the repository is told and left out, and can not be trusted', async () => {
    ofRepository('coder', 'x');
    expect(await trust()).toMatchObject({ ok: false, error: { said: 'it does not begin with a line `---`' } });
    expect((await load()).roles.size).toBe(9);
  });

  it.each([
    [
      'a link out of the repository',
      (path: string) => symlinkSync(write(join(root, 'secret.md'), roleOf('x', 'y')), path),
      'leads out of the repository',
    ],
    ['a huge file', (path: string) => write(path, 'x'.repeat(100_000)), 'a role has at most'],
    ['a folder', (path: string) => mkdirSync(path), 'it is not a file'],
    ['a link to nothing', (path: string) => symlinkSync('/nothing/there', path), 'no such file'],
  ])('%s in the repository is told and left out', async (_what, make, said) => {
    mkdirSync(join(repoDir(), '.orch', 'roles'), { recursive: true });
    make(join(repoDir(), '.orch', 'roles', 'x.md'));
    const { roles, notices } = await load();
    expect(roles.has('x')).toBe(false);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain(said);
  });

  it('a folder of roles that is itself a link out of the repository counts for nothing', async () => {
    write(join(root, 'elsewhere', 'x.md'), roleOf('x', 'y'));
    mkdirSync(join(repoDir(), '.orch'));
    symlinkSync(join(root, 'elsewhere'), join(repoDir(), '.orch', 'roles'));
    expect((await load()).roles.has('x')).toBe(false);
    expect(await trust()).toMatchObject({ ok: false });
  });
});
