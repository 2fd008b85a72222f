// Events of goals, plans, models and the manager as sentences for a person.
import { errorLine } from '../model/error.js';
import type { OrchEvent } from '../model/event.js';
import { plainText } from '../model/plain-text.js';

const VERIFY_WORDS = { passed: 'its check passed', failed: 'its check failed', none: 'there was no check' } as const;

/** Null where a person need not know. */
export function goalSentence(event: OrchEvent): string | null {
  switch (event.type) {
    case 'goal.stopRequested':
      return `goal ${event.goal} asked to stop`;
    case 'goal.resumeRequested':
      return `goal ${event.goal} asked to go on`;
    case 'plan.proposed':
      return `plan of ${event.goal}: ${event.tasks.map(({ title }) => plainText(title, 60)).join(' · ')}`;
    case 'plan.edited':
      return `plan of ${event.goal} changed by a person`;
    case 'plan.approved':
      return `plan of ${event.goal} agreed to`;
    case 'plan.replanRequested':
      return `new plan asked for ${event.goal}: ${event.wish}`;
    case 'task.assigned':
      return `task ${event.task} of ${event.goal} → ${event.order.name}`;
    case 'goal.finishApproved':
      return `finish of ${event.goal} agreed to`;
    case 'goal.finished':
      return `goal ${event.goal} finished: ${event.result?.url ?? event.result?.kind ?? 'nothing to deliver'}`;
    case 'try.ended':
      return event.facts.commit === null ? 'its try has ended without a change' : `its try has ended: ${VERIFY_WORDS[event.facts.verify]}`;
    case 'tries.judged': {
      const best = [...(event.judgement ?? [])].sort((one, other) => other.score - one.score)[0];
      if (best === undefined) return `tries of ${event.goal} not judged ← ${event.unjudged ?? 'no model'}`;
      return `tries of ${event.goal} judged: ${best.score} of 10 for the best ← ${plainText(best.reason, 200)}`;
    }
    case 'try.picked':
      return event.by === 'host' ? 'picked: the best of the tries by what is known' : 'picked by a person';
    case 'tries.combined':
      return 'picked by a person, to take over what is better in the others first';
    case 'plan.failed':
    case 'task.failed':
    case 'goal.finishFailed':
    case 'manager.failed':
      return errorLine(event.error);
    case 'manager.told':
      return `writes to the manager: ${plainText(event.text, 200)}`;
    case 'budget.hit':
      return `budget reached: ${event.said}`;
    case 'manager.decided': {
      const { reason, action, thought, outcome } = event.decision;
      return `manager (${reason}): ${action.do}${action.text === '' ? '' : ` “${plainText(action.text, 160)}”`} ← ${plainText(thought, 160)} (${outcome})`;
    }
    default:
      return null;
  }
}
