// What is seen of an agent that works at another node: what it says is asked for there, and what it has changed is what is saved of it here.
import type { Agent } from '../model/agent.js';
import type { ChangedFile, Changes } from '../model/changes.js';
import { plainText } from '../model/plain-text.js';
import { workThere } from '../state/work-there.js';
import type { EffectPorts } from './effect-ports.js';
import { measureWork } from './measure-work.js';

export interface SightThere {
  readonly node: string | null;
  /** The last of what it has said, plain; null: its node could not be asked. */
  readonly words: string | null;
  /** Its changes by file, with their sum as the last line; null: nothing of it is here. */
  readonly stat: string | null;
}

type Ports = Pick<EffectPorts, 'elsewhere' | 'repository' | 'litterOf'>;

/** `now`: the agent as it is after its node was asked. Null: it works here. */
export async function sightThere(agent: Agent, now: () => Agent | undefined, ports: Ports): Promise<SightThere | null> {
  const { elsewhere } = ports;
  if (workThere(agent) === null) return null;
  const [words] = await Promise.all([elsewhere?.words(agent.id), elsewhere?.save(agent.id)]);
  const after = now() ?? agent;
  return {
    node: after.node ?? null,
    words: words?.ok === true ? words.value : null,
    stat: await statThere(after, ports),
  };
}

/** Null: nothing of its work is here. */
export async function statThere(agent: Agent, ports: Ports): Promise<string | null> {
  const { baseCommit } = agent;
  if (baseCommit === null || workThere(agent)?.commit == null) return null;
  const changes = await measureWork({ ...agent, baseCommit }, ports);
  return changes === null ? null : statText(changes);
}

const MOST_FILES = 100;
const PATH = 300;

function statText({ files, size }: Changes): string {
  const rows = files.slice(0, MOST_FILES).map((file) => `${plainText(file.movedTo ?? file.path, PATH)} | ${linesOf(file)}`);
  const more = files.length > MOST_FILES ? [`and ${files.length - MOST_FILES} more`] : [];
  return [...rows, ...more, `${size.files} files changed, ${size.additions} insertions(+), ${size.deletions} deletions(-)`].join('\n');
}

function linesOf({ hunks, isNew }: ChangedFile): string {
  if (hunks === null) return 'not told by lines';
  const added = hunks.reduce((sum, hunk) => sum + hunk.added, 0);
  const gone = hunks.reduce((sum, { start, end }) => sum + end - start + 1, 0);
  return `+${added} -${gone}${isNew ? ', new' : ''}`;
}
