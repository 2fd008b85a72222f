// What must hold with each real CLI, driven through the built binary: one story each, told to a scripted model.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { markedProcesses } from '../helpers/marked-processes.js';
import { attach, detach } from '../helpers/story.js';
import { type CliName, installedCli, isOffline } from './real-cli.js';
import { makeWorld, type Seen, type World } from './world.js';

const STORY_MS = 600_000;
/** As often as a message has to arrive without one that fails. */
const MESSAGES = 50;
/** By what they are. The long one has no two words alike, so that nothing of it can be lost unseen. */
const ODD_TEXTS = {
  'one byte': 'x',
  'several lines': 'first line\nsecond line\n\nlast line',
  'a command of most CLIs': '/quit',
  'a command for a shell': '!rm -rf keep',
  'a word for leaving': 'exit',
  emoji: 'a robot 🤖 and a family 👩‍💻 ✅ ❤️',
  'keys of a dialog': '1',
  '20 KB': Array.from({ length: 2200 }, (_, at) => `word${at}`)
    .join(' ')
    .slice(0, 20_000),
} as const;

/** `more`: stories of this CLI alone. */
export function realStories(cli: CliName, more: (world: () => World) => void = () => undefined): void {
  const missing = whatIsMissing(cli);
  if (missing !== null) process.stderr.write(`${cli}: skipped, ${missing}\n`);
  describe.skipIf(missing !== null)(cli, { timeout: STORY_MS }, () => {
    let world: World;
    beforeEach(async () => {
      world = await makeWorld(cli);
    });
    afterEach(() => world.end());
    more(() => world);

    test('a permission is answered by the rule that allows it; one that a rule asks for is shown and answered by a person', async () => {
      const policy = [
        { tool: 'edit', do: 'allow' },
        { tool: 'shell', do: 'ask' },
      ];
      await world.run('write hello.txt with "hello there"', { policy });
      // A hook may tell of it before its dialog is there: the answers are those of the dialog.
      const { state, question, worktree } = await world.until(
        'it asks for the commit',
        (agent) => agent.question?.tool === 'shell' && agent.question.options.length > 1,
      );
      expect(state).toBe('waiting');
      expect(question).toMatchObject({ kind: 'permission', text: expect.stringContaining('git add hello.txt') });
      // Codex would work through a daemon that outlives its terminal.
      expect(world.sandbox.processes().filter(({ command }) => command.includes('app-server'))).toEqual([]);
      expect(await world.orch('answer', 'real', 'allow', '--digest', question?.digest ?? '')).toMatchObject({ exitCode: 0 });
      const { results } = await world.untilReceived('both results have come', (received) => received.results.length === 2);
      await world.untilAtRest();
      // Three answers; what it asks beside them is none of the conversation.
      const told = await world.until('all it has used is counted', ({ usage }) => usage !== null && usage.outputTokens >= 120);
      expect(told.usage).toMatchObject({ inputTokens: 3600, outputTokens: 120, estimated: false });
      expect(await world.timeline()).toEqual(
        expect.arrayContaining([expect.stringContaining('rule 1: edit allow'), expect.stringContaining('rule 2: shell ask')]),
      );
      const shown = await world.sandbox.git('-C', worktree ?? '', 'show', '--stat', '--format=%s');
      expect(shown, results.join('\n')).toMatch(/^Add hello\.txt\n[\s\S]*hello\.txt \| 1 \+/);
    });

    test(`a message of 500 characters is delivered whole, ${MESSAGES} times of ${MESSAGES}`, async () => {
      await world.run('say hello');
      await world.untilAtRest();
      for (let count = 1; count <= MESSAGES; count += 1) {
        const message = `${count}: tell me about ${'widgets, gears and springs; '.repeat(20)}`.slice(0, 499).concat('.');
        const sent = await world.orch('send', 'real', message, '--wait');
        expect([count, sent.exitCode, sent.stderr]).toEqual([count, 0, '']);
        // A CLI that is quicker than its picture is seen at work before its line is seen empty.
        expect(sent.stdout).toMatch(/^sent to real: (?:left the input line|at work) \(/);
        await world.untilReceived(`message ${count} has come as it was sent`, ({ prompt }) => prompt === message);
        await world.untilAtRest();
      }
      expect(world.model.received.filter(({ prompt }) => /^\d+: tell me/.test(prompt))).toHaveLength(MESSAGES);
    });

    test('a text of any shape and length arrives as text, and never as a command of the CLI', async () => {
      await world.run('say hello');
      await world.untilAtRest();
      for (const [what, text] of Object.entries(ODD_TEXTS)) {
        expect([what, await world.orch('send', 'real', text, '--wait')]).toMatchObject([what, { exitCode: 0, stderr: '' }]);
        await world.untilReceived(`${what} has come`, ({ prompt }) => prompt.trim().endsWith(text.trim()));
        await world.untilAtRest();
      }
      expect(await world.untilAtRest()).toMatchObject({ state: 'idle', error: null });
    });

    test('the half-typed draft of a person is neither sent nor lost', async () => {
      await world.run('say hello');
      await world.untilAtRest();
      const terminal = world.sandbox.open();
      await terminal.until('it is shown', (screen) => screen.includes('Understood'));
      await attach(terminal);
      terminal.type('half a thou');
      await terminal.until('the draft is shown', (screen) => screen.includes('half a thou'));
      await detach(terminal);
      const refused = await world.orch('send', 'real', 'a message', '--wait');
      expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('its input line holds text that was not sent') });
      await attach(terminal);
      terminal.type('ght');
      await terminal.until('the draft is as it was', (screen) => screen.includes('half a thought'));
      expect(world.model.received.map(({ prompt }) => prompt)).toEqual(['say hello']);
    });

    test('a question in words ends a turn, and is answered in words', async () => {
      await world.run('ask: which port should it listen on');
      const { state, question } = await world.until('it asks', (agent) => agent.question !== null);
      expect([state, question]).toMatchObject([
        'waiting',
        { kind: 'text', text: expect.stringContaining('which port should it listen on?') },
      ]);
      expect(await world.orch('answer', 'real', '8080', '--digest', question?.digest ?? '')).toMatchObject({ exitCode: 0 });
      const { earlier } = await world.untilReceived('the answer has come', ({ prompt }) => prompt.trim() === '8080');
      expect(earlier.join('\n')).toContain('which port');
      await world.untilAtRest();
    });

    test('a turn that hangs is interrupted', async () => {
      await world.run('hang');
      await world.untilReceived('the task has come', ({ prompt }) => prompt.includes('hang'));
      await world.until('it is seen at work', ({ state, why }) => state === 'working' && why.source !== 'quiet');
      expect(await world.orch('interrupt', 'real')).toMatchObject({ exitCode: 0, stdout: 'interrupted real\n' });
      await world.untilReceived('the CLI has given up the request', ({ isHungUp }) => isHungUp);
      await world.untilAtRest();
      expect(await world.timeline()).toContain('interrupted by a person');
    });

    test('after kill -9 of the host each conversation goes on, and none with the task of another', async () => {
      const tasks = [
        ['real', 'say hello first'],
        ['other', 'say good day first'],
      ] as const;
      const before: Seen[] = [];
      for (const [name, task] of tasks) {
        await world.run(task, { name });
        // One after the other: of two opencode 1.18.33 that make their first database at once, one stays blank for ever.
        before.push(await world.untilAtRest(name));
      }
      const { host } = await world.status();
      process.kill(host?.pid ?? 0, 'SIGKILL');
      for (const [name] of tasks) expect(await world.orch('resume', name)).toMatchObject({ exitCode: 0 });
      for (const [name, task] of tasks) {
        await world.untilAtRest(name);
        const message = `and now ${name} goes on`;
        expect(await world.orch('send', name, message, '--wait')).toMatchObject({ exitCode: 0, stderr: '' });
        const { earlier } = await world.untilReceived(`${name} has been told`, ({ prompt }) => prompt.includes(message));
        expect(tasks.map(([, each]) => each).filter((each) => earlier.join('\n').includes(each))).toEqual([task]);
      }
      for (const { name, conversation } of before) {
        // codex and opencode are asked for their id only when it is needed.
        expect([null, (await world.untilAtRest(name)).conversation]).toContain(conversation);
      }
    });

    test('after a stop, and after a crash of its CLI, its conversation goes on', async () => {
      await world.run('say hello first');
      await world.untilAtRest();
      expect(await world.orch('stop', 'real')).toMatchObject({ exitCode: 0 });
      await world.until('it has ended', ({ state }) => state === 'stopped');
      expect(await world.orch('resume', 'real')).toMatchObject({ exitCode: 0 });
      await world.untilAtRest();
      expect(await world.orch('send', 'real', 'after the stop', '--wait')).toMatchObject({ exitCode: 0, stderr: '' });
      const stopped = await world.untilReceived('it goes on', ({ prompt }) => prompt.includes('after the stop'));
      expect(stopped.earlier.join('\n')).toContain('say hello first');
      const { pid } = await world.untilAtRest();
      process.kill(pid ?? 0, 'SIGKILL');
      await world.until('its crash is seen', ({ state }) => state === 'failed');
      expect(await world.orch('resume', 'real')).toMatchObject({ exitCode: 0 });
      await world.untilAtRest();
      expect(await world.orch('send', 'real', 'after the crash', '--wait')).toMatchObject({ exitCode: 0, stderr: '' });
      const crashed = await world.untilReceived('it goes on again', ({ prompt }) => prompt.includes('after the crash'));
      expect(crashed.earlier.join('\n')).toMatch(/say hello first[\s\S]*after the stop/);
      // Each of its three answers once, though each run has read the whole conversation.
      const counted = await world.until('all it has used is counted', ({ usage }) => usage !== null && usage.outputTokens >= 120);
      expect(counted.usage).toMatchObject({ inputTokens: 3600, outputTokens: 120, estimated: false });
    });

    test('a rate limit is shown, tried again, and handed over to the next of the chain, in the same worktree', async () => {
      const { heir } = world;
      await world.configure({ limits: { retries: 1, ownRetrySeconds: 10, chain: [heir === cli ? `${cli}:model` : heir] } });
      await world.run('ratelimit');
      const limited = await world.until('it is shown as limited', (agent) => agent.state === 'limited');
      expect(limited).toMatchObject({
        harness: cli,
        limit: { kind: 'rate-limit' },
        why: { evidence: expect.stringMatching(/429|rate limit|API error/i) },
      });
      const taken = await world.untilReceived('the next one has been told', ({ prompt }) => prompt.startsWith('You take over a task'));
      expect(taken.prompt).toContain('ratelimit');
      expect(taken.earlier).toEqual([]);
      const { harness, worktree, branch } = await world.untilAtRest();
      expect({ harness, worktree, branch }).toEqual({ harness: heir, worktree: limited.worktree, branch: limited.branch });
      expect(await world.timeline()).toEqual(expect.arrayContaining([expect.stringMatching(/^handed over from .* ← rate limit/)]));
    });

    test('a refused login and a lost connection are told by their names, and are left to a person', async () => {
      await world.configure({ limits: { retries: 0, ownRetrySeconds: 5 } });
      const failed = (kind: string) => (agent: Seen) => agent.state === 'waiting' && agent.limit?.kind === kind;
      await world.run('logged out');
      await world.until('its login is refused', failed('auth'));
      await world.run('say hello', { name: 'other' });
      await world.untilAtRest('other');
      await world.model.stop();
      expect(await world.orch('send', 'other', 'and now go on')).toMatchObject({ exitCode: 0 });
      const { error } = await world.until('it has no connection', failed('network'), 'other');
      expect(error).toMatchObject({ kind: 'limit', next: expect.stringContaining('network') });
    });

    test('nothing of it runs after it was stopped', async () => {
      await world.run('hang');
      await world.untilReceived('the task has come', ({ prompt }) => prompt.includes('hang'));
      const { id } = await world.until('it works', ({ state }) => state === 'working');
      expect(markedProcesses(`ORCH_AGENT=${id}`).length).toBeGreaterThan(0);
      // Whichever session or group they went to: codex and opencode start helpers of their own.
      expect(await world.orch('stop', 'real')).toMatchObject({ exitCode: 0 });
      await world.until('it has ended', ({ state }) => state === 'stopped');
      expect(markedProcesses(`ORCH_AGENT=${id}`)).toEqual([]);
    });
  });
}

export function whatIsMissing(cli: CliName): string | null {
  if (!isOffline()) return 'there is a network: `npm run test:real` makes a network namespace, which needs root or user namespaces';
  return installedCli(cli) === null ? 'it is neither on PATH nor in the folder that ORCH_REAL_CLIS names' : null;
}
