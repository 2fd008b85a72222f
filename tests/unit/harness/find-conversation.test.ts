// Conversations whose id the CLI made itself, found by the worktree they were held in.
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AGENT_CLIS, createHarnessRegistry } from '../../../src/core/harness/registry.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const ID = (n: number) => `01a1fd26-fe08-7192-a955-71${String(n).padStart(10, '0')}`;
const SINCE = '2026-11-21T08:00:00.000Z';

function find(name: string, env: Readonly<Record<string, string>>, worktree: string) {
  const harness = AGENT_CLIS.find((cli) => cli.name === name);
  return harness?.findConversation?.({ command: [name], worktree, since: SINCE, env });
}

describe('codex', () => {
  function home(...rollouts: readonly (readonly [day: string, id: number, cwd: string, source?: string])[]) {
    const CODEX_HOME = temporaryFolder();
    for (const [day, id, cwd, source = 'user'] of rollouts) {
      const folder = join(CODEX_HOME, 'sessions', ...day.split('-'));
      mkdirSync(folder, { recursive: true });
      const payload = { id: ID(id), cwd, thread_source: source, base_instructions: { text: 'x'.repeat(20_000) } };
      const time = `${day}T08-0${id}-00`;
      writeFileSync(join(folder, `rollout-${time}-${ID(id)}.jsonl`), `${JSON.stringify({ type: 'session_meta', payload })}\n{}\n`);
    }
    return { CODEX_HOME };
  }

  it.each([
    [
      'of this worktree, not of its neighbour',
      [
        ['2026-11-21', 1, '/wt/a'],
        ['2026-11-21', 2, '/wt/ab'],
      ],
      ID(1),
    ],
    [
      'the newest of several',
      [
        ['2026-11-21', 1, '/wt/a'],
        ['2026-11-21', 2, '/wt/a'],
      ],
      ID(2),
    ],
    [
      'of a later day',
      [
        ['2026-11-21', 3, '/wt/a'],
        ['2026-12-01', 1, '/wt/a'],
      ],
      ID(1),
    ],
    [
      'not a thread of its own',
      [
        ['2026-11-21', 1, '/wt/a'],
        ['2026-11-21', 2, '/wt/a', 'title'],
      ],
      ID(1),
    ],
    ['of the day before, which is this day elsewhere', [['2026-11-20', 1, '/wt/a']], ID(1)],
    ['none from before there was such an agent', [['2026-11-19', 1, '/wt/a']], null],
    ['none where there is none', [], null],
  ] as const)('%s', async (_what, rollouts, found) => {
    expect(await find('codex', home(...rollouts), '/wt/a')).toBe(found);
  });

  it('in the home folder where no other is set', async () => {
    const { CODEX_HOME } = home(['2026-11-21', 1, '/wt/a']);
    const HOME = temporaryFolder();
    mkdirSync(join(HOME, '.codex'));
    renameSync(join(CODEX_HOME, 'sessions'), join(HOME, '.codex', 'sessions'));
    expect(await find('codex', { HOME }, '/wt/a')).toBe(ID(1));
  });
});

describe('opencode', () => {
  /** A program of this name that prints `says`; `env` finds it. */
  function program(name: string, says: string, exitCode = 0) {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'said'), says);
    writeFileSync(join(folder, name), `#!/bin/sh\necho "$@" > "${folder}/asked"\ncat "${folder}/said"\nexit ${exitCode}\n`);
    chmodSync(join(folder, name), 0o755);
    return { folder, PATH: `${folder}${delimiter}/usr/bin${delimiter}/bin` };
  }
  const worktree = process.cwd();

  it.each([
    [
      'of this worktree',
      [
        { id: 'ses_other', directory: '/wt/other' },
        { id: 'ses_1a', directory: worktree },
      ],
      0,
      'ses_1a',
    ],
    ['none of other worktrees', [{ id: 'ses_other', directory: '/wt/other' }], 0, null],
    ['none with an id that could be an option', [{ id: '--help', directory: worktree }], 0, null],
    ['none from a list that is none', { sessions: [] }, 0, null],
    ['none when it fails', [{ id: 'ses_1a', directory: worktree }], 1, null],
  ] as const)('%s', async (_what, list, exitCode, found) => {
    const { PATH } = program('opencode', JSON.stringify(list), exitCode);
    expect(await find('opencode', { PATH }, worktree)).toBe(found);
  });

  it('none without the program', async () => {
    expect(await find('opencode', { PATH: '/nowhere' }, worktree)).toBeNull();
  });

  it('under another command, if it is configured so', async () => {
    const { PATH, folder } = program('wrap', JSON.stringify([{ id: 'ses_1a', directory: worktree }]));
    const configured = { opencode: { command: ['wrap', 'oc'] } } as const;
    const registry = createHarnessRegistry({ demoScript: '/demo.js', configured } as unknown as Parameters<
      typeof createHarnessRegistry
    >[0]);
    const found = registry.find({ harness: 'opencode', command: null });
    const place = { command: ['wrap'], worktree, since: SINCE, env: { PATH } } as const;
    expect(found.ok && (await found.value.findConversation?.(place))).toBe('ses_1a');
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('oc session list --format json --max-count 20\n');
  });
});

describe('an end that only says how it should have been started', () => {
  const goesOn = (name: string, tail: string) => AGENT_CLIS.find((cli) => cli.name === name)?.goesOn?.(tail) ?? null;

  it.each([
    ['gemini', `restarting...\nError starting session: Session ID "${ID(1)}" already exists. Use --r\nesume to resume it`, 'resume'],
    ['gemini', 'Error resuming session: No previous sessions found for this project.', 'fresh'],
    ['claude', `No conversation found with session ID: ${ID(1)}`, 'fresh'],
    ['codex', `ERROR: No saved session found with ID ${ID(1)}. Run \`codex resume\` witho\nut an ID`, 'fresh'],
    ['opencode', 'Error: Session not found: ses_e02ded332ffe', 'fresh'],
    ['claude', 'API Error: 401', null],
    ['aider', 'anything', null],
  ])('%s: %s', (name, tail, way) => {
    expect(goesOn(name, tail)).toBe(way);
  });
});
