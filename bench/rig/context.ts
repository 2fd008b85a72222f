// What a scenario gets: how long to measure, whom, and the interleaved rounds.
import type { Figure, Samples } from './figure.js';
import type { Contender, ContenderName, Stage, StageOrder } from './stage.js';

export interface Scenario {
  readonly name: string;
  run(context: Context): Promise<readonly Figure[]>;
}

export interface Context {
  readonly isQuick: boolean;
  readonly rounds: number;
  readonly contenders: readonly Contender[];
  /** A file of `floodBytes`, for agents that flood. */
  readonly floodFile: string;
  readonly floodBytes: number;
  log(line: string): void;
  /** What went wrong, told below the table. */
  readonly problems: string[];
}

export interface RoundsOrder<T> {
  readonly title: string;
  readonly of: readonly ContenderName[];
  readonly measure: (contender: Contender) => Promise<T>;
}

/** A B C, A B C, ...: each round measures everyone once, so that a slow minute of the machine hits all. One that fails is left out from then on. */
export async function interleaved<T>(context: Context, { title, of, measure }: RoundsOrder<T>): Promise<Samples<T>> {
  const samples = new Map<ContenderName, T[]>();
  const failed = new Set<ContenderName>();
  for (let round = 1; round <= context.rounds; round++) {
    for (const contender of context.contenders.filter(({ name }) => of.includes(name) && !failed.has(name))) {
      try {
        const sample = await measure(contender);
        samples.set(contender.name, [...(samples.get(contender.name) ?? []), sample]);
        context.log(`${title}, round ${round}, ${contender.name}: ${JSON.stringify(sample)}`);
      } catch (error) {
        failed.add(contender.name);
        context.problems.push(`${title}, ${contender.name}: ${(error as Error).message}`);
        context.log(`${title}, round ${round}, ${contender.name} failed: ${(error as Error).message}`);
      }
    }
  }
  return samples;
}

/** Opens a stage, measures, and closes it in every case. */
export async function onStage<T>(contender: Contender, order: StageOrder, measure: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await contender.open(order);
  try {
    return await measure(stage);
  } finally {
    await stage.close();
  }
}
