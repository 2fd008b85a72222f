// The end of a task that ends in a file: the file is taken into the workspace of its goal. Nothing else of the worktree is delivered.
import { type Agent, ARTIFACT_FOLDER } from '../model/agent.js';
import type { OrchError } from '../model/error.js';
import { plainLines, plainText } from '../model/plain-text.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';
import { verdictOf } from './verdict-line.js';

type Ports = Pick<EffectPorts, 'artifacts' | 'repository' | 'litterOf'>;

const MISSING = 'Your result can not be taken yet. Mend that, then finish.';

export async function finishArtifact(agent: Agent, name: string, ports: Ports, { dispatch }: EffectContext): Promise<void> {
  const { worktree, finish, id } = agent;
  const tried = `take ${name} of ${agent.name}`;
  const giveUp = (error: OrchError): void => dispatch({ type: 'finish.failed', agent: id, error, waitsFor: 'person' });
  if (worktree === null || finish.artifactFolder === undefined) {
    return giveUp({ kind: 'not-found', tried, said: 'its worktree was removed', next: 'Start the task again' });
  }
  const taken = await ports.artifacts.take({ worktree, name, folder: finish.artifactFolder });
  if (!taken.ok) {
    if (taken.error.kind !== 'not-found') return giveUp(taken.error);
    const tail = `The file ${ARTIFACT_FOLDER}/${name} is missing or empty. Write your result there.`;
    return dispatch({
      type: 'verify.failed',
      agent: id,
      attempt: agent.attempts + 1,
      error: { ...taken.error, kind: 'verify' },
      tail,
      lead: MISSING,
    });
  }
  const { path, text } = taken.value;
  const result = { kind: 'artifact', url: null, commit: null, path } as const;
  if (agent.role !== 'qa') return dispatch({ type: 'finish.done', agent: id, result, notes: [] });
  const verdict = verdictOf(text);
  if (verdict === 'pass') return dispatch({ type: 'finish.done', agent: id, result, notes: [] });
  if (verdict === null) {
    const tail = `The first line of ${ARTIFACT_FOLDER}/${name} has to be \`verdict: pass\` or \`verdict: fail\`.`;
    const error: OrchError = { kind: 'verify', tried, said: 'the report gives no verdict', next: 'Read the report and decide' };
    return dispatch({ type: 'verify.failed', agent: id, attempt: agent.attempts + 1, error, tail, lead: MISSING });
  }
  const said = `the verdict is fail: ${plainText(plainLines(text, 4000).trimStart().split('\n').slice(1).join(' '), 500)}`;
  giveUp({ kind: 'verify', tried, said, next: `Read ${path}, then ask for another plan or mend it yourself` });
}
