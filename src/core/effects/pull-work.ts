// What opening a pull request and pushing to it again have in common: the work, the way to its forge, the push, and what comes of it.
import type { FinishPlan } from '../model/agent.js';
import type { OrchError, Result } from '../model/error.js';
import type { ForgeRemote } from '../model/repository.js';
import type { Delivered } from './delivery.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';
import type { PullWords } from './pull-words.js';
import type { WrittenPull } from './write-pull.js';

export type PullPorts = Pick<EffectPorts, 'repository' | 'forge'>;

export interface PullWork {
  readonly goal: string;
  /** Null: of a planned goal as a whole. */
  readonly agent: string | null;
  /** Id of the one that it has. */
  readonly stored: string | undefined;
  readonly branch: string;
  readonly base: string;
  readonly finish: FinishPlan;
  /** How it is tried again, in a sentence that begins with "Mend that and". */
  readonly again: string;
  /** `chooses`: it is new, so that labels and reviewers can be chosen for it. */
  readonly write: (order: { readonly place: ForgeRemote; readonly chooses: boolean }) => Promise<WrittenPull>;
  /** Nobody has stopped it since. */
  readonly isWanted: () => boolean;
}

export type PullContext = Pick<EffectContext, 'dispatch' | 'state'>;

/** Where it goes, and by what. */
export interface Way {
  readonly remote: ForgeRemote;
  readonly token: string;
  /** As the forge calls it. */
  readonly base: string;
}

export interface Opening {
  readonly work: PullWork;
  readonly way: Way;
}

export interface DeliveredPull extends Delivered {
  readonly words: PullWords | null;
}

export async function pushBranch({ work, way }: Opening, { repository }: PullPorts): Promise<Result<{ readonly commit: string }>> {
  const { remote, token } = way;
  return repository.push({ branch: work.branch, remote: remote.remote, token, host: remote.host });
}

export function delivered({
  url,
  commit,
  words,
  notes,
}: { readonly url: string; readonly commit: string } & Pick<WrittenPull, 'words' | 'notes'>) {
  return { result: { kind: 'pr', url, commit, path: null } as const, notes, words };
}

export function stopped(branch: string): OrchError {
  return { kind: 'interrupted', tried: `open a pull request for ${branch}`, said: 'it was stopped', next: 'Finish it again' };
}
