// The manager decides about an agent at another node: by its last words from there and its work as it was saved here, and never by what lies here in its place.
import { expect, it } from 'vitest';
import type { Changes } from '../../../src/core/model/changes.js';
import type { ManagerAct } from '../../../src/core/model/decision.js';
import { fail, ok, type Result } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { REMOTE_PROCESS } from '../../../src/core/model/remote.js';
import { newAgent, shows, submitted } from '../../helpers/fold-events.js';
import { scriptedModel } from '../../helpers/scripted-model.js';
import { bench } from '../../helpers/store-with-fakes.js';

const SILENT = fail({ kind: 'broker', tried: 'ask', said: 'far did not answer', next: 'Wait' });
const CHANGED: Changes = {
  size: { files: 1, additions: 3, deletions: 2 },
  files: [{ path: 'src/price.ts', isNew: false, hunks: [{ start: 5, end: 6, added: 3, text: 'x' }] }],
  isCut: false,
};
const SAVED: EventBody = { type: 'agent.checkpointed', agent: 'a', commit: 'saved' };

const decides = (act: ManagerAct, text = '') => ({
  progress: 'half way',
  thought: 'because',
  action: { do: act, text, digest: null },
  future: 'it ends',
});

async function consulted(answers: readonly ReturnType<typeof decides>[], words: Result<string>, isSaved = true) {
  const model = scriptedModel(...answers);
  const asked: string[] = [];
  const world = bench({
    model,
    repository: { changesBetween: async ({ to }) => ok(to === 'saved' ? CHANGED : { ...CHANGED, files: [] }) },
    elsewhere: {
      whyHere: async () => null,
      bringBack: async () => ok(undefined),
      words: async (agent) => {
        asked.push(`words ${agent}`);
        return words;
      },
      save: async (agent) => {
        asked.push(`save ${agent}`);
        if (isSaved) world.store.dispatch(SAVED);
        return isSaved;
      },
    },
  });
  await world.play(
    submitted(
      newAgent('a', {
        placement: { on: 'any' },
        worktree: '/wt/a',
        branch: 'orch/a',
        manager: { state: 'ready', decisions: [], askedSeq: 0 },
        plan: { unattended: true, verify: 'npm test' },
      }),
    ),
    { type: 'agent.offered', agent: 'a', fence: 1 },
    { type: 'agent.placed', agent: 'a', node: 'far', fence: 1 },
    { type: 'agent.started', agent: 'a', process: REMOTE_PROCESS, conversation: null },
    shows('a', 'working'),
  );
  expect(asked).toEqual([]);
  await world.play(shows('a', 'idle'));
  const shown = (call: number) => model.asked[call]?.messages.at(-1)?.content ?? '';
  return { ...world, asked, shown };
}

it('is shown its last words and what was saved of its work just then', async () => {
  const { asked, shown, ports } = await consulted([decides('wait')], ok('All prices are right now.\nShall I go on?'));
  expect(asked).toEqual(['words a', 'save a']);
  expect(shown(0)).toContain('All prices are right now.\nShall I go on?');
  expect(shown(0)).toContain('src/price.ts | +3 -2\n1 files changed, 3 insertions(+), 2 deletions(-)');
  expect(shown(0)).toContain('It works on another machine (far). Of its work only what was saved is here.');
  // What lies in its worktree here is not its work.
  expect(ports.calls.filter((call) => call.startsWith('look('))).toEqual([]);
});

it('is told plainly where its node gives no answer and nothing was saved', async () => {
  const { shown } = await consulted([decides('wait')], SILENT, false);
  expect(shown(0)).toContain('What it shows is not known: the machine that it works on gave no answer.');
  expect(shown(0)).toContain('Nothing that it has changed is here yet.');
});

it('may look at the saved changes; files and its check are refused with the reason', async () => {
  const { shown, ports } = await consulted([decides('git', 'diff'), decides('test'), decides('ls', 'src'), decides('wait')], ok('Done.'));
  expect(shown(1)).toContain('git diff, as saved here last');
  expect(shown(1)).toContain('src/price.ts | +3 -2');
  expect(shown(2)).toContain('refused test: it works on another machine, and its files are there');
  expect(shown(3)).toContain('refused ls: it works on another machine');
  expect(ports.calls).not.toContain('run(npm test)');
});
