// Seven agents that send on to each other for ever, with the built program: stopped by themselves, told once, and whoever is refused reaches the person.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KeptMessage } from '../../src/core/model/message.js';
import { LongCommand } from '../helpers/long-command.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';

/** Each of the seven, in its worktree: what has come goes on to the next one. */
const RING = `
name=$(basename "$PWD")
case $name in
  ring) next=ring-2;;
  ring-7) next=ring;;
  *) next=ring-$((\${name#ring-} + 1));;
esac
while orch-tui inbox --wait 60 > got; do
  grep -q 'go on' got || continue
  orch-tui tell $next go on || orch-tui tell person refused
done
`;

let sandbox: Sandbox;
beforeEach(async () => {
  // Fifteen in a circle, and no pair of the seven has more than three of them.
  sandbox = await makeSandbox({ env: { ORCHESTRATOR_MESSAGES__PERMINUTE: '3', ORCHESTRATOR_AGENTS__MAX: '7' } });
});
afterEach(() => sandbox.end());

test('a circle of agents is stopped and told once', async () => {
  const script = join(sandbox.folder, 'ring.sh');
  await writeFile(script, RING);
  const run = ['run', 'ring', '--name', 'ring', '--count', '7', '--command', `sh ${script}`, '--finish', 'keep'];
  expect(await sandbox.cli(run)).toMatchObject({ exitCode: 0 });
  expect(await sandbox.cli(['messages', 'send', 'ring', 'go on'])).toMatchObject({ exitCode: 0 });
  const follow = new LongCommand(sandbox, ['messages', '--follow', '--json']);
  const all = () =>
    follow.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as KeptMessage);
  await follow.until('one of them was refused', () => all().some(({ message: { payload } }) => payload.text === 'refused'));
  const toPerson = new Map(all().flatMap(({ message: { id, to_agent: to, payload } }) => (to === 'person' ? [[id, payload.text]] : [])));
  expect([...toPerson.values()].sort()).toEqual([
    expect.stringMatching(/^There are more than 15 messages an hour in a circle: .*\bring-4\b.* raise messages\.perMinute\.$/u),
    'refused',
  ]);
  const sent = new Map(all().map((kept) => [kept.message.id, kept]));
  const between = [...sent.values()].filter(({ message }) => message.from_agent !== 'host' && message.to_agent !== 'person');
  // That of the person, and those that it came to: all of them were read.
  expect(between.map(({ state }) => state)).toEqual(Array.from({ length: 22 }, () => 'acknowledged'));
  follow.signal('SIGKILL');
  await follow.ended;
});
