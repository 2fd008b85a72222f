// What a run of an agent's CLI is given on disk: its token in git's own folder of its worktree, and our program as it can be called.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programPath, writeProgramWrapper } from '../../../src/core/adapters/program-wrapper.js';
import { removeTokenFile, writeTokenFile } from '../../../src/core/adapters/token-file.js';
import type { Agent } from '../../../src/core/model/agent.js';
import { openSeats } from '../../../src/host/door/agent-seats.js';
import { AgentTokens } from '../../../src/host/door/agent-tokens.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

let folder: string;
let commonDir: string;
let worktree: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'orch-test-')));
  const git = (...args: readonly string[]) => execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x', ...args], { cwd: folder });
  git('init', '--quiet', 'repo');
  git('-C', 'repo', 'commit', '--quiet', '--allow-empty', '-m', 'x');
  git('-C', 'repo', 'worktree', 'add', '--quiet', '../tree', '-b', 'b');
  commonDir = join(folder, 'repo/.git');
  worktree = join(folder, 'tree');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the file of a token', () => {
  it('lies in git’s folder of the worktree, for its owner alone, and not among its files', async () => {
    const path = await writeTokenFile({ commonDir, worktree, token: 'secret' });
    expect(path).toBe(join(commonDir, 'worktrees/tree/orch/token'));
    expect(readFileSync(path ?? '', 'utf8')).toBe('secret\n');
    expect(statSync(path ?? '').mode & 0o777).toBe(0o600);
    expect(execFileSync('git', ['-C', worktree, 'status', '--short', '--ignored']).toString()).toBe('');
    await removeTokenFile(path ?? '');
    expect(statSync(path ?? '', { throwIfNoEntry: false })).toBeUndefined();
    await removeTokenFile(path ?? '');
  });

  it('takes the place of what an agent has put there, and follows nothing of it', async () => {
    const elsewhere = join(temporaryFolder(), 'elsewhere');
    writeFileSync(elsewhere, 'mine');
    const place = join(commonDir, 'worktrees/tree/orch');
    mkdirSync(place, { recursive: true });
    symlinkSync(elsewhere, join(place, 'token'));
    const path = await writeTokenFile({ commonDir, worktree, token: 'secret' });
    expect(readFileSync(path ?? '', 'utf8')).toBe('secret\n');
    expect(readFileSync(elsewhere, 'utf8')).toBe('mine');
    rmSync(place, { recursive: true });
    symlinkSync(temporaryFolder(), place);
    expect(await writeTokenFile({ commonDir, worktree, token: 'secret' })).toBeNull();
    rmSync(place);
  });

  it('is none where the folder is no worktree of the repository, whatever its own git file says', async () => {
    const forged = temporaryFolder();
    writeFileSync(join(forged, '.git'), `gitdir: ${join(commonDir, 'worktrees/tree')}\n`);
    expect(await writeTokenFile({ commonDir, worktree: forged, token: 'secret' })).toBeNull();
  });
});

describe('a seat', () => {
  const agent = (changes: Partial<Agent> = {}) => ({ id: 'a', worktree, ...changes }) as Agent;
  const seats = (socketPath: string | null = '/run/x.agents.sock') => {
    const tokens = new AgentTokens();
    return { tokens, open: openSeats({ tokens, commonDir, program: '/state/bin/orch-tui', socketPath: () => socketPath }) };
  };

  it('is the socket, the token in both ways, and our program; all of it is void at its end', async () => {
    const { tokens, open } = seats();
    const seat = await open(agent());
    const { ORCH_TOKEN: token = '', ORCH_TOKEN_FILE: file = '', ...rest } = seat.env;
    expect(rest).toEqual({ ORCH_SOCKET: '/run/x.agents.sock', ORCH_BIN: '/state/bin/orch-tui' });
    expect(readFileSync(file, 'utf8').trim()).toBe(token);
    expect(tokens.seatOf(token)).toMatchObject({ agent: 'a' });
    await seat.close();
    expect(tokens.seatOf(token)).toBe('old');
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('whose end comes late leaves the next one alone', async () => {
    const { tokens, open } = seats();
    const first = await open(agent());
    const second = await open(agent());
    await first.close();
    expect(readFileSync(second.env.ORCH_TOKEN_FILE ?? '', 'utf8').trim()).toBe(second.env.ORCH_TOKEN);
    expect(tokens.seatOf(second.env.ORCH_TOKEN)).toMatchObject({ agent: 'a' });
    await second.close();
  });

  it('is nothing where no socket is open, and has no file where there is no worktree', async () => {
    expect((await seats(null).open(agent())).env).toEqual({});
    expect((await seats().open(agent({ worktree: null }))).env).not.toHaveProperty('ORCH_TOKEN_FILE');
  });
});

it('our program is called with the words that are given to it, whatever its path', async () => {
  const stateDir = join(temporaryFolder(), "it's a $(state)");
  const script = join(temporaryFolder(), "it's.mjs");
  writeFileSync(script, 'process.stdout.write(JSON.stringify(process.argv.slice(2)))');
  expect(await writeProgramWrapper(stateDir, script)).toBe(true);
  expect(await writeProgramWrapper(stateDir, script)).toBe(true);
  expect(execFileSync(programPath(stateDir), ['a b', "c'd", '$e']).toString()).toBe(JSON.stringify(['a b', "c'd", '$e']));
  expect(statSync(programPath(stateDir)).mode & 0o777).toBe(0o700);
});
