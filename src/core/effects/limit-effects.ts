// The way out of a limit: waiting for its end, telling the agent to go on, or giving its work to the next CLI of its chain.
import type { Agent } from '../model/agent.js';
import { FAILURE_WORDS } from '../model/limit.js';
import type { Timer } from '../ports.js';
import { GO_ON } from '../state/agent-limit.js';
import { type ChainLink, nextOfChain } from '../state/chain.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext, Handlers } from './effect-runner.js';
import { handOverText } from './hand-over-text.js';

type Ports = Pick<EffectPorts, 'runtime' | 'clock' | 'repository' | 'litterOf'>;

/** A machine that sleeps stops its timers: how late a wait may end by that. */
const LOOK_EVERY_MS = 5 * 60_000;
const DIFF_BYTES = 20_000;

export function limitEffects(ports: Ports): Pick<Handlers, 'limit.wait' | 'agent.goOn' | 'agent.handOver'> {
  const { runtime, clock } = ports;
  const waits = new Map<string, Timer>();
  return {
    // Done at once: a wait of hours is no work under way.
    async 'limit.wait'({ agent, limit, until }, context) {
      const dueAt = Date.parse(until);
      const wait = () => {
        waits.delete(agent);
        const held = context.agent(agent)?.limit;
        if (held?.seq !== limit) return;
        const left = dueAt - clock.now();
        const type = held.next === 'itself' ? 'agent.ownRetriesOver' : 'agent.limitOver';
        if (left <= 0) return context.dispatch({ type, agent, limit });
        waits.set(agent, clock.after(Math.min(left, LOOK_EVERY_MS), wait));
      };
      waits.get(agent)?.cancel();
      wait();
    },
    async 'agent.goOn'({ agent: id }, context) {
      if (context.agent(id)?.limit?.next !== 'telling') return;
      const sent = await runtime.send(id, GO_ON);
      context.dispatch(sent.ok ? { type: 'agent.toldToGoOn', agent: id } : { type: 'agent.goOnFailed', agent: id, error: sent.error });
    },
    async 'agent.handOver'({ agent: id }, context) {
      const before = leaving(context, id);
      const link = before === null ? null : linkOf(before);
      if (before === null || link === null) return;
      // Before its CLI is ended: where nobody is left to take over, a person finds it as it was.
      const there = runtime.canStart(before, link.launch);
      if (!there.ok) {
        context.dispatch({ type: 'agent.handOverSkipped', agent: id, to: link.launch, error: there.error, chainAt: link.chainAt });
        return;
      }
      const said = runtime.shown(id);
      await runtime.stop(id);
      const agent = leaving(context, id);
      if (agent === null) return;
      const text = handOverText(agent, { ...(await doneBy(ports, agent)), said });
      if (leaving(context, id) === null) return;
      const words = agent.handOver === undefined ? FAILURE_WORDS[agent.limit!.kind] : 'by its own wish';
      const reason = `${words}: ${agent.why.evidence}`;
      const { launch: to, chainAt } = link;
      context.dispatch({ type: 'agent.handedOver', agent: id, from: agent.launch, to, reason, text, chainAt });
    },
  };
}

/** Where its own wish is to go, the chain goes on where it was. */
function linkOf(agent: Agent): ChainLink | null {
  return agent.handOver === undefined ? nextOfChain(agent) : { launch: agent.handOver.to, chainAt: agent.chainAt ?? 0 };
}

function leaving(context: EffectContext, id: string): Agent | null {
  const agent = context.agent(id);
  return agent?.state === 'limited' && agent.limit?.next === 'hand-over' ? agent : null;
}

/** What git can not tell is left out: the next CLI can look for itself. */
async function doneBy({ repository, litterOf }: Ports, agent: Agent) {
  const { worktree, baseCommit } = agent;
  if (worktree === null || baseCommit === null) return { subjects: [], diff: '' };
  const subjects = await repository.commitSubjects({ worktree, baseCommit });
  const diff = await repository.diff({ worktree, baseCommit, maxBytes: DIFF_BYTES, litter: litterOf(agent) });
  return { subjects: subjects.ok ? subjects.value : [], diff: diff.ok ? diff.value.diff : '' };
}
