// Starting and stopping the CLI of an agent, and giving it back the output of a failed verify run. Processes are the runtime's.
import { type Agent, type AgentRun, isOver } from '../model/agent.js';
import type { OrchError } from '../model/error.js';
import { toldAnew } from '../state/agent-limit.js';
import { launchName } from '../state/launch-name.js';
import type { Cancellations } from './cancellations.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext, Handlers } from './effect-runner.js';
import { createSpacing } from './spacing.js';
import { verifyReport } from './verify-report.js';

type Ports = Pick<EffectPorts, 'runtime' | 'files' | 'repository' | 'litterOf' | 'clock'>;

/** After a crash all agents are resumed at once: so many CLIs that load at the same moment, on one account, end in time-outs and limits. */
const RESUME_GAP_MS = 1000;

/** Enough of a diff to remember the work by; more would bury the task. */
const DIFF_BYTES = 20_000;

export function agentEffects(ports: Ports, cancellations: Cancellations): Pick<Handlers, 'agent.spawn' | 'agent.stop' | 'verify.report'> {
  const { runtime } = ports;
  const resumes = createSpacing(ports.clock, RESUME_GAP_MS);
  return {
    async 'agent.spawn'({ agent: id, mode, text }, context) {
      if (mode === 'resume') await resumes.turn();
      const agent = mode === 'resume' ? await withConversation(ports, context, id) : context.agent(id);
      if (agent?.state !== 'starting') return;
      const isNew = mode === 'resume' && !runtime.canResume(agent);
      // A new conversation has nothing to go on with: it is told the task.
      await start(ports, context, { agent, mode: isNew ? 'fresh' : mode, text: isNew ? toldAnew(agent, text) : text });
    },
    async 'agent.stop'({ agent: id }, context) {
      cancellations.cancel(id);
      await runtime.stop(id);
      // Nothing of it runs: whatever order its start and exit were told in, it must not be shown as live for ever.
      const isRecorded = isOver(context.agent(id)?.state ?? 'unknown') && context.agent(id)?.process !== null;
      if (isRecorded) context.dispatch({ type: 'agent.exited', agent: id, exitCode: null, signal: null, tail: '', attended: false });
    },
    async 'verify.report'({ agent: id, tail, lead }, context) {
      const agent = await withConversation(ports, context, id);
      if (agent === undefined) return;
      if (agent.state === 'working' && agent.process !== null) {
        const sent = await runtime.send(id, verifyReport(agent, { tail, lead, diff: null }));
        if (!sent.ok) context.dispatch({ type: 'finish.failed', agent: id, error: sent.error, waitsFor: 'person' });
        return;
      }
      if (agent.state !== 'starting') return;
      const mode = runtime.canResume(agent) ? 'resume' : 'fresh';
      const diff = mode === 'resume' ? null : await diffOf(ports, agent);
      await start(ports, context, { agent, mode, text: verifyReport(agent, { tail, lead, diff }) });
    },
  };
}

/** As it is after its conversation was looked for, where none was known: that takes a moment, in which it may have been stopped. */
async function withConversation({ runtime }: Ports, context: EffectContext, id: string): Promise<Agent | undefined> {
  const agent = context.agent(id);
  if (agent === undefined || agent.state !== 'starting' || agent.conversation !== null) return agent;
  const conversation = await runtime.findConversation(agent);
  if (conversation !== null) context.dispatch({ type: 'agent.conversationFound', agent: id, conversation });
  return context.agent(id);
}

interface Start {
  readonly agent: Agent;
  readonly mode: AgentRun['mode'];
  readonly text: string | null;
}

async function start({ runtime, files }: Ports, context: EffectContext, { agent, mode, text }: Start): Promise<void> {
  const id = agent.id;
  if (agent.worktree === null || !(await files.exists(agent.worktree))) {
    return context.dispatch({ type: 'agent.startFailed', agent: id, error: missingFolder(agent) });
  }
  const now = context.agent(id);
  if (now?.state !== 'starting') return;
  if (now.pending?.order === 'stop') return context.dispatch({ type: 'agent.startFailed', agent: id, error: stoppedBefore(agent) });
  const started = await runtime.start(agent, mode, text);
  if (!started.ok) context.dispatch({ type: 'agent.startFailed', agent: id, error: started.error });
  else if (started.value !== null) context.dispatch({ type: 'agent.started', agent: id, ...started.value });
}

function stoppedBefore(agent: Agent): OrchError {
  const said = 'it was stopped before it had started';
  return { kind: 'interrupted', tried: `run ${launchName(agent)} for ${agent.name}`, said, next: 'Press r to run it' };
}

function missingFolder(agent: Agent): OrchError {
  return {
    kind: 'not-found',
    tried: `run ${launchName(agent)} for ${agent.name}`,
    said: agent.worktree === null ? 'its worktree was removed' : `its worktree ${agent.worktree} is not there any more`,
    next: 'Look for it with `orch-tui trash list`, or start a new task on its branch',
  };
}

/** Without its diff a new conversation still has task and failure; the reason is git's and shows at the next finish. */
async function diffOf({ repository, litterOf }: Ports, agent: Agent): Promise<string | null> {
  const { worktree, baseCommit } = agent;
  if (worktree === null || baseCommit === null) return null;
  const diff = await repository.diff({ worktree, baseCommit, maxBytes: DIFF_BYTES, litter: litterOf(agent) });
  return diff.ok ? diff.value.diff : null;
}
