// The agent of this machine that does a task: begun anew, or gone on with where it is still there. An ordinary agent of the clone's own host.
import type { AtHome } from '../../core/model/delegation.js';
import { fail, ok, type Result } from '../../core/model/error.js';
import type { RemoteRun, RemoteTask } from '../../core/model/remote.js';
import type { RunParams } from '../../core/model/requests.js';
import type { AgentStatus } from '../../core/model/status.js';
import { givenRef } from './kept-refs.js';
import type { WorkRepository } from './worker-world.js';

/** To one that takes over what another machine has begun. */
const BEGUN_BEFORE =
  'This was begun before you, and what was done stands in this worktree: look at it first (git log, git status), and go on from there.';
const LONGEST_NAME = 24;

/** Names of the agents here that have worked on a task, by the fence they began under. */
export function localName({ name, agent }: Pick<RemoteTask, 'name' | 'agent'>, fence: number): string {
  return `${prefixOf({ name, agent })}${fence}`;
}

function prefixOf({ name, agent }: Pick<RemoteTask, 'name' | 'agent'>): string {
  return `${name.slice(0, LONGEST_NAME).replace(/-+$/u, '')}-${agent.slice(2, 6)}-`;
}

/** The name of the agent that does it now. */
export async function beginLocal(
  repository: WorkRepository,
  /** `isOver`: when nobody here is to do it any more. */
  task: RemoteTask & { readonly owner: string; readonly isOver: Promise<unknown> },
  run: RemoteRun,
): Promise<Result<string>> {
  const { link } = repository;
  const status = await link.request('status', {});
  if (!status.ok) return status;
  const name = localName(task, run.fence);
  const before = latest(status.value.agents, prefixOf(task));
  // A worker before this one, which was killed, has begun it by the same order.
  if (before?.name === name) return goOn(repository, before, { text: null, isOver: task.isOver });
  if (before !== null && run.mode === 'resume' && (await mayGoOn(repository, before, run)))
    return goOn(repository, before, { text: run.text, isOver: task.isOver });
  if (before !== null && before.pid !== null) await link.request('stop', { agent: before.name, children: 'too' });
  const started = await link.request('run', orderOf(run, name, { owner: task.owner, task: task.agent }));
  return started.ok ? ok(name) : started;
}

function latest(agents: readonly AgentStatus[], prefix: string): AgentStatus | null {
  const fenceOf = ({ name }: AgentStatus) => Number(/^\d+$/u.exec(name.slice(prefix.length))?.[0] ?? -1);
  const mine = agents.filter((agent) => agent.name.startsWith(prefix) && fenceOf(agent) >= 0);
  return mine.sort((one, other) => fenceOf(other) - fenceOf(one))[0] ?? null;
}

/** What the owner has is what came of it, or what has come to that since: then nobody else has worked on it meanwhile. */
async function mayGoOn({ carrier }: WorkRepository, agent: AgentStatus, { base }: RemoteRun): Promise<boolean> {
  const { worktree, branch, name } = agent;
  if (worktree === null || branch === null) return false;
  const commit = base.commit;
  if (await carrier.isWithin({ older: commit, newer: `refs/heads/${branch}` })) return true;
  if (await carrier.isWithin({ older: commit, newer: givenRef(name) })) return true;
  if (agent.pid !== null || !(await carrier.isWithin({ older: `refs/heads/${branch}`, newer: commit }))) return false;
  return (await carrier.advance({ worktree, branch, commit })).ok;
}

interface GoingOn {
  readonly text: string | null;
  readonly isOver: Promise<unknown>;
}

async function goOn({ link }: WorkRepository, { name, pid, state }: AgentStatus, { text, isOver }: GoingOn): Promise<Result<string>> {
  if (pid === null && state !== 'queued' && state !== 'preparing' && state !== 'starting') {
    const resumed = await link.request('resume', { agent: name, fresh: false });
    if (!resumed.ok) return resumed;
  }
  if (text === null) return ok(name);
  const sent = await sendOnceThere(link, name, { text, isOver });
  return sent.ok ? ok(name) : sent;
}

/** Its CLI has to be there first, which may wait for a place on that machine. */
async function sendOnceThere(
  link: WorkRepository['link'],
  agent: string,
  { text, isOver }: GoingOn & { readonly text: string },
): Promise<Result<unknown>> {
  for (let seq = -1; ; ) {
    const answer = await Promise.race([link.request('statusAfter', { seq }), isOver.then(() => null)]);
    if (answer === null) return ok(undefined);
    if (!answer.ok) return answer;
    const now = answer.value.status.agents.find(({ name }) => name === agent);
    if (now === undefined || now.state === 'failed' || now.state === 'stopped') return fail(gone(agent, now));
    if (now.pid !== null) return link.request('send', { agent, text, wait: true });
    seq = answer.value.seq;
  }
}

function gone(name: string, now: AgentStatus | undefined) {
  const said = now?.error?.said ?? 'it has ended';
  return { kind: 'harness', tried: `resume ${name}`, said, next: 'Look at its log on that machine' } as const;
}

function orderOf(run: RemoteRun, name: string, home: Pick<AtHome, 'owner' | 'task'>): RunParams {
  const begun = run.mode === 'resume' ? [BEGUN_BEFORE] : [];
  return {
    text: run.mode === 'start' ? (run.text ?? run.task) : [run.task, ...begun, run.text ?? ''].filter((part) => part !== '').join('\n\n'),
    harness: run.harness,
    command: null,
    args: [],
    model: run.model,
    role: null,
    count: 1,
    base: run.base.commit,
    name,
    verify: null,
    attempts: null,
    finish: 'branch',
    unattended: run.isUnattended,
    whenStuck: run.part?.isChild === true ? 'fail' : 'wait',
    plan: 'none',
    approve: [],
    ...(run.isStrict ? { policy: { preset: 'strict', rules: [] } as const } : {}),
    labels: [],
    reviewers: [],
    draft: false,
    placement: { on: 'here' },
    ...(run.circle === undefined ? {} : { home: homeOf(run.circle, run.part, home) }),
    ...(run.part === undefined ? {} : { part: run.part, delegate: run.part.delegate }),
  };
}

function homeOf(circle: NonNullable<RemoteRun['circle']>, part: RemoteRun['part'], home: Pick<AtHome, 'owner' | 'task'>): AtHome {
  const parent = circle.find(({ isParent }) => isParent)?.name ?? null;
  return { ...home, parent, ...(part?.asksPerson === undefined ? {} : { asksPerson: part.asksPerson }) };
}
