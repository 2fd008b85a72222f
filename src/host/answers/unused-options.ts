// What a person ordered that changes nothing as things stand: accepted, and said in a line each.
import { BUILTIN } from '../../core/harness/builtin.js';
import type { Harness } from '../../core/harness/harness.js';
import type { FinishKind } from '../../core/model/agent.js';
import { plainText } from '../../core/model/plain-text.js';
import type { RunParams } from '../../core/model/requests.js';

export interface Decided {
  readonly harness: Pick<Harness, 'name' | 'start'>;
  readonly finish: FinishKind;
  readonly verify: string | null;
  /** `pulls.follow` */
  readonly follows: boolean;
}

export function unusedOptions(params: RunParams, { harness, finish, verify, follows }: Decided): readonly string[] {
  const notes: string[] = [];
  if (params.model !== null && !takesModel(harness)) {
    const who = params.command === null ? plainText(harness.name, 40) : 'the command';
    notes.push(`--model has no effect: ${who} is not told a model; give its own option with --args`);
  }
  if (params.budget?.turns != null && harness.name !== BUILTIN)
    notes.push('--max-turns has no effect: only the built-in agent counts its turns');
  if (params.attempts !== null && verify === null) notes.push('--attempts has no effect: there is no verify command to run');
  // From the screen `keep` without more stands for "ask me": then it is verified when they finish it.
  if (finish === 'keep' && params.unattended && params.verify !== null) {
    notes.push('--verify has no effect with --finish keep, unless it is finished otherwise: what is only kept is not checked');
  }
  const forPull = [
    params.labels.length > 0 && '--label',
    params.reviewers.length > 0 && '--reviewer',
    params.draft && '--draft',
    params.merge !== undefined && '--merge',
    params.mergeMethod !== undefined && '--merge-method',
  ];
  const named = forPull.filter((option) => option !== false).join(', ');
  if (named !== '' && finish !== 'pr') {
    const verb = named.includes(',') ? 'have' : 'has';
    notes.push(`${named} ${verb} no effect with --finish ${finish}, unless it is finished as a pull request`);
  }
  if (finish === 'pr' && !follows && params.merge === 'auto')
    notes.push('--merge auto has no effect: pulls.follow is false, so nobody sees when the pull request can be merged');
  return notes;
}

/** Told by its words: whoever takes a model puts it there. */
function takesModel({ start }: Pick<Harness, 'start'>): boolean {
  const words = (model: string | null) => start({ prompt: 'x', model, args: [], conversation: null }).argv.join('\0');
  return words('a-model') !== words(null);
}
