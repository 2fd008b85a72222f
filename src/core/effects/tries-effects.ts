// Judging several tries of one task by a model that sees neither names nor harnesses, and where nobody is to be asked picking one.
import { askStructured } from '../chat/ask-structured.js';
import { judgeRequest, lettered, MOST_SHOWN, type ShownTry, shuffled } from '../manager/judge-request.js';
import type { Agent } from '../model/agent.js';
import { errorLine, fail, ok, type Result } from '../model/error.js';
import type { TryFacts, TryJudgement } from '../model/tries.js';
import { launchName } from '../state/launch-name.js';
import { isTried, type TriedGoal } from '../state/tries.js';
import { bestTry } from '../state/try-rows.js';
import type { Cancellations } from './cancellations.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext, Handlers } from './effect-runner.js';

type Ports = Pick<EffectPorts, 'model' | 'prompt' | 'repository' | 'litterOf' | 'tries' | 'clock'>;

interface Judgement {
  readonly judgement: readonly TryJudgement[] | null;
  readonly unjudged: string | null;
}

export function triesEffects(ports: Ports, cancellations: Cancellations): Pick<Handlers, 'tries.judge'> {
  return {
    async 'tries.judge'({ goal: id }, context) {
      const asked = judging(context, id);
      if (asked === null) return;
      // Judged already, and its host was lost before anything followed.
      if (asked.tries.judgement === null && asked.tries.unjudged === null) {
        const told = await cancellations.during({ of: id, kind: 'judge' }, async (signal) => {
          const judged = await judge(asked, ports, { ...context, signal });
          return signal.aborted ? null : judged;
        });
        // Stopped, with its host or alone, or picked by a person, while the model was at it.
        if (told === null || judging(context, id)?.tries.sinceSeq !== asked.tries.sinceSeq) return;
        context.dispatch({ type: 'tries.judged', goal: id, ...told });
      }
      const now = judging(context, id);
      if (now?.tries.isUnattended !== true) return;
      await measure(now, ports, context);
      const still = judging(context, id);
      if (still === null) return;
      const best = bestTry(still.tries, Object.values(context.state().agents), ports.clock.now());
      if (best !== null) context.dispatch({ type: 'try.picked', goal: id, agent: best, by: 'host' });
    },
  };
}

function judging(context: EffectContext, id: string): TriedGoal | null {
  const goal = context.state().goals[id];
  return isTried(goal) && goal.tries.state === 'judging' ? goal : null;
}

/** Their sizes decide between equals, and the last look at one may still be on its way. */
async function measure({ tries }: TriedGoal, { repository, litterOf }: Ports, { agent: find, dispatch }: EffectContext): Promise<void> {
  for (const { agent: id } of tries.facts) {
    const agent = find(id);
    if (agent?.worktree == null || agent.baseCommit === null) continue;
    const { worktree, baseCommit } = agent;
    const diff = await repository.measureDiff({ worktree, baseCommit, litter: litterOf(agent) });
    if (diff.ok) dispatch({ type: 'agent.diffChanged', agent: id, diff: diff.value });
  }
}

type Judging = EffectContext & { readonly signal: AbortSignal };

async function judge(goal: TriedGoal, ports: Ports, context: Judging): Promise<Judgement> {
  const unjudged = (why: string): Judgement => ({ judgement: null, unjudged: why });
  const facts = goal.tries.facts.filter(({ commit }) => commit !== null);
  if (facts.length < 2) return unjudged('there is only one with something to look at');
  if (!ports.tries.judge) return unjudged('tries.judge is off');
  const available = ports.model.available('summary');
  if (!available.ok) return unjudged(errorLine(available.error));
  const prompt = await ports.prompt('tries');
  if (!prompt.ok) return unjudged(errorLine(prompt.error));
  const shown = await shownTries(facts, ports, context);
  if (!shown.ok) return unjudged(errorLine(shown.error));
  const order = shuffled(shown.value, goal.id);
  const names = namesOf(Object.values(context.state().agents).filter((agent) => agent.goal === goal.id));
  const ask = (tries: readonly ShownTry[]) => askOnce({ prompt: prompt.value, task: goal.text, tries, names }, goal, ports, context);
  const first = await ask(order);
  if (!first.ok) return unjudged(errorLine(first.error));
  if (context.signal.aborted) return unjudged('it was stopped');
  // Models like what they see first, or last: asked again the other way round, that evens out.
  const second = await ask([...order].reverse());
  return { judgement: second.ok ? averaged(first.value, second.value) : first.value, unjudged: null };
}

async function shownTries(facts: readonly TryFacts[], ports: Ports, context: Judging): Promise<Result<readonly ShownTry[]>> {
  const maxBytes = Math.floor(MOST_SHOWN / facts.length);
  const shown: ShownTry[] = [];
  for (const { agent: id, verify } of facts) {
    const agent = context.agent(id);
    if (agent?.worktree == null || agent.baseCommit === null) return fail(noWorktree(agent?.name ?? id));
    const { worktree, baseCommit } = agent;
    const diff = await ports.repository.diff({ worktree, baseCommit, maxBytes, litter: ports.litterOf(agent) });
    if (!diff.ok) return diff;
    shown.push({ agent: id, verify, diff: diff.value.diff, isCut: diff.value.truncated });
  }
  return ok(shown);
}

function noWorktree(name: string) {
  return { kind: 'not-found', tried: `look at the work of ${name}`, said: 'its worktree is gone', next: 'Look at its branch' } as const;
}

function namesOf(agents: readonly Agent[]): readonly string[] {
  return agents.flatMap((agent) => [
    ...(agent.branch === null ? [] : [agent.branch]),
    agent.name,
    launchName(agent),
    agent.launch.harness,
    ...(agent.launch.model === null ? [] : [agent.launch.model]),
  ]);
}

async function askOnce(
  request: Parameters<typeof judgeRequest>[0],
  { id }: TriedGoal,
  { model }: Ports,
  { dispatch, signal }: Judging,
): Promise<Result<readonly TryJudgement[]>> {
  // Loaded with the first question: most hosts judge nothing.
  const { judgeSchema } = await import('../manager/judge-schema.js');
  const byLetter = new Map(lettered(request.tries));
  const answer = await askStructured({
    model,
    order: { use: 'summary', messages: judgeRequest(request), maxOutputTokens: 300 * request.tries.length + 200, signal },
    schema: judgeSchema([...byLetter.keys()]),
    what: 'a judgement of the tries',
    onCall: (call) => dispatch({ type: 'model.called', use: 'summary', about: { goal: id, agent: null }, ...call }),
  });
  if (!answer.ok) return answer;
  return ok(
    answer.value.value.flatMap(({ letter, score, reason }) => {
      const agent = byLetter.get(letter)?.agent;
      return agent === undefined ? [] : [{ agent, score, reason }];
    }),
  );
}

/** The reasons are those of the first answer. */
function averaged(first: readonly TryJudgement[], second: readonly TryJudgement[]): readonly TryJudgement[] {
  const scores = new Map(second.map(({ agent, score }) => [agent, score]));
  return first.map((one) => ({ ...one, score: Math.round(((one.score + (scores.get(one.agent) ?? one.score)) / 2) * 10) / 10 }));
}
