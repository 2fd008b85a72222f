// Those who are with the owner of a task, to the agents of another machine that do it: its parent, the person, the manager, the agents of its goal.
import type { OrchError } from './error.js';
import type { Message, Party } from './message.js';

/** One of the goal there. */
export interface HomeContact {
  readonly name: string;
  readonly role: string | null;
  readonly harness: string;
  /** In one line. */
  readonly task: string;
  readonly isParent: boolean;
}

/** A message on its way between an agent and its home. `fromName`: as its sender is called. */
export interface HomeLetter {
  readonly message: Message;
  readonly fromName: string;
}

/** What became of one: taken for sure where there is no error, else it never will be. */
export interface LetterEnd {
  readonly id: string;
  readonly error: OrchError | null;
}

const HOME = 'home:';

/** Stands for the name of the node of one who is there. */
export const HOME_NODE = 'home';

export function placeWords(node: string): string {
  return node === HOME_NODE ? 'at home' : `on ${node}`;
}

/** `who`: a word that a sender may name, or the id of an agent of that machine. */
export function atHome(who: string): Party {
  return `${HOME}${who}`;
}

/** Whom it means there; null: somebody of this machine. */
export function whoAtHome(party: Party): string | null {
  return party.startsWith(HOME) ? party.slice(HOME.length) : null;
}
