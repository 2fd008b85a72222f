// One line of the table: what was measured, for whom, and whether the level is reached.
import type { ContenderName } from './stage.js';
import { median } from './stats.js';

export interface Figure {
  readonly scenario: string;
  readonly name: string;
  readonly unit: string;
  /** Medians of the runs; absent where a contender has no such figure or failed. */
  readonly values: Partial<Record<ContenderName, number>>;
  /** In words; null for a figure that stands there for comparison only. */
  readonly level: string | null;
  /** Null when it could not be told. */
  readonly isReached: boolean | null;
}

export interface FigureOrder<T> {
  readonly name: string;
  readonly unit: string;
  readonly of: (sample: T) => number | null;
  readonly level?: string;
  /** Called only when all that it needs was measured: a missing value is NaN, which no comparison passes. */
  readonly reached?: (values: { readonly direct: number; readonly tmux: number; readonly orch: number }) => boolean;
}

export type Samples<T> = ReadonlyMap<ContenderName, readonly T[]>;

export function figure<T>(scenario: string, samples: Samples<T>, { name, unit, of, level, reached }: FigureOrder<T>): Figure {
  const values: Partial<Record<ContenderName, number>> = {};
  for (const [contender, taken] of samples) {
    const numbers = taken.map(of).filter((value) => value !== null);
    if (numbers.length > 0) values[contender] = median(numbers);
  }
  const { direct = Number.NaN, tmux = Number.NaN, 'orch-tui': orch } = values;
  const isReached = orch === undefined || reached === undefined ? null : reached({ direct, tmux, orch });
  return { scenario, name, unit, values, level: level ?? null, isReached };
}
