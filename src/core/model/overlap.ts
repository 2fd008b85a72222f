// The conflict radar: what is being changed in more than one place at the same time.

export interface OverlapFile {
  readonly path: string;
  /** `lines`: the same lines, or lines beside each other: a merge would conflict. `file`: only the file is the same. */
  readonly level: 'lines' | 'file';
}

/** Agents that change the same files, or one agent and its base. */
export interface Overlap {
  /** Ids; one where the base has changed the same since. */
  readonly agents: readonly string[];
  /** Name of the base that has changed the same; null where two agents do. */
  readonly base: string | null;
  /** At most 50, those of the level `lines` first. */
  readonly files: readonly OverlapFile[];
}

/** Names of its files of one level. */
export function pathsOf({ files }: Overlap, level: OverlapFile['level']): readonly string[] {
  return files.filter((file) => file.level === level).map(({ path }) => path);
}

/** A merge would conflict: lines come first. */
export function sharesLines({ files }: Overlap): boolean {
  return files[0]?.level === 'lines';
}

/** `a.ts, b.ts and 3 more`: the first few. */
export function fileWords(paths: readonly string[], most: number): string {
  const shown = paths.slice(0, most).join(', ');
  return paths.length > most ? `${shown} and ${paths.length - most} more` : shown;
}
