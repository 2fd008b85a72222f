// What the demo agent will do for a task text: mend a file it knows, or leave a note. Pure; it reads and writes nothing.
import { plainLines } from '../core/model/plain-text.js';
import { DEMO_TASKS, type DemoEdit } from './tasks.js';

export type DemoWork =
  | { readonly kind: 'mend'; readonly file: string; readonly edits: readonly DemoEdit[] }
  /** The file it knows needs nothing any more. */
  | { readonly kind: 'nothing'; readonly file: string }
  /** A harmless new file, for any other text in any repository. */
  | { readonly kind: 'note'; readonly file: string; readonly text: string };

export interface DemoWorkOrder {
  readonly prompt: string;
  /** Id or name that the note is called by. */
  readonly agent: string;
  /** Content of a file of the worktree; null when it is not there. */
  readonly read: (file: string) => string | null;
}

export function planWork({ prompt, agent, read }: DemoWorkOrder): DemoWork {
  for (const { file, edits } of DEMO_TASKS) {
    if (!prompt.includes(file)) continue;
    const text = read(file);
    if (text === null) continue;
    const left = editsLeft(text, edits);
    return left.length === 0 ? { kind: 'nothing', file } : { kind: 'mend', file, edits: left };
  }
  const text = `# A note of the demo agent\n\nThe demo agent is a script without a model: it can not work on this task. It was given:\n\n${quoted(prompt)}\n`;
  return { kind: 'note', file: `DEMO-${fileName(agent)}.md`, text };
}

/** Edits that still find their place, each tried on the text that the ones before it leave. */
function editsLeft(text: string, edits: readonly DemoEdit[]): readonly DemoEdit[] {
  const left: DemoEdit[] = [];
  let now = text;
  for (const edit of edits) {
    if (now.split(edit.search).length !== 2) continue;
    left.push(edit);
    now = applied(now, edit);
  }
  return left;
}

/** The text with the edit made; as it was when its place is not there. */
export function applied(text: string, { search, replace }: DemoEdit): string {
  return text.replace(search, () => replace);
}

function quoted(prompt: string): string {
  return plainLines(prompt)
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

function fileName(agent: string): string {
  return agent.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, 40) || 'agent';
}
