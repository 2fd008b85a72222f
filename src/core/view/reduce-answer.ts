// What the host answered to a view's requests: results go where they were asked for, failures where the eye is.
import { waitsForAnswer } from '../model/agent.js';
import { type OrchError, saidAndNext } from '../model/error.js';
import { plainLines, plainText } from '../model/plain-text.js';
import type { Method, Requests } from '../model/requests.js';
import { withBegun, withoutSent } from './begun.js';
import type { NoticeDialog } from './dialog.js';
import { issueRead, issuesListed, issuesRefused } from './issues-dialog.js';
import { addressOf, isReachable, ownAmong } from './neighbour.js';
import { configSaved, configShown, configTakenOut } from './reduce-config.js';
import { planEdited, planRefused, showTasks } from './reduce-tasks.js';
import { askDiff, diffRead } from './review/read-diff.js';
import { commentsSent, hunkDone, type Reviewed, sendingEnded } from './review/review-answers.js';
import { choose, toastOf } from './selection.js';
import { stay } from './step.js';
import { modeOf, type Step, type ViewAction, type ViewState, type ViewWorld, type Writing } from './view-state.js';

type Answer = Extract<ViewAction, { readonly type: 'answered' }>;
type Refusal = Extract<ViewAction, { readonly type: 'refused' }>;

export function reduceAnswer(view: ViewState, world: ViewWorld, action: Answer): Step {
  switch (action.method) {
    case 'diff':
      return diffRead(view, world, action.params.agent, action.result);
    case 'comment':
      return reviewed(world, commentsSent(view, world, action.params));
    case 'hunk':
      return reviewed(world, hunkDone(view, world, action));
    case 'timeline':
      return view.place.kind === 'timeline' ? stay({ ...view, place: { ...view.place, entries: action.result.entries } }) : stay(view);
    case 'run': {
      const started = action.result.agents[0];
      const next: ViewState = { ...view, submitted: null };
      // A plan is shown where it comes into being.
      if (action.params.plan === 'always' && started === undefined && isFree(next)) return stay(showTasks(next, action.result.goal));
      // Show what was just started, unless the person is busy elsewhere.
      return stay(started === undefined || view.focus === 'attached' ? next : choose(next, world, started));
    }
    case 'send':
      return toast(withoutSent(view, action).view, world, 'Sent.');
    case 'answer': {
      const { agent, answer } = action.result;
      const waiting = ownAmong(world.agents).filter((each) => waitsForAnswer(each) && isReachable(each));
      const others = waiting.filter((each) => each.name !== agent && addressOf(each) !== agent).length;
      return toast(
        withoutSent(view, action).view,
        world,
        `${agent}: ${answer}.${others === 0 ? '' : ` ${others} more ${others === 1 ? 'waits' : 'wait'}.`}`,
      );
    }
    case 'messageSend':
      return letterSent(withoutSent(view, action).view, world, action.result);
    case 'messageReply':
      return letterSent(withoutSent(view, action).view, world, { ...action.result, to: [action.result.to] });
    case 'messageRetry':
      return toast(view, world, 'Sent again.');
    case 'messageDrop':
      return toast(view, world, 'Dropped.');
    case 'issues':
      return issuesListed(view, action.result);
    case 'issue':
      return issueRead(view, world, action.result);
    case 'configShow':
      return configShown(view, action.result);
    case 'configSet':
      return configSaved(view, world, action.result);
    case 'configUnset':
      return configTakenOut(view, world, action.result);
    case 'planEdit':
      return planEdited(view, action.result);
    case 'planApprove':
      return toast(view, world, 'Agreed. The tasks that wait for nothing begin.');
    case 'goalApprove':
      return toast(view, world, 'Agreed. The whole is verified and delivered.');
    case 'planAgain':
      return toast(view, world, 'The planner is asked for another plan.');
    case 'managerAsk':
      return stay(answered(view, action.params.text, action.result.answer));
    case 'interrupt':
      return toast(view, world, 'Interrupted.');
    case 'remove':
      return removed(view, world, action.result);
    case 'pick':
      return toast(view, world, pickedText(action.result));
    case 'finish':
      return toast(view, world, finishText(action.result.result, world.agents.find(({ id }) => id === action.params.agent)?.base));
    default:
      return stay(view);
  }
}

export function reduceRefusal(view: ViewState, world: ViewWorld, action: Refusal): Step {
  const { error, method } = action;
  if (method === 'comment') return notify(sendingEnded(view), world, withLine(errorNotice(method, error), COMMENTS_KEPT));
  // What is on the screen is of a file that has changed: behind the reason it is shown as it is now.
  if (method === 'hunk' && error.kind === 'conflict' && view.place.kind === 'diff') {
    return { view: notify(view, world, errorNotice(method, error)).view, effects: [askDiff(view.place.agent)] };
  }
  if (action.method === 'send' || action.method === 'answer' || action.method === 'messageSend' || action.method === 'messageReply') {
    return writtenRefused(view, world, action);
  }
  // A task that was not taken comes back with its text; the reason stands in it.
  if (method === 'run' && view.submitted !== null) {
    if (isFree(view)) return stay({ ...view, submitted: null, dialog: { ...view.submitted, problem: saidAndNext(error) } });
    const { submitted } = view;
    const kept =
      submitted.kind === 'task' ? { ...view, draft: view.draft ?? submitted } : { ...view, goalDraft: view.goalDraft ?? submitted };
    return notify({ ...kept, submitted: null }, world, errorNotice(method, error));
  }
  if (method === 'issues' || method === 'issue') return issuesRefused(view, error) ?? stay(view);
  // What it was asked stands in its pane, and so does why it has not answered.
  if (method === 'managerAsk') {
    const waiting = view.asked.find(({ answer }) => answer === null);
    return waiting === undefined ? stay(view) : stay(answered(view, waiting.question, saidAndNext(error)));
  }
  if (method === 'planEdit') return notify(planRefused(view), world, errorNotice(method, error));
  // What is wrong with a value stands beside it.
  if (method === 'configSet' && view.place.kind === 'config' && view.place.edit !== null) {
    const edit = { ...view.place.edit, problem: saidAndNext(error) };
    return stay({ ...view, place: { ...view.place, edit } });
  }
  const place: ViewState['place'] =
    (method === 'configShow' && view.place.kind === 'config' && view.place.entries === null) ||
    (method === 'diff' && view.place.kind === 'diff' && view.place.model === null) ||
    (method === 'timeline' && view.place.kind === 'timeline')
      ? { kind: 'agents' }
      : view.place;
  return notify({ ...view, place }, world, errorNotice(method, error));
}

/** A letter comes back with its text; what was typed to an agent waits for the next `s`: its reason may be one to read at that agent. */
function writtenRefused(view: ViewState, world: ViewWorld, action: Refusal & Writing): Step {
  const { view: back, sent } = withoutSent(view, action);
  const { method, error } = action;
  if (sent === null) return notify(back, world, errorNotice(method, error));
  if (sent.kind !== 'message' && isFree(back)) return stay({ ...back, dialog: { ...sent, problem: saidAndNext(error) } });
  return notify(withBegun(back, sent), world, withLine(errorNotice(method, error), KEPT[sent.kind]));
}

/** `lines` as the host wrote them: they may hold what a file or a program said. */
export function reduceTold(view: ViewState, world: ViewWorld, lines: readonly string[]): Step {
  return notify(view, world, { kind: 'notice', title: 'Please read', tone: 'error', lines: lines.map((line) => plainText(line, 600)) });
}

function answered(view: ViewState, question: string, answer: string): ViewState {
  const at = view.asked.findIndex((asked) => asked.answer === null && asked.question === question);
  return { ...view, asked: view.asked.map((asked, index) => (index === at ? { ...asked, answer: plainLines(answer, 8000) } : asked)) };
}

function pickedText({ agent, kept }: Requests['pick']['result']): string {
  const refs = kept.flatMap((one) => (one.ref === null ? [] : [`${one.agent} as ${one.ref}`]));
  return `${agent} is finished.${refs.length === 0 ? '' : ` Kept: ${refs.join(', ')}.`}`;
}

function removed(view: ViewState, world: ViewWorld, result: Requests['remove']['result']): Step {
  if (result.restore === null) return toast(view, world, 'Removed. There was no work to save.');
  const where = [
    result.rescueRef === null ? [] : [`Its work is saved as ${result.rescueRef}.`],
    result.trash === null ? [] : [`The folder is in the trash: ${result.trash}`],
  ];
  return notify(view, world, {
    kind: 'notice',
    title: 'Removed',
    tone: 'info',
    lines: [...where.flat(), 'To get it back:', `  ${result.restore}`],
  });
}

function errorNotice(method: Method, error: OrchError): NoticeDialog {
  const title = method === 'finish' ? 'Not finished' : 'That did not work';
  return { kind: 'notice', title, tone: 'error', lines: [`${error.tried}:`, error.said, error.next] };
}

// A dialog must never catch keys that were meant for an agent or a form: there it is a toast.
function notify(view: ViewState, world: ViewWorld, notice: NoticeDialog): Step {
  if (isFree(view)) return stay({ ...view, dialog: notice });
  const text = notice.tone === 'error' ? notice.lines.join(' ') : [notice.title, ...notice.lines].join(' ');
  return stay({ ...view, toast: toastOf(world.now, notice.tone, text) });
}

function reviewed(world: ViewWorld, { view, notice, effects }: Reviewed): Step {
  const step = typeof notice === 'string' ? toast(view, world, notice) : notify(view, world, notice);
  return { view: step.view, effects };
}

const COMMENTS_KEPT = 'The comments are kept as they are.';
const KEPT = {
  message: 'Its text is kept for your next message to it.',
  letter: 'Its text is kept for your next message to them.',
  reply: 'Its text is kept for your next reply to that message.',
} as const;

function withLine(notice: NoticeDialog, line: string): NoticeDialog {
  return { ...notice, lines: [...notice.lines, line] };
}

function isFree(view: ViewState): boolean {
  return modeOf(view) !== 'attached' && modeOf(view) !== 'form' && view.dialog === null;
}

function toast(view: ViewState, world: ViewWorld, text: string): Step {
  return stay({ ...view, toast: toastOf(world.now, 'info', text) });
}

function finishText(result: Requests['finish']['result']['result'], base: string | undefined): string {
  switch (result?.kind) {
    case 'merge':
      return `Finished: merged into ${base ?? 'its base'}.`;
    case 'pr':
      return `Finished: ${result.url ?? 'a pull request is open'}`;
    case 'branch':
      return 'Finished: its branch is kept.';
    default:
      return 'Finished.';
  }
}

/** What the host said to a message of the person. */
interface Sent {
  readonly to: readonly string[];
  readonly notes: readonly string[];
}

function letterSent(view: ViewState, world: ViewWorld, { to, notes }: Sent): Step {
  return toast(view, world, notes.length === 0 ? `Sent to ${to.join(', ')}.` : notes.join('; '));
}
