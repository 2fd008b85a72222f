// Why something is not done about an agent of another node, whose it is, and what to do instead.
import type { OrchError } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { Method } from '../../core/model/requests.js';
import { fullName, isBelow } from '../neighbours/find-neighbour.js';
import type { NeighbourRow } from '../neighbours/neighbour-rows.js';

/** Its node lets nobody else type to it, or can not be reached. */
export function notOpen(row: NeighbourRow, tried: string): OrchError {
  const { agent, entry, isAway } = row;
  if (entry.row?.isOpen === true && !isAway) {
    const said = `${entry.node} answers only who knows the secret that the machines share, and this host does not`;
    return { kind: 'config', tried, said, next: 'Set ORCH_CLUSTER_SECRET to the same long random text on every machine' };
  }
  if (entry.row?.isOpen === true) {
    const said = `${entry.node} can not be reached: ${agent.why.evidence}`;
    return { kind: 'broker', tried, said: plainText(said, 300), next: 'Try again when Redis is back' };
  }
  return {
    kind: 'usage',
    tried,
    said: `it is an agent of ${entry.node}, which lets nobody else look at it, type to it or answer it`,
    next: `Do it in orch-tui on ${entry.node}, or send it a message: \`orch-tui messages send ${fullName(row)} TEXT\``,
  };
}

/** Only its owner's host, or the one that it runs at, knows enough of it for that. */
export function notForHere(
  row: NeighbourRow,
  { method, above }: { readonly method: Method /** Name of the agent of this host that it works for. */; readonly above: string | null },
): OrchError {
  const { entry, owner } = row;
  const runsAt = owner === entry.node ? '' : `, and runs on ${entry.node}`;
  const said =
    above === null ? `it is an agent of ${owner}${runsAt}` : `it works on ${entry.node} for ${above}, and has nothing of its own here`;
  const tried = `${WORDS[method] ?? method} ${fullName(row)}`;
  if (above !== null && OF_ITS_WORK.some((each) => each === method))
    return { kind: 'usage', tried, said, next: `What it does comes with the work of ${above}: give that order to ${above}` };
  // Whoever gave a task out keeps the agent of that; those below it are kept by the worker's own host.
  return {
    kind: 'usage',
    tried,
    said,
    next: isBelow(row) ? `Do it on ${entry.node}, in the clone of its worker` : `Do it in orch-tui on ${owner}`,
  };
}

/** What can be done with the work of the agent above it instead. */
const OF_ITS_WORK = ['diff', 'finish', 'comment', 'hunk', 'pick'] as const satisfies readonly Method[];

/** How a request reads before a name. */
const WORDS: Partial<Readonly<Record<Method, string>>> = {
  diff: 'show the changes of',
  timeline: 'show what happened to',
  terminalAfter: 'pass on the terminal of',
  terminalKeys: 'pass keys on to',
  terminalSize: 'pass a size on to',
  messages: 'list the messages of',
  comment: 'send comments to',
  hunk: 'change a hunk of',
};
