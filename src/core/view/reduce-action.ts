// What the named keys do: an action of the keymap on a view gives the next view and effects.
import { textEditOf } from '../input/text-edit.js';
import { type Action, isViewing } from '../model/action.js';
import { type Agent, isLive, isOver } from '../model/agent.js';
import { assertNever } from '../model/error.js';
import { openQuestion } from '../model/open-question.js';
import { asksToChoose, hasLostWorktree, mayStop } from '../state/agent-orders.js';
import { descendantsOf } from '../state/tree.js';
import { answerDialog, answerRefusal, whoAsks } from './answer-dialog.js';
import { openMessage } from './begun.js';
import { confirmAgain, confirmQuit, confirmRemove, confirmStop, finishDialog, hasWorktree } from './confirmations.js';
import type { MessageDialog } from './dialog.js';
import { newGoalDialog } from './goal-dialog.js';
import { openIssues } from './issues-dialog.js';
import { beginFilter } from './list-filter.js';
import { kinOf, neighbourRefusal } from './neighbour.js';
import type { Move } from './next-index.js';
import { hasOrchestrator, isOrchestratorChosen } from './orchestrator.js';
import { openCompare } from './reduce-compare.js';
import { openConfig } from './reduce-config.js';
import { openMessages } from './reduce-messages.js';
import { orchestratorHistory, scrollPane, scrollPlace } from './reduce-place.js';
import { openTasks } from './reduce-tasks.js';
import { foldTree, unfoldTree } from './reduce-tree.js';
import { askDiff, newDiffPlace } from './review/read-diff.js';
import { choose, moveSelection, selectedAgent } from './selection.js';
import { open, stay, tell, withEffects } from './step.js';
import { newTaskDialog } from './task-dialog.js';
import { type Step, type ViewState, type ViewWorld, viewLayout } from './view-state.js';

export function reduceAction(view: ViewState, world: ViewWorld, action: Action, number?: number): Step {
  if (world.isReadOnly && !isViewing(action)) return tell(view, world, 'This screen is read-only.');
  const inPlace = view.place.kind === 'agents' ? null : reduceActionInPlace(view, world, action);
  if (inPlace !== null) return inPlace;
  switch (action) {
    case 'task.new':
      return openTask(view, world);
    case 'agent.answer':
      return openAnswer(view, world);
    case 'agent.attach':
    case 'agent.stop':
    case 'agent.remove':
    case 'agent.resume':
    case 'agent.message':
    case 'agent.interrupt':
    case 'agent.finish':
    case 'view.diff': {
      const agent = selectedAgent(view, world);
      if (isOrchestratorChosen(view) && (action === 'agent.attach' || action === 'agent.message')) {
        return open(view, { kind: 'prompt', prompt: '' });
      }
      return agent === null ? tell(view, world, 'No agent is chosen.') : reduceAgentAction(view, world, action, agent);
    }
    case 'selection.next':
    case 'selection.previous':
    case 'page.up':
    case 'page.down':
    case 'page.first':
    case 'page.last':
      return stay(view.focus === 'scroll' ? scrollPane(view, world, MOVES[action]) : moveInList(view, world, action));
    case 'selection.number': {
      const wanted = world.agents.find((agent) => agent.number === number && agent.neighbour === undefined);
      return wanted === undefined ? tell(view, world, `No agent has the number ${number ?? '?'}.`) : stay(choose(view, world, wanted.id));
    }
    case 'list.filter':
      return stay(beginFilter(view));
    case 'tree.fold':
      return stay(foldTree(view, world));
    case 'tree.unfold':
      return stay(unfoldTree(view, world));
    case 'pane.zoom':
      return view.selected === null ? stay(view) : stay({ ...view, isZoomed: !view.isZoomed });
    case 'pane.scroll':
      if (!isOrchestratorChosen(view) && selectedAgent(view, world) === null) return stay(view);
      // A CLI with a screen of its own keeps its history to itself.
      if (rowsAbove(view, world) === 0) return tell(view, world, 'There is nothing above this screen.');
      return stay(scrollPane({ ...view, focus: 'scroll', historyTop: null }, world, 'pageup'));
    case 'part.next':
      return stay(nextPart(view, world));
    case 'view.timeline': {
      const place = { kind: 'timeline', agent: null, entries: null, filter: '', isFiltering: false, fromEnd: 0 } as const;
      return withEffects({ ...view, place }, { type: 'request', method: 'timeline', params: { agent: null, limit: TIMELINE_LIMIT } });
    }
    case 'view.config':
      return openConfig(view);
    case 'view.tasks':
      return openTasks(view, world);
    case 'view.compare':
      return openCompare(view, world);
    case 'view.messages':
      return openMessages(view, world);
    case 'goal.new':
      return openGoal(view, world);
    case 'issue.pick':
      return openIssues(view);
    case 'view.help':
      return stay({ ...view, place: { kind: 'help', top: 0 } });
    case 'view.back':
      return stay(goBack(view, world));
    case 'palette.open':
      return open(view, { kind: 'palette', query: '', chosen: 0 });
    case 'screen.close':
      return withEffects(view, { type: 'close' });
    case 'host.quit':
      return open(view, confirmQuit(world.agents));
    default:
      return assertNever(action);
  }
}

function rowsAbove(view: ViewState, world: ViewWorld): number {
  return isOrchestratorChosen(view) ? orchestratorHistory(view, world) : world.scrollback;
}

// What was begun here comes before what another screen left.
function openTask(view: ViewState, world: ViewWorld): Step {
  if (view.draft !== null || world.draft === null) return open({ ...view, draft: null }, view.draft ?? newTaskDialog(world));
  return withEffects({ ...view, dialog: { ...world.draft, harnesses: world.harnesses } }, { type: 'draftTaken', of: 'task' });
}

/** One that was begun, with what is true of the planner now. */
function openGoal(view: ViewState, world: ViewWorld): Step {
  const { harnesses, planner } = world;
  const begun = view.goalDraft ?? world.goalDraft;
  if (begun === null) return open(view, newGoalDialog(world));
  const step = open({ ...view, goalDraft: null }, { ...begun, harnesses, planner });
  return view.goalDraft === null ? withEffects(step.view, { type: 'draftTaken', of: 'goal' }) : step;
}

// The list goes to whoever is answered, so that the terminal behind the dialog shows what it asks.
function openAnswer(view: ViewState, world: ViewWorld): Step {
  const refusal = answerRefusal(selectedAgent(view, world));
  if (refusal !== null) return tell(view, world, refusal);
  const agent = whoAsks(world.agents, view.selected);
  if (agent === null) return tell(view, world, 'Nobody asks anything.');
  const chosen = choose(view, world, agent.id);
  const asked = answerDialog(agent);
  if (asked === null) return tell(chosen, world, `${agent.name} asks: ${openQuestion(agent)?.text ?? ''} Attach to it to answer.`);
  return asked.kind === 'message' && asked.digest !== undefined ? openMessage(chosen, world, asked) : open(chosen, asked);
}

type MoveAction = Extract<Action, `page.${string}` | 'selection.next' | 'selection.previous'>;

const MOVES: Readonly<Record<MoveAction, Move>> = {
  'selection.next': 'down',
  'selection.previous': 'up',
  'page.up': 'pageup',
  'page.down': 'pagedown',
  'page.first': 'first',
  'page.last': 'last',
};

// In the list a page is the whole list; the pane has its own scroll mode.
function moveInList(view: ViewState, world: ViewWorld, action: MoveAction): ViewState {
  const by =
    action === 'selection.next'
      ? 1
      : action === 'selection.previous'
        ? -1
        : action === 'page.down' || action === 'page.last'
          ? Infinity
          : -Infinity;
  return moveSelection(view, world, by);
}

/** Entries asked for; older ones are in the event log. */
export const TIMELINE_LIMIT = 2000;

type AgentAction = Exclude<Extract<Action, `agent.${string}` | 'view.diff'>, 'agent.answer'>;

function reduceAgentAction(view: ViewState, world: ViewWorld, action: AgentAction, agent: Agent): Step {
  const notRunning = () => tell(view, world, `${agent.name} is not running.`);
  const refusal = neighbourRefusal(agent, action);
  if (refusal !== null) return tell(view, world, refusal);
  switch (action) {
    case 'agent.attach':
      if (isLive(agent)) return withEffects({ ...view, focus: 'attached', scroll: 0 }, { type: 'attach', agent: agent.id });
      return tell(view, world, attachRefusal(agent));
    case 'agent.stop':
      return mayStop(agent) ? open(view, confirmStop(agent, world.now, liveBelow(world.agents, agent))) : notRunning();
    case 'agent.remove':
      return open(view, confirmRemove(agent, world.now, liveBelow(world.agents, agent)));
    case 'agent.resume':
      if (isLive(agent)) return tell(view, world, `${agent.name} is running.`);
      if (hasLostWorktree(agent)) return tell(view, world, `The worktree of ${agent.name} was removed; start a new task instead.`);
      if (agent.state === 'done' && agent.conversation === null) return open(view, confirmAgain(agent));
      return withEffects(view, { type: 'request', method: 'resume', params: { agent: agent.id, fresh: false } });
    case 'agent.message':
      if (!isLive(agent)) return notRunning();
      if (asksToChoose(agent)) return tell(view, world, `${agent.name} asks: ${agent.question?.text ?? ''} Answer that first.`);
      return openMessage(view, world, messageDialog(agent));
    case 'agent.interrupt':
      return isLive(agent) ? withEffects(view, { type: 'request', method: 'interrupt', params: { agent: agent.id } }) : notRunning();
    case 'agent.finish':
      return !hasWorktree(agent) ? tell(view, world, `${agent.name} has no worktree to finish.`) : open(view, finishDialog(agent));
    case 'view.diff':
      if (agent.baseCommit === null) return tell(view, world, `${agent.name} has no worktree yet.`);
      return withEffects({ ...view, place: newDiffPlace(agent.id, agent.name) }, askDiff(agent.id));
    default:
      return assertNever(action);
  }
}

/** What it did not take, whichever screen or script sent it, is there again. */
function messageDialog(agent: Agent): MessageDialog {
  return { kind: 'message', agent: agent.id, name: agent.name, edit: textEditOf(agent.undelivered?.text ?? '') };
}

/** Those below it that are not over. */
function liveBelow(agents: readonly Agent[], agent: Agent): readonly Agent[] {
  return descendantsOf(kinOf(agents, agent), agent.id).filter(({ state }) => !isOver(state));
}

function attachRefusal(agent: Agent): string {
  if (agent.neighbour !== undefined) return `${agent.name} is not running.`;
  const isComing = agent.state === 'queued' || agent.state === 'preparing' || agent.state === 'starting';
  return isComing ? `${agent.name} is still ${agent.state}.` : `${agent.name} is not running; resume it first.`;
}

// In a view that takes the body the same keys move inside it; null where an action means what it always means.
function reduceActionInPlace(view: ViewState, world: ViewWorld, action: Action): Step | null {
  switch (action) {
    case 'selection.next':
    case 'selection.previous':
    case 'page.up':
    case 'page.down':
    case 'page.first':
    case 'page.last':
      return stay(scrollPlace(view, world, MOVES[action]));
    case 'pane.scroll':
      return stay(scrollPlace(view, world, 'pageup'));
    case 'view.back':
      return stay(goBack(view, world));
    case 'list.filter':
      if (view.place.kind === 'diff') return stay({ ...view, place: { ...view.place, isSearching: view.place.model !== null } });
      return view.place.kind === 'timeline' || view.place.kind === 'config' || view.place.kind === 'messages'
        ? stay({ ...view, place: { ...view.place, isFiltering: true } })
        : stay(view);
    case 'view.diff':
    case 'view.timeline':
    case 'view.config':
    case 'view.tasks':
    case 'view.compare':
    case 'view.messages':
    case 'view.help':
      return action === `view.${view.place.kind}` ? stay(goBack(view, world)) : null;
    case 'palette.open':
    case 'screen.close':
    case 'host.quit':
      return null;
    default:
      return stay(view);
  }
}

// One thing at a time, from the innermost outwards.
function goBack(view: ViewState, world: ViewWorld): ViewState {
  if (view.dialog !== null) return { ...view, dialog: null };
  if (view.place.kind === 'diff' && view.place.search !== '') return { ...view, place: { ...view.place, search: '' } };
  if (view.place.kind === 'diff' && view.place.back !== undefined) return { ...view, place: view.place.back };
  if (view.place.kind === 'messages' && view.place.reading !== null) return { ...view, place: { ...view.place, reading: null } };
  if (view.place.kind !== 'agents') return { ...view, place: { kind: 'agents' } };
  if (view.focus === 'scroll') return { ...view, focus: 'list', scroll: 0 };
  if (view.isZoomed) return { ...view, isZoomed: false };
  if (view.filter !== '') return { ...view, filter: '' };
  // Where only others are at work, what to press first is there again.
  return hasOrchestrator(world) ? { ...view, part: 'list' } : { ...view, part: 'list', selected: null };
}

// A small screen turns to its other part; a large one lets the keys scroll the pane.
function nextPart(view: ViewState, world: ViewWorld): ViewState {
  if (view.focus === 'scroll') return { ...view, focus: 'list', scroll: 0, part: 'list' };
  if (viewLayout({ ...view, isZoomed: false }, world).shape === 'single') {
    return { ...view, isZoomed: false, part: view.part === 'list' && !view.isZoomed ? 'pane' : 'list' };
  }
  const isPane = isOrchestratorChosen(view) || selectedAgent(view, world) !== null;
  return isPane ? { ...view, focus: 'scroll', historyTop: null } : view;
}
