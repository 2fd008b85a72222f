// Making the worktree of an agent, and making it ready. What an interrupted start left behind is never used again and never deleted.
import { join } from 'node:path';
import type { Agent } from '../model/agent.js';
import { ok, type Result } from '../model/error.js';
import { isElsewhere } from '../model/remote.js';
import { isUnready } from '../state/worktree-life.js';
import type { Cancellations } from './cancellations.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext, Handlers } from './effect-runner.js';
import { firstStep, makeReady } from './worktree-setup.js';

type Ports = Pick<EffectPorts, 'repository' | 'files' | 'folders' | 'artifacts' | 'commands' | 'worktrees' | 'elsewhere'>;

export function worktreeEffects(ports: Ports, cancellations: Cancellations): Pick<Handlers, 'worktree.create'> {
  return {
    async 'worktree.create'({ agent: id }, context) {
      const agent = context.agent(id);
      if (agent?.state !== 'preparing') return;
      const whyHere = isElsewhere(agent) ? ((await ports.elsewhere?.whyHere(agent)) ?? null) : null;
      if (whyHere !== null) return context.dispatch({ type: 'agent.moved', agent: id, placement: { on: 'here' }, evidence: whyHere });
      if (agent.baseCommit === null) await make(agent, ports, context);
      const made = context.agent(id);
      if (made?.state !== 'preparing' || made.sinceSeq !== agent.sinceSeq || !isUnready(made) || context.state().host.isStopping) return;
      await cancellations.during({ of: id, kind: 'setup' }, (signal) => setUp(made, ports, { ...context, signal }));
    },
  };
}

async function make(agent: Agent, ports: Ports, { dispatch }: EffectContext): Promise<void> {
  const { id } = agent;
  const { config, blocks, say } = ports.worktrees;
  const place = await placeFor(agent, ports);
  if (!place.ok) return dispatch({ type: 'worktree.failed', agent: id, error: place.error });
  const { branch, path } = place.value;
  const fallbackBranch = branch.replaceAll('/', '-');
  const bring = { copy: config.copy, link: config.link };
  const made = await ports.repository.createWorktree({ branch, fallbackBranch, path, base: agent.base, bring });
  if (!made.ok) return dispatch({ type: 'worktree.failed', agent: id, error: made.error });
  if (agent.finish.artifact !== undefined) await ports.artifacts.prepare(made.value.worktree);
  // Nothing runs in it here before its work has come back.
  if (isElsewhere(agent)) return dispatch({ type: 'worktree.created', agent: id, ...made.value });
  const port = await blocks.claim(id);
  if (!port.ok) say(`${agent.name} starts without ports of its own (ORCH_PORT): ${port.error.said}. ${port.error.next}.`);
  const setup = firstStep(config);
  dispatch({
    type: 'worktree.created',
    agent: id,
    ...made.value,
    ...(port.ok ? { port: port.value } : {}),
    ...(setup === null ? {} : { setup }),
  });
}

/** Whoever stops it, or ends the host, is told of that by the state: nothing is reported of what was broken off. */
async function setUp(agent: Agent, ports: Ports, context: EffectContext & { readonly signal: AbortSignal }): Promise<void> {
  const { id, name, worktree } = agent;
  const { dispatch, signal } = context;
  const log = ports.worktrees.openLog(agent);
  const onStep = (what: string) => {
    const { setup } = context.agent(id) ?? {};
    if (setup?.state !== 'running' || setup.what !== what) dispatch({ type: 'setup.started', agent: id, what });
  };
  if (worktree === null || !(await ports.files.exists(worktree))) {
    const error = {
      kind: 'not-found',
      tried: `make the worktree of ${name} ready`,
      said: `its worktree ${worktree ?? ''} is not there any more`,
      next: 'Look for it with `orch-tui trash list`, or start a new task on its branch',
    } as const;
    await log.close();
    return dispatch({ type: 'setup.failed', agent: id, error });
  }
  const done = await makeReady({ name, worktree, env: ports.worktrees.setupEnv(agent), signal, log, onStep }, ports);
  await log.close();
  const now = context.agent(id);
  if (signal.aborted || now?.state !== 'preparing' || now.sinceSeq !== agent.sinceSeq) return;
  dispatch(done.ok ? { type: 'setup.passed', agent: id, notes: done.value } : { type: 'setup.failed', agent: id, error: done.error });
}

interface Place {
  readonly branch: string;
  readonly path: string;
}

// A host that was killed between making the worktree and writing that down leaves folder or branch: the next free name is taken.
async function placeFor(agent: Agent, { repository, files, folders }: Ports): Promise<Result<Place>> {
  const branch = agent.branch ?? `orch/${agent.name}`;
  const path = agent.worktree ?? join(folders.worktrees, agent.name);
  if (agent.run.mode === 'start') return ok({ branch, path });
  const branches = await repository.branches();
  if (!branches.ok) return branches;
  const taken = new Set(branches.value);
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : `-${number}`;
    const place = { branch: `${branch}${suffix}`, path: `${path}${suffix}` };
    const isTaken = taken.has(place.branch) || taken.has(place.branch.replaceAll('/', '-')) || (await files.exists(place.path));
    if (!isTaken) return ok(place);
  }
}
