// What an agent CLI writes down of the tokens it has used: files of lines in its own home, one JSON object a line. Types, and what their readers share. Pure.

export interface UsedTokens {
  /** '' where the line does not say it. */
  readonly model: string;
  /** All input, with what a cache has given and what was put there. */
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly writtenTokens: number;
  readonly outputTokens: number;
}

/** `at`: ISO 8601, when they were used, as the line says. */
export type LoggedTokens = UsedTokens & { readonly at: string };

export interface UsagePlace {
  readonly worktree: string;
  /** What the CLI runs with. */
  readonly env: Readonly<Record<string, string>>;
  /** ISO 8601: its conversations are not older than this. */
  readonly since: string;
  /** Those it has had in this run, as far as they are known. */
  readonly conversations: readonly string[];
}

export interface UsageLog {
  /** The folder that its files lie in. */
  home(env: UsagePlace['env']): string;
  /** Files that may tell of it by now, as absolute paths: to be read only where they lie in `home`. Never rejects. */
  find(place: UsagePlace): Promise<readonly string[]>;
  /** One for each file, given all of its lines in their order: what came with this one. Pure but for its memory. */
  reader(): (line: string) => LoggedTokens | null;
}

/** Answers whose counts are remembered; older ones are not told again. */
const MOST = 5000;

/** For answers that are written down more than once, each time with all they have used so far: what is new. */
export function growingAnswers(): (id: string, now: LoggedTokens) => LoggedTokens | null {
  const known = new Map<string, UsedTokens>();
  return (id, now) => {
    const before = known.get(id) ?? NONE;
    known.set(id, now);
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    return addedTo(before, now);
  };
}

export const NONE: UsedTokens = { model: '', inputTokens: 0, cachedTokens: 0, writtenTokens: 0, outputTokens: 0 };

/** Null where nothing was added. */
export function addedTo(before: UsedTokens, now: LoggedTokens): LoggedTokens | null {
  const added = {
    inputTokens: Math.max(0, now.inputTokens - before.inputTokens),
    cachedTokens: Math.max(0, now.cachedTokens - before.cachedTokens),
    writtenTokens: Math.max(0, now.writtenTokens - before.writtenTokens),
    outputTokens: Math.max(0, now.outputTokens - before.outputTokens),
  };
  return added.inputTokens + added.outputTokens === 0 ? null : { ...now, ...added };
}

/** The object of a line; null for anything else. `mark`: a piece of text without which the line is not looked into. */
export function lineObject(line: string, mark: string): Readonly<Record<string, unknown>> | null {
  if (!line.includes(mark)) return null;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null; // Torn by a crash of the CLI.
  }
}

/** More tokens than any answer can have. */
const IMPOSSIBLE = 1e10;

/** The number of tokens under a name; 0 for anything else. */
export function tokensIn(object: Readonly<Record<string, unknown>> | null, name: string): number {
  const value = object?.[name];
  return typeof value === 'number' && value > 0 && value < IMPOSSIBLE ? value : 0;
}
