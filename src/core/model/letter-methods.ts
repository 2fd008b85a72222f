// What a worker asks of the host of its clone about messages between the agent of a task and that task's owner.
import type { AtHome } from './delegation.js';
import type { HomeContact, HomeLetter, LetterEnd } from './home-party.js';

export interface LetterMethods {
  /**
   * What waits for home from this agent and those below it, the oldest first, and what became of those of `open`. Answered at once where
   * messages have changed since `mark`, else with their next change; null is now. `circle`: who is there. `asking`: questions of those
   * below it to the person at home that are not answered yet.
   */
  lettersHome: {
    params: {
      readonly agent: string;
      readonly circle: readonly HomeContact[];
      readonly open: readonly string[];
      readonly mark: string | null;
    };
    result: {
      readonly mark: string;
      readonly letters: readonly HomeLetter[];
      readonly ended: readonly LetterEnd[];
      readonly asking: readonly string[];
    };
  };
  /** Agents that write home and have something that home does not have yet. */
  lettersWaiting: {
    params: Record<string, never>;
    result: { readonly agents: readonly ({ readonly name: string } & Pick<AtHome, 'owner' | 'task'>)[] };
  };
  /**
   * One of home for the agent; however often it comes it is kept once. `ended` null: it has not read it yet. What the person answers to a
   * question of one below it goes to that one.
   */
  letterCame: { params: { readonly agent: string; readonly letter: HomeLetter }; result: { readonly ended: LetterEnd | null } };
  /** Home has taken one of these, or never will. */
  letterTaken: { params: LetterEnd; result: Record<string, never> };
}
