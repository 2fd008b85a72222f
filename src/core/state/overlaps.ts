// The conflict radar as a computation: who changes the same as whom, and the same as its base. Pure; what git found comes in.
import type { ChangedFile } from '../model/changes.js';
import { type Overlap, type OverlapFile, sharesLines } from '../model/overlap.js';
import { plainText } from '../model/plain-text.js';
import { type Across, carriedAcross, sharedLevel } from './shared-lines.js';

/** What one agent has changed since `baseCommit`. */
export interface Work {
  readonly agent: string;
  readonly base: string;
  readonly baseCommit: string;
  readonly files: readonly ChangedFile[];
  /** What its base has changed since; null where nothing, or where that is not known. */
  readonly since: Across | null;
  /** From its base commit to the one commit at which work from different ones is compared; null where that is not known. */
  readonly across: Across | null;
}

const MOST_FILES = 50;
const MOST_OVERLAPS = 100;

/** `areApart`: two whose work will never come together. Those with the same lines first. */
export function overlapsOf(works: readonly Work[], areApart: (one: string, other: string) => boolean): readonly Overlap[] {
  const seen = works.map((work) => ({ ...work, own: byPath(work.files), late: null as ReadonlyMap<string, ChangedFile> | null }));
  const carried = (at: (typeof seen)[number]) => {
    at.late ??= byPath(at.files.flatMap((file) => carriedAcross(file, at.across ?? UNKNOWN) ?? []));
    return at.late;
  };
  const found = seen.flatMap((one, index): readonly Overlap[] => [
    ...withFiles({ agents: [one.agent], base: one.base }, one.since === null ? [] : shared(one.own, one.since.files)),
    ...seen.slice(index + 1).flatMap((other) => {
      if (areApart(one.agent, other.agent)) return [];
      const isSame = one.baseCommit === other.baseCommit;
      const files = isSame ? shared(one.own, other.own) : shared(carried(one), carried(other));
      return withFiles({ agents: [one.agent, other.agent], base: null }, files);
    }),
  ]);
  return [...found].sort((one, other) => Number(sharesLines(other)) - Number(sharesLines(one))).slice(0, MOST_OVERLAPS);
}

const UNKNOWN: Across = { files: new Map(), isCut: true };

function byPath(files: readonly ChangedFile[]): ReadonlyMap<string, ChangedFile> {
  return new Map(files.map((file) => [file.path, file]));
}

function shared(one: ReadonlyMap<string, ChangedFile>, other: ReadonlyMap<string, ChangedFile>): readonly OverlapFile[] {
  const found: OverlapFile[] = [];
  for (const [path, file] of one) {
    const same = other.get(path);
    const level = same === undefined ? null : sharedLevel(file, same);
    if (level !== null) found.push({ path: plainText(path, 300), level });
  }
  return found;
}

function withFiles(who: Pick<Overlap, 'agents' | 'base'>, files: readonly OverlapFile[]): readonly Overlap[] {
  if (files.length === 0) return [];
  const order = (one: OverlapFile, other: OverlapFile) =>
    Number(other.level === 'lines') - Number(one.level === 'lines') || (one.path < other.path ? -1 : 1);
  return [{ ...who, files: [...files].sort(order).slice(0, MOST_FILES) }];
}
