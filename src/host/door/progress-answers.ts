// What an agent tells of its way: how far it is, and that it is done.

import { artifactIn } from '../../core/adapters/worktree-artifact.js';
import type { Agent } from '../../core/model/agent.js';
import { isOver } from '../../core/model/agent.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainLines, plainText } from '../../core/model/plain-text.js';
import { finishesByItself } from '../../core/state/finishes-by-itself.js';
import { childrenOf } from '../../core/state/tree.js';
import { firstError, textOf, textsOf } from './door-params.js';
import type { DoorAnswers, DoorWorld } from './door-world.js';

const PROGRESS = 300;
const SUMMARY_BYTES = 16 * 1024;
const MOST_ARTIFACTS = 50;
const PATH = 500;

export function progressAnswers({ store, clock, post }: DoorWorld): Pick<DoorAnswers, 'agentProgress' | 'agentFinish'> {
  return {
    async agentProgress({ agent, params }) {
      const text = textOf(params, 'text');
      if (!text.ok) return text;
      const progress = plainText(text.value, PROGRESS);
      if (store.state.agents[agent.id]?.progress !== progress)
        store.dispatch({ type: 'agent.progressReported', agent: agent.id, progress });
      return ok({});
    },
    async agentFinish({ agent, params }) {
      const summary = textOf(params, 'summary', { maxBytes: SUMMARY_BYTES });
      const artifacts = textsOf(params, 'artifacts', { most: MOST_ARTIFACTS, maxLength: PATH });
      const wrong = firstError(summary, artifacts);
      if (wrong !== null || !summary.ok || !artifacts.ok) return fail(wrong as OrchError);
      const files = await checked(agent, artifacts.value);
      if (!files.ok) return files;
      const { id } = agent;
      // Whoever is done waits for no answer.
      const inquiry = store.state.agents[id]?.inquiry;
      if (inquiry !== undefined) store.dispatch({ type: 'agent.inquiryOver', agent: id, inquiry: inquiry.id, answer: null });
      const at = new Date(clock.now()).toISOString();
      const report = { summary: plainLines(summary.value, SUMMARY_BYTES).trim(), artifacts: files.value, at };
      store.dispatch({ type: 'agent.reportedEnd', agent: id, report });
      return ok({ notes: [...notesOn(agent, Object.values(store.state.agents)), ...unreadNote(post.unread(id))] });
    },
  };
}

async function checked({ worktree, name }: Agent, paths: readonly string[]): Promise<Result<readonly string[]>> {
  const files: string[] = [];
  for (const path of paths) {
    const found = worktree === null ? null : await artifactIn(worktree, path);
    if (found === null || !found.ok) {
      const said = found === null ? `the worktree of ${name} is gone` : found.error.said;
      const next = 'Name files of your worktree by their paths in it, such as docs/report.md, and call again';
      return fail({ kind: 'usage', tried: `take ${plainText(path, 200)} as an artifact`, said, next });
    }
    if (!files.includes(found.value)) files.push(found.value);
  }
  return ok(files);
}

/** Its work is finished with the end of its turn: nobody types them to it before that. */
function unreadNote(count: number): readonly string[] {
  return count === 0 ? [] : [`${count === 1 ? '1 message waits' : `${count} messages wait`} in your inbox: read it before your turn ends`];
}

function notesOn(agent: Agent, agents: readonly Agent[]): readonly string[] {
  const { verify, kind } = agent.finish;
  const atWork = childrenOf(agents, agent.id).filter(({ state }) => !isOver(state));
  const after =
    kind === 'keep'
      ? 'kept as it is'
      : kind === 'pr'
        ? 'delivered as a pull request'
        : kind === 'merge'
          ? `merged into ${agent.base}`
          : 'kept on its branch';
  const how = verify === null ? after : `checked with \`${plainText(verify, 100)}\` and ${after}`;
  const end = finishesByItself(agent)
    ? `your work is ${how} when your turn ends`
    : 'a person looks at your work when your turn ends, and finishes it';
  const waits =
    atWork.length === 0 ? [] : [`still at work for you: ${atWork.map(({ name }) => name).join(', ')}; your work is finished after them`];
  return [end, ...waits];
}
