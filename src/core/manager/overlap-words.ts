// What the manager is told of the radar: who changes the same files as whom. Names of files come from outside: they belong behind a fence. Pure.
import { fileWords, type Overlap, pathsOf } from '../model/overlap.js';
import type { AppState } from '../model/state.js';

const FILES = 8;
const OVERLAPS = 12;

type Known = Pick<AppState, 'agents' | 'overlaps'>;

/** Of one agent: `also changed by NAME: FILES`. */
export function alsoChangedBy(agent: string, state: Known): readonly string[] {
  const own = (state.overlaps ?? []).filter(({ agents }) => agents.includes(agent)).slice(0, OVERLAPS);
  return own.map((overlap) => {
    const other = overlap.agents.find((id) => id !== agent);
    const by = other === undefined ? `its base ${overlap.base ?? ''} since` : nameOf(other, state);
    return `also changed by ${by}: ${filesOf(overlap)}`;
  });
}

/** Of all: `NAME and NAME: FILES`. */
export function overlapWords(state: Known): readonly string[] {
  return (state.overlaps ?? []).slice(0, OVERLAPS).map((overlap) => {
    const sides = [...overlap.agents.map((id) => nameOf(id, state)), ...(overlap.base === null ? [] : [overlap.base])];
    return `- ${sides.join(' and ')}: ${filesOf(overlap)}`;
  });
}

function nameOf(id: string, { agents }: Known): string {
  return agents[id]?.name ?? id;
}

function filesOf(overlap: Overlap): string {
  const parts = [
    ['in the same lines ', fileWords(pathsOf(overlap, 'lines'), FILES)],
    ['in other lines ', fileWords(pathsOf(overlap, 'file'), FILES)],
  ] as const;
  return parts
    .filter(([, files]) => files !== '')
    .map(([how, files]) => how + files)
    .join('; ');
}
