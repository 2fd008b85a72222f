// What a piece of work ended in, in words. Pure.
import type { AgentResult } from '../model/agent.js';
import { plainText } from '../model/plain-text.js';

/** The branch it is on, and the one it was to be merged into. */
export interface ResultPlace {
  readonly branch: string | null;
  readonly base: string;
}

/** `of`: null where that is not known any more. */
export function resultText(result: AgentResult, of: ResultPlace | null): string {
  const commit = result.commit === null ? '' : ` (${result.commit.slice(0, 10)})`;
  switch (result.kind) {
    case 'pr':
      return `pull request ${plainText(result.url ?? '', 500)}${commit}`;
    case 'merge':
      return `merged into ${plainText(of?.base ?? 'its base', 100)}${commit}`;
    case 'branch':
      return `branch ${plainText(of?.branch ?? 'of its own', 100)}${commit}`;
    case 'artifact':
      return `the file ${plainText(result.path ?? '', 500)}`;
  }
}
