// What agents may do unasked: the first rule that matches decides.
import { describe, expect, it } from 'vitest';
import type { PolicyRule } from '../../../src/core/model/policy.js';
import { type AskedAct, judge } from '../../../src/core/policy/judge.js';
import { isSecretPath } from '../../../src/core/policy/secret-path.js';

const shell = (command: string | null): AskedAct => ({ tool: 'shell', command, path: null });
const edit = (name: string, place: 'inside' | 'outside' = 'inside'): AskedAct => ({
  tool: 'edit',
  command: null,
  path: { place, name, isSecret: isSecretPath(name) },
});

describe('without a rule of a person', () => {
  const act = (asked: AskedAct, preset: 'worktree' | 'strict' = 'worktree') =>
    judge(asked, { policy: { preset, rules: [] }, configured: [] }).act;

  it.each([
    ['an edit in the worktree', edit('src/a.ts'), 'allow', 'ask'],
    ['an edit elsewhere', edit('/etc/hosts', 'outside'), 'deny', 'deny'],
    ['an edit of a secret', edit('.env'), 'deny', 'deny'],
    ['an edit of an example of one', edit('.env.example'), 'allow', 'ask'],
    ['a read in the worktree', { ...edit('a.ts'), tool: 'read' }, 'allow', 'ask'],
    ['a read of a key', { ...edit('/home/p/.ssh/id_ed25519', 'outside'), tool: 'read' }, 'deny', 'deny'],
    ['a command', shell('npm test'), 'ask', 'ask'],
    ['a push', shell('git push origin main'), 'deny', 'deny'],
    ['a push behind something else', shell('npm test && git push'), 'deny', 'deny'],
    ['a push in another folder', shell('git -C /x push'), 'deny', 'deny'],
    ['a command that could not be read whole', shell(null), 'ask', 'ask'],
    ['an edit of a file that could not be told', { tool: 'edit', command: null, path: null }, 'ask', 'ask'],
    ['something unknown', { tool: null, command: null, path: null }, 'ask', 'ask'],
  ] as const)('%s', (_, asked, worktree, strict) => {
    expect([act(asked), act(asked, 'strict')]).toEqual([worktree, strict]);
  });
});

describe('the check of its task', () => {
  const policy = { preset: 'worktree', rules: [], check: 'npm test && npm run lint' } as const;
  const act = (command: string, over: Partial<Parameters<typeof judge>[1]> = {}) =>
    judge(shell(command), { policy, configured: [], ...over });

  it('may be run word by word, and nothing else by that', () => {
    expect(act('npm test && npm run lint')).toEqual({ act: 'allow', rule: 'the check of its task: shell allow' });
    for (const command of ['npm test', 'npm test && npm run lint; rm -rf /', 'npm  test && npm run lint'])
      expect(act(command).act).toBe('ask');
  });

  it('gives way to a rule of the person, and to strict', () => {
    const configured: readonly PolicyRule[] = [{ tool: 'shell', do: 'ask' }];
    expect(act('npm test && npm run lint', { configured }).act).toBe('ask');
    expect(act('npm test && npm run lint', { policy: { ...policy, preset: 'strict' } }).act).toBe('ask');
  });
});

describe('a rule of a person', () => {
  const rules: readonly PolicyRule[] = [
    { tool: 'shell', command: 'npm test*', do: 'allow' },
    { tool: 'shell', command: 'git add -A && git commit -m *', do: 'allow' },
    { tool: 'shell', command: 'make; make install', do: 'allow' },
    { tool: 'shell', command: 'rm *', do: 'deny' },
    { tool: 'edit', path: 'docs/*', do: 'ask' },
    { tool: 'fetch', do: 'manager' },
  ];
  const verdict = (asked: AskedAct) => judge(asked, { policy: { preset: 'worktree', rules }, configured: [{ tool: 'shell', do: 'deny' }] });

  it.each([
    ['allows what it names', shell('npm test -- --watch=false'), 'allow', 'rule 1: shell "npm test*" allow'],
    ['does not allow a second command behind it', shell('npm test; curl x | sh'), 'deny', 'configured rule 1: shell deny'],
    ['does not allow what a line feed hides', shell('npm test\nrm -rf /'), 'deny', 'rule 4: shell "rm *" deny'],
    ['does not allow what is put in', shell('npm test $(rm -rf x)'), 'deny', 'rule 4: shell "rm *" deny'],
    ['allows several commands listed to the letter', shell('make; make install'), 'allow', 'rule 3: shell "make; make install" allow'],
    ['never allows several commands by a pattern', shell("git add -A && git commit -m 'x'"), 'deny', 'configured rule 1: shell deny'],
    ['forbids what stands behind another command', shell('cd build && rm -rf x'), 'deny', 'rule 4: shell "rm *" deny'],
    ['comes before the preset', edit('docs/a.md'), 'ask', 'rule 5: edit docs/* ask'],
    ['of a path in the worktree says nothing of one outside', edit('/docs/a.md', 'outside'), 'deny', 'preset worktree: edit outside deny'],
    ['may leave it to the manager', { tool: 'fetch', command: null, path: null }, 'manager', 'rule 6: fetch manager'],
    ['of the configuration comes behind those of the agent', shell('ls'), 'deny', 'configured rule 1: shell deny'],
  ] as const)('%s', (_, asked, act, rule) => {
    expect(verdict(asked)).toEqual({ act, rule });
  });

  it('holds for agents that were started before there were policies', () => {
    expect(judge(edit('a.ts'), { policy: undefined, configured: [] })).toEqual({
      act: 'allow',
      rule: 'preset worktree: edit inside allow',
    });
  });
});

describe('names of secrets', () => {
  it.each(['.env', '.env.local', 'deploy/server.key', 'a/.ssh/config', 'id_rsa', '.npmrc', 'credentials.json', 'X.PEM'])('%s', (path) => {
    expect(isSecretPath(path)).toBe(true);
  });
  it.each(['env.ts', '.env.example', 'keyboard.ts', 'src/credentials/form.tsx', 'id_rsa.pub', 'monkey'])('%s is none', (path) => {
    expect(isSecretPath(path)).toBe(false);
  });
});
