// Agents that a worker before this one had begun here and nobody has asked for since: another machine has their tasks by now.
import { isOver } from '../../core/model/agent.js';
import type { WorkRepository } from './worker-world.js';

/** As `localName` makes them. */
const BEGUN_HERE = /-[0-9a-f]{4}-\d+$/u;

type TellHome = (agent: string, home: { readonly owner: string; readonly task: string }) => Promise<void>;

/** What they had written home, and nobody there may have heard: it is told now. Whoever does not answer is asked anew by the next worker here. */
export async function tellLeftLetters(
  { link }: Pick<WorkRepository, 'link'>,
  isOurs: (agent: string) => boolean,
  tell: TellHome,
): Promise<void> {
  const answer = await link.request('lettersWaiting', {});
  for (const { name, ...home } of answer.ok ? answer.value.agents : []) if (!isOurs(name)) await tell(name, home);
}

/** Stops them, and whom they have delegated to: they would go on for nobody. Their branches and worktrees stay. */
export async function endStrays(
  { link, folder }: Pick<WorkRepository, 'link' | 'folder'>,
  isOurs: (agent: string) => boolean,
  say: (text: string) => void,
): Promise<void> {
  const answer = await link.request('status', {});
  const agents = answer.ok ? answer.value.agents : [];
  for (const { name, state } of agents) {
    if (isOver(state) || !BEGUN_HERE.test(name) || isOurs(name)) continue;
    await link.request('stop', { agent: name, children: 'too' });
    say(`${name}: its task is elsewhere; it was stopped, and what it did stays on orch/${name} in ${folder}`);
  }
}
