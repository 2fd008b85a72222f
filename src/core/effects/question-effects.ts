// What an agent asks to do, judged by the policy: answered at once, or left to a person with the rule that says so.
import { plainText } from '../model/plain-text.js';
import { judge } from '../policy/judge.js';
import { isSecretPath } from '../policy/secret-path.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext, Handlers } from './effect-runner.js';

type Ports = Pick<EffectPorts, 'runtime' | 'policy' | 'placeOfPath' | 'clock'>;

/** A title or a notification tells of a question before its dialog is drawn and read. */
const DIALOG_WITHIN_MS = 3000;

export function questionEffects(ports: Ports): Pick<Handlers, 'question.judge'> {
  return {
    async 'question.judge'({ agent: id, digest }, context) {
      if (asked(context, id, digest)?.question.options.length === 0) await pause(ports, DIALOG_WITHIN_MS);
      const now = asked(context, id, digest);
      if (now === null) return;
      const { agent, question } = now;
      const { tool = null, command = null, path = null } = question;
      const found = path === null || agent.worktree === null ? null : await ports.placeOfPath(agent.worktree, path);
      const verdict = judge(
        { tool, command, path: found === null ? null : { ...found, isSecret: isSecretPath(found.name) } },
        { policy: agent.policy, configured: ports.policy },
      );
      const to = verdict.act === 'manager' && question.options.length > 0 ? 'manager' : 'person';
      const leave = (rule: string) => context.dispatch({ type: 'question.left', agent: id, digest, rule: plainText(rule, 300), to });
      if (question.options.length === 0) return leave('its screen shows no answers to choose from');
      if (verdict.act !== 'allow' && verdict.act !== 'deny') return leave(verdict.rule);
      const answered = await ports.runtime.answer(id, digest, verdict.act);
      if (!answered.ok) return leave(`${verdict.rule}, but ${answered.error.said}`);
      const { rule } = verdict;
      context.dispatch({ type: 'question.answered', agent: id, question: question.text, answer: answered.value, by: 'policy', rule });
    },
  };
}

/** The agent with the question, while that is still the one. */
function asked(context: EffectContext, id: string, digest: string) {
  const agent = context.agent(id);
  const question = agent?.question ?? null;
  return agent === undefined || agent.state !== 'waiting' || question?.digest !== digest ? null : { agent, question };
}

function pause({ clock }: Ports, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}
