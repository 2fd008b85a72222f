// Refs that carry work, as they stand here or at a remote, and by which names a commit is kept here.
import { ok, type Result } from '../../model/error.js';
import type { CarriedRef } from '../../ports/carrier.js';
import type { GitContext } from './git-context.js';
import { expectSuccess } from './git-error.js';

const MOST_NAMES = 20;
const LINE = /^([0-9a-f]{40,64})\s+(refs\/\S+)$/u;

export async function refsBelow(context: GitContext, prefix: string): Promise<Result<readonly CarriedRef[]>> {
  const answer = await context.git(context.refs, ['for-each-ref', '--format=%(objectname) %(refname)', prefix]);
  const listed = expectSuccess(answer, { tried: 'look for refs of work', next: 'Look at git for-each-ref.' });
  return listed.ok ? ok(refsIn(listed.value.stdout, prefix)) : listed;
}

/** As `ls-remote` prints them, too. */
export function refsIn(text: Uint8Array | string, prefix: string): readonly CarriedRef[] {
  const lines = (typeof text === 'string' ? text : Buffer.from(text).toString('utf8')).split('\n');
  return lines.flatMap((line) => {
    const [, commit = '', ref = ''] = LINE.exec(line) ?? [];
    return ref.startsWith(prefix) ? [{ ref, commit }] : [];
  });
}

export async function namesOf(context: GitContext, commit: string): Promise<readonly string[]> {
  const args = ['for-each-ref', `--contains=${commit}`, `--count=${MOST_NAMES}`, '--format=%(objectname) %(refname)'];
  const answer = expectSuccess(await context.git(context.refs, args), { tried: 'look who has a commit', next: '' });
  return answer.ok ? refsIn(answer.value.stdout, 'refs/').map(({ ref }) => ref) : [];
}
