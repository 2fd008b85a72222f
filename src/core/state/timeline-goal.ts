// Events of goals, plans, models and the manager as sentences for a person.
import { errorLine } from '../model/error.js';
import type { OrchEvent } from '../model/event.js';
import { plainText } from '../model/plain-text.js';

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
    case 'plan.failed':
    case 'task.failed':
    case 'goal.finishFailed':
    case 'manager.failed':
      return errorLine(event.error);
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
