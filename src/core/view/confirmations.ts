// The words of the questions asked before something ends: what will happen, and what is kept. The safe choice is preselected.
import { type Agent, isLive, isOver } from '../model/agent.js';
import type { Goal, PlannedTask } from '../model/goal.js';
import type { KeptMessage } from '../model/message.js';
import { plainText } from '../model/plain-text.js';
import { ageAt, ageText } from './age.js';
import type { ConfirmDialog, FinishDialog, FinishWay } from './dialog.js';
import { truncate } from './fit-text.js';
import { receiverName, senderName } from './mail.js';
import { gistOf } from './message-rows.js';
import { addressOf } from './neighbour.js';

function stateAndAge(agent: Agent, now: number): string {
  return `${agent.state} ${ageText(ageAt(agent.since, now))}`;
}

/** Its folder is on disk: before that the name of it is only planned. */
export function hasWorktree(agent: Agent): boolean {
  return agent.worktree !== null && agent.baseCommit !== null;
}

function kept(agent: Agent): string {
  if (!hasWorktree(agent)) return 'It has no worktree yet.';
  return `Its worktree and its branch ${agent.branch ?? ''} stay, with everything in them.`.replace(' branch  stay', ' branch stay');
}

/** `below`: whom it has delegated to, and what those have; the ones that are not over. */
export function confirmStop(agent: Agent, now: number, below: readonly Agent[] = []): ConfirmDialog {
  const stop = (children?: 'too' | 'leave'): ConfirmDialog['onYes'] => ({
    type: 'request',
    method: 'stop',
    params: { agent: agent.id, ...(children === undefined ? {} : { children }) },
  });
  if (agent.neighbour !== undefined) return confirmStopThere(agent, now, below);
  const stops = `Stops ${agent.name} (${stateAndAge(agent, now)}). ${kept(agent)}`;
  if (below.length === 0) {
    const lines = [stops, 'It can be resumed later.'];
    return { kind: 'confirm', title: `Stop ${agent.name}?`, lines, no: 'Let it run', yes: 'Stop it', chosen: 'no', onYes: stop() };
  }
  return {
    kind: 'confirm',
    title: `Stop ${agent.name} and its ${childrenText(below)}?`,
    lines: [
      stops,
      `Below it ${below.length === 1 ? 'runs' : 'run'} ${namesOf(below)}; without it nobody takes ${below.length === 1 ? 'its result' : 'their results'}.`,
      'All can be resumed later.',
    ],
    no: 'Let them run',
    // What it has delegated to on another machine ends there with it.
    ...(below.some(({ neighbour }) => neighbour !== undefined)
      ? {}
      : { part: { key: 'o', text: `Stop only ${agent.name}`, onPart: stop('leave') } }),
    yes: 'Stop all',
    chosen: 'no',
    onYes: stop('too'),
  };
}

/** It is of another machine: whose work is ended stands first. */
function confirmStopThere(agent: Agent, now: number, below: readonly Agent[]): ConfirmDialog {
  const { name, neighbour } = agent;
  const node = plainText(neighbour?.node ?? '', 60);
  const owner = neighbour?.isOurs === true ? 'a goal of yours' : plainText(neighbour?.owner ?? '', 60);
  const ends = below.length === 0 ? [] : [`What it has delegated to there is stopped with it: ${namesOf(below)}.`];
  return {
    kind: 'confirm',
    title: `Stop ${addressOf(agent)}?`,
    lines: [
      `Stops ${name} (${stateAndAge(agent, now)}). It runs on ${node} and works for ${owner}.`,
      ...ends,
      `Its worktree and branch stay on ${node}. It can be resumed there, not from here.`,
    ],
    no: 'Let it run',
    yes: 'Stop it',
    chosen: 'no',
    onYes: { type: 'request', method: 'stop', params: { agent: agent.id, ...(below.length === 0 ? {} : { children: 'too' }) } },
  };
}

function childrenText(below: readonly Agent[]): string {
  return below.length === 1 ? 'child' : `${below.length} children`;
}

function namesOf(agents: readonly Agent[]): string {
  const names = agents.slice(0, 5).map(({ name }) => name);
  return agents.length > names.length ? `${names.join(', ')} and ${agents.length - names.length} more` : names.join(', ');
}

/** Done, and no conversation of it is known: unless its CLI still has one, its task is begun again. */
export function confirmAgain(agent: Agent): ConfirmDialog {
  return {
    kind: 'confirm',
    title: `Run ${agent.name} again?`,
    lines: [
      `${agent.name} is done. It goes on with its conversation if its CLI has kept one; else it does its whole task again, in the same worktree.`,
    ],
    no: 'Leave it',
    yes: 'Run it again',
    chosen: 'no',
    onYes: { type: 'request', method: 'resume', params: { agent: agent.id, fresh: false } },
  };
}

export function confirmRemove(agent: Agent, now: number, all: readonly Agent[] = []): ConfirmDialog {
  const below = all.filter(({ neighbour }) => neighbour === undefined);
  const there = all.filter(({ neighbour }) => neighbour !== undefined);
  const live = isLive(agent) ? `It is running (${stateAndAge(agent, now)}) and is stopped first. ` : '';
  const ofChildren =
    below.length === 0
      ? []
      : [
          `Its ${childrenText(below)} (${namesOf(below)}) ${below.length === 1 ? 'is' : 'are'} stopped, too, and ${below.length === 1 ? 'stays' : 'stay'} listed with all work.`,
        ];
  const work = !hasWorktree(agent)
    ? ['It has no worktree; only its row in the list goes.']
    : [
        'Work that is not in its base yet (changed, new or committed files) is saved first as a rescue ref of the repository; the folder goes to the trash.',
        'How to get it back is shown afterwards.',
      ];
  return {
    kind: 'confirm',
    title: `Remove ${agent.name}?`,
    lines: [
      `${live}Takes ${agent.name} out of the list${!hasWorktree(agent) ? '.' : ' and its worktree off the disk.'}`,
      ...ofChildren,
      ...(there.length === 0 ? [] : [`What it has delegated to on another machine is stopped there: ${namesOf(there)}.`]),
      ...work,
    ],
    no: 'Keep it',
    yes: 'Remove it',
    chosen: 'no',
    onYes: { type: 'request', method: 'remove', params: { agent: agent.id, force: true } },
  };
}

export function confirmQuit(agents: readonly Agent[]): ConfirmDialog {
  // Those of other machines go on, unless what has delegated to them is stopped.
  const live = agents.filter((agent) => isLive(agent) && agent.neighbour === undefined);
  const stops = live.length === 0 ? 'No agent is running.' : `Stops ${live.length === 1 ? '' : `${live.length} agents: `}${namesOf(live)}.`;
  return {
    kind: 'confirm',
    title: 'Stop everything and quit?',
    lines: [
      stops,
      'Worktrees, branches and conversations stay; the agents can be resumed.',
      'To leave only this screen, close it instead: agents go on.',
    ],
    no: 'Stay',
    yes: live.length === 0 ? 'Quit' : 'Stop all and quit',
    chosen: 'no',
    onYes: { type: 'request', method: 'hostStop', params: {} },
  };
}

export function confirmDropTask(goal: Goal, task: PlannedTask, rest: readonly PlannedTask[]): ConfirmDialog {
  const waiting = goal.tasks.filter(({ after }) => after.includes(task.id)).length;
  const others = waiting === 0 ? [] : ['What waits for it waits for what it waited for.'];
  return {
    kind: 'confirm',
    title: `Leave ${task.title} out?`,
    lines: [`Takes the task out of the plan. Nothing of it has begun.`, ...others],
    no: 'Keep it',
    yes: 'Leave it out',
    chosen: 'no',
    onYes: { type: 'request', method: 'planEdit', params: { goal: goal.id, revision: goal.plan?.revision ?? 0, tasks: rest } },
  };
}

export function confirmDropMessage(kept: KeptMessage): ConfirmDialog {
  const { id } = kept.message;
  return {
    kind: 'confirm',
    title: 'Drop the message?',
    lines: [
      `From ${senderName(kept)} to ${receiverName(kept)}: ${truncate(gistOf(kept), 200)}`,
      'It is not delivered any more, and nothing else keeps its text.',
    ],
    no: 'Keep it',
    yes: 'Drop it',
    chosen: 'no',
    onYes: { type: 'request', method: 'messageDrop', params: { ids: [id] } },
  };
}

export function confirmTakeOut(key: string, file: string): ConfirmDialog {
  return {
    kind: 'confirm',
    title: `Take ${key} out?`,
    lines: [`Takes it out of ${file}. What is below that counts again: the repository's file, else the default.`],
    no: 'Keep it',
    yes: 'Take it out',
    chosen: 'no',
    onYes: { type: 'request', method: 'configUnset', params: { key } },
  };
}

export function confirmStopGoal(goal: Goal): ConfirmDialog {
  return {
    kind: 'confirm',
    title: 'Stop the goal?',
    lines: [
      'Stops the agents of this goal; nothing of it is started any more.',
      'What is done stays done; worktrees and branches stay. It can be resumed later.',
    ],
    no: 'Let it run',
    yes: 'Stop it',
    chosen: 'no',
    onYes: { type: 'request', method: 'goalStop', params: { goal: goal.id } },
  };
}

export function finishDialog(agent: Agent): FinishDialog {
  const { kind } = agent.finish;
  const isPlanned = agent.task !== null;
  return {
    kind: 'finish',
    agent: agent.id,
    name: agent.name,
    branch: agent.branch ?? '',
    base: agent.base,
    verify: agent.finish.verify,
    isBusy: !isOver(agent.state) && agent.state !== 'idle',
    focus: 'kind',
    kinds: isPlanned ? [kind] : FINISH_KINDS,
    // `keep` stood for "ask me": now they are asked, and most want it merged.
    choice: kind === 'keep' && !isPlanned ? 'merge' : kind,
    artifact: isPlanned ? (agent.finish.artifact ?? null) : null,
    worktree: 'keep',
  };
}

export const FINISH_KINDS: readonly FinishWay[] = ['pr', 'merge', 'branch', 'keep', 'draft'];

/** What finishing in this way will do, step by step. */
export function finishLines(dialog: FinishDialog): readonly string[] {
  const failing = dialog.choice === 'draft' ? 'if it fails, that stands in the text' : 'if it fails, nothing is finished';
  const verify = dialog.verify === null ? 'No verify command is set. ' : `Runs \`${dialog.verify}\` first; ${failing}. `;
  const busy = dialog.isBusy ? [`${dialog.name} has not said that it is done.`] : [];
  const commit = 'Commits what it left uncommitted';
  const then: Readonly<Record<FinishWay, string>> = {
    pr: `${commit}, pushes ${dialog.branch} and opens a pull request against ${dialog.base}.`,
    draft: `${commit}, pushes ${dialog.branch} and opens a draft pull request against ${dialog.base}. Finish it as a pull request later to make it ready for review.`,
    merge: `${commit} and merges ${dialog.branch} into ${dialog.base}. A conflict is shown, and nothing is half done.`,
    branch: `${commit} and keeps the branch ${dialog.branch}.`,
    keep: 'Keeps its branch and its worktree as they are.',
  };
  const worktree =
    dialog.worktree === 'keep' || dialog.choice === 'keep'
      ? []
      : ['Afterwards its worktree goes; work that is not kept elsewhere is saved first.'];
  // Kept work is neither checked nor committed.
  if (dialog.artifact !== null) return [...busy, `Takes the file ${dialog.artifact}, as its plan says; nothing is committed.`, ...worktree];
  return [...busy, (dialog.choice === 'keep' ? '' : verify) + then[dialog.choice], ...worktree];
}
