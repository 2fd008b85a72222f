// A goal of four tasks (design, two coders side by side, qa) as a scripted model plans it and the built-in agent carries it out.
import type { ModelReply, ModelRequest, ModelServer } from '../fixtures/model-server.js';

export const PLAN = {
  tasks: [
    {
      id: 't1',
      title: 'Design the shop',
      role: 'designer',
      after: [],
      text: 'Name the two modules.',
      kind: 'artifact',
      artifact: 'design.md',
    },
    { id: 't2', title: 'Write the prices', role: 'coder', after: ['t1'], text: 'Write prices.mjs.', kind: 'code' },
    { id: 't3', title: 'Write the stock', role: 'coder', after: ['t1'], text: 'Write stock.mjs.', kind: 'code' },
    {
      id: 't4',
      title: 'Check the shop',
      role: 'qa',
      after: ['t2', 't3'],
      text: 'Look at both.',
      kind: 'artifact',
      artifact: 'qa_report.md',
    },
  ],
};

/** Succeeds in a checkout that has both modules; in one of a single coder each module that is there must load. */
export const VERIFY = 'for f in *.mjs; do node "$f" || exit 1; done';

export const isPlanner = ({ system }: ModelRequest) => system.startsWith('You plan software work');
export const isSummary = ({ system }: ModelRequest) => system.startsWith('You write the summary of finished work');
/** A turn of the agent that has this task. */
export const worksOn =
  (title: string) =>
  ({ messages }: ModelRequest) =>
    messages.some(({ role, content }) => role === 'user' && content?.includes(`# Your task: ${title}`));

const call = (name: string, given: object): ModelReply => ({ calls: [{ name, arguments: given }] });
export const writes = (path: string, content: string) => call('write_file', { path, content });
export const finishes = (summary: string) => call('finish', { outcome: 'done', summary });

/** Everybody does their part at once. */
export function scriptGoal(model: ModelServer, delayMs = 0): void {
  const slow = (reply: ModelReply): ModelReply => ('status' in reply || 'does' in reply ? reply : { ...reply, delayMs });
  model.on(isPlanner, JSON.stringify(PLAN));
  model.on(isSummary, JSON.stringify({ title: 'Add a small shop', text: 'Prices and stock are two modules now.' }));
  model.on(worksOn('Design the shop'), writes('.orch-artifacts/design.md', '# Two modules: prices, stock\n'), finishes('designed'));
  model.on(
    worksOn('Write the prices'),
    slow(writes('prices.mjs', 'export const price = 2;\n')),
    call('run_command', { command: VERIFY }),
    slow(finishes('prices are there')),
  );
  model.on(worksOn('Write the stock'), slow(writes('stock.mjs', 'export const stock = 7;\n')), slow(finishes('stock is there')));
  model.on(worksOn('Check the shop'), writes('.orch-artifacts/qa_report.md', 'verdict: pass\n\nBoth load.\n'), finishes('checked'));
}
