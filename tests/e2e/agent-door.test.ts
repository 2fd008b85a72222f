// What an agent can do from inside its terminal, with the built binary: talk, ask, tell, end; and what its token is worth elsewhere.
import { existsSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LongCommand } from '../helpers/long-command.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf, fixture } from '../helpers/story.js';
import { untilAgent, untilStatus } from '../helpers/watch-status.js';

let sandbox: Sandbox;
let log: LongCommand;
let other: LongCommand;

const cli = (...args: readonly string[]) => sandbox.cli(args);

/** Types a command to an agent, and gives what that printed. */
async function runs(agent: string, command: string): Promise<string> {
  const follow = agent === 'one' ? log : other;
  const from = follow.stdout.length;
  expect((await cli('send', agent, `$ ${command}`, '--wait')).exitCode).toBe(0);
  const end = `: ${command}\n`;
  await follow.until(`${agent} has run ${command}`, (text) => /ended \d+/u.test(text.slice(from)) && text.slice(from).includes(end));
  return follow.stdout.slice(from);
}

beforeAll(async () => {
  sandbox = await makeSandbox();
  const command = fixture('runs-what-it-is-told');
  expect((await cli('run', 'two at it', '--name', 'one', '--command', command, '--count', '2', '--finish', 'keep')).exitCode).toBe(0);
  log = new LongCommand(sandbox, ['logs', 'one', '-f']);
  other = new LongCommand(sandbox, ['logs', 'one-2', '-f']);
  await log.until('one is ready', (text) => text.includes('READY'));
  await other.until('one-2 is ready', (text) => text.includes('READY'));
});
afterAll(async () => {
  log.signal('SIGKILL');
  other.signal('SIGKILL');
  await Promise.all([log.ended, other.ended]);
  await sandbox.end();
});

test('it finds our program, its socket and its token, and the token lies outside its worktree', async () => {
  const said = await runs('one', 'command -v orch-tui; echo $ORCH_TOKEN_FILE $ORCH_SOCKET');
  expect(said).toContain(join(sandbox.env.XDG_STATE_HOME as string, 'orch-tui'));
  const file = join(sandbox.repo, '.git/worktrees/one/orch/token');
  expect(said).toContain(`${file} `);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
  expect(await runs('one', 'git status --short')).not.toContain('orch');
  // As in the shells of CLIs that withhold what is called a token.
  expect(await runs('one', 'mkdir sub; cd sub; env -u ORCH_TOKEN -u ORCH_TOKEN_FILE orch-tui agents')).toContain('one (you)');
  expect(await runs('one', 'cd /; env -u ORCH_TOKEN -u ORCH_TOKEN_FILE orch-tui agents')).toContain('is for the terminal of an agent');
});

test('it sees who works on its goal, and writes to them', async () => {
  const said = await runs('one', 'orch-tui agents');
  expect(said).toMatch(/one \(you\) .*two at it/u);
  expect(said).toMatch(/one-2 .*two at it/u);
  expect(await runs('one', 'orch-tui tell one-2 mind the gap --reply')).toContain('sent to one-2; the reply comes into your inbox');
  const inbox = await runs('one-2', 'orch-tui inbox --wait 60 --json');
  const { messages } = JSON.parse(inbox.slice(inbox.indexOf('{'), inbox.lastIndexOf('}') + 1));
  expect(messages).toMatchObject([
    { from: 'one', message: { type: 'question', payload: { text: 'mind the gap', wantsReply: true }, retry_count: 0 } },
  ]);
  expect(await runs('one-2', 'orch-tui inbox')).toContain('no messages');
  expect(await runs('one-2', `orch-tui reply ${messages[0].message.id} which gap`)).toContain('replied to one');
  expect(await runs('one', 'orch-tui inbox --wait 60')).toMatch(/from one-2 · answer.*\n {2}which gap/u);
});

test('what it can not send is refused in words', async () => {
  expect(await runs('one', 'orch-tui tell nobody hello')).toMatch(/none of that name; there are .*one-2[\s\S]*ended 2/u);
  expect(await runs('one', 'orch-tui tell one hello')).toMatch(/orch-tui: .*\n?[\s\S]*ended [12]/u);
  expect(await runs('one', 'orch-tui tell one-2 " "')).toMatch(/text is empty[\s\S]*ended 2/u);
  expect(await runs('one', 'orch-tui result one-2')).toMatch(/it does not work for you[\s\S]*ended 1/u);
  expect(await runs('one', 'orch-tui delegate all of it')).toMatch(/may not delegate[\s\S]*ended 1/u);
  // As `run` calls it, and as the tools do.
  for (const option of ['--agent', '--harness'])
    expect(await runs('one', `orch-tui hand-over ${option} nope go on`)).toMatch(
      /there are [\s\S]*gemini[\s\S]*Name one of these, or another model[\s\S]*ended 2/u,
    );
});

test('a question waits for the person, whose answer comes back to the call', async () => {
  const from = log.stdout.length;
  await cli('send', 'one', '$ orch-tui ask Which port? --option 80 --option 8080 --wait 120', '--wait');
  const asked = await untilStatus(sandbox, 'one asks', ({ agents }) => agents.some(({ question }) => question?.text === 'Which port?'));
  expect(asked.agents.find(({ name }) => name === 'one')).toMatchObject({ state: 'waiting' });
  expect((await cli('answer')).stdout).toMatch(/^one · choice · .*\n {2}Which port\?\n {2}1\. 80\n {2}2\. 8080/u);
  expect((await cli('answer', 'one', '2')).stdout).toBe('answered one: 8080\n');
  await log.until('the answer is there', (text) => text.slice(from).includes('8080\nended 0'));
  expect((await agentOf(sandbox, 'one')).question).toBeNull();
  expect((await cli('answer')).stdout).toBe('nobody asks anything\n');
});

test('one that nobody answers in time stands, and its answer is a message', async () => {
  expect(await runs('one', 'orch-tui ask And the host? --wait 0')).toContain('not answered yet; question');
  expect(await runs('one', 'orch-tui ask And the path? --wait 0')).toMatch(/you have asked already[\s\S]*ended 1/u);
  expect((await cli('answer', 'one', 'localhost')).exitCode).toBe(0);
  expect(await runs('one', 'orch-tui inbox --wait 60')).toMatch(/from person · answer.*\n {2}localhost/u);
});

test('it tells how far it is, and how it ended', async () => {
  await runs('one', 'printf "of lines\\nand \'marks\'" | orch-tui tell one-2 -');
  expect(await runs('one-2', 'orch-tui inbox')).toMatch(/from one · message\n {2}of lines\n {2}and 'marks'/u);
  await runs('one', 'orch-tui progress half of it');
  await untilStatus(sandbox, 'one tells its progress', ({ agents }) =>
    agents.some((agent) => (agent as { progress?: string }).progress === 'half of it'),
  );
  expect(await runs('one', 'orch-tui done All of it --artifact ../../../etc/passwd')).toMatch(/leads out of the worktree[\s\S]*ended 2/u);
  expect(await runs('one', 'ln -s /etc/passwd link; orch-tui done All of it --artifact link')).toMatch(
    /a link leads out of it[\s\S]*ended 2/u,
  );
  const { worktree } = await agentOf(sandbox, 'one');
  await writeFile(join(worktree ?? '', 'report.md'), 'done\n');
  expect(await runs('one', 'rm link; orch-tui done All of it --artifact report.md')).toContain('noted; end your turn now');
  const { agents } = (await cli('status', '--json')).json<{ agents: readonly { name: string; report: object }[] }>();
  expect(agents.find(({ name }) => name === 'one')?.report).toMatchObject({ summary: 'All of it', artifacts: ['report.md'] });
});

test('in the terminal of a person its commands name those of a person', async () => {
  expect(await cli('inbox')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/`orch-tui inbox` is for the terminal of an agent.*Use `orch-tui messages`/u),
  });
  expect((await cli('done', 'all', '--json')).json()).toMatchObject({ error: { kind: 'usage', next: 'Use `orch-tui finish AGENT`' } });
});

test('a token is worth nothing once its run has ended, and a guess never: the person hears of it', async () => {
  const file = join(sandbox.repo, '.git/worktrees/one-2/orch/token');
  const token = (await readFile(file, 'utf8')).trim();
  const { socket } = (await cli('status', '--json')).json<{ host: { socket: string } }>().host;
  const env = { ORCH_SOCKET: socket.replace(/\.sock$/u, '.agents.sock') };
  const self = () => sandbox.cli(['agents', '--json'], { env: { ...env, ORCH_TOKEN: token } });
  expect((await self()).exitCode).toBe(0);
  await cli('send', 'one-2', 'exit 0', '--wait');
  await untilAgent(sandbox, 'one-2', 'done');
  expect(existsSync(file)).toBe(false);
  expect((await self()).json()).toMatchObject({ error: { kind: 'denied', said: expect.stringContaining('has ended') } });
  const guess = await sandbox.cli(['agents'], { env: { ...env, ORCH_TOKEN: 'x'.repeat(43) } });
  expect(guess).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('not one of this host') });
  // Nor does it open the person's socket to anything, or the agents' one to what only a person may.
  const screen = sandbox.open();
  await screen.until('the person is told', (shown) => shown.text().includes('was refused'));
  await screen.dispose();
});
