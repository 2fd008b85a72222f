// What the dialogs of a repository remember: their last choices and what was done with the diffs of agents, in files; in memory only what
// screens that are gone left half written.
import { readFile } from 'node:fs/promises';
import { atomicWrite } from '../core/adapters/storage/atomic-write.js';
import type { Config } from '../core/model/config.js';
import { APPROVALS, type Approval } from '../core/model/goal.js';
import { receiverOf } from '../core/view/begun.js';
import { type Drafts, GOAL_FINISHES, type GoalDialog, type TaskDialog, type Written } from '../core/view/dialog.js';
import { FINISH_CHOICES, type GoalDefaults, type TaskDefaults } from '../core/view/task-defaults.js';
import type { Draft, RememberEffect } from '../core/view/view-effect.js';
import type { ViewWorld } from '../core/view/view-state.js';
import { ReviewMemory } from './review-memory.js';

/** Texts that screens left half written; the oldest go. */
const MOST_BEGUN = 100;

export class DialogMemory {
  readonly #stateDir: string;
  #defaults: TaskDefaults;
  #goalDefaults: GoalDefaults | null = null;
  /** The newest last. Nobody asked for them to be stored. */
  readonly #tasks: TaskDialog[] = [];
  readonly #goals: GoalDialog[] = [];
  #begun: readonly Written[] = [];
  readonly #reviews: ReviewMemory;

  constructor({ stateDir, config }: { readonly stateDir: string; readonly config: Pick<Config, 'agents' | 'finish'> }) {
    this.#stateDir = stateDir;
    this.#reviews = new ReviewMemory(`${stateDir}/reviews.json`);
    const { kind, verify } = config.finish;
    this.#defaults = { harness: config.agents.default, tries: 1, base: '', finish: kind ?? 'ask', verify: verify ?? '' };
  }

  get world(): Pick<ViewWorld, 'defaults' | 'goalDefaults' | 'draft' | 'goalDraft' | 'begun' | 'reviews'> {
    return {
      defaults: this.#defaults,
      goalDefaults: this.#goalDefaults,
      draft: this.#tasks.at(-1) ?? null,
      goalDraft: this.#goals.at(-1) ?? null,
      begun: this.#begun,
      reviews: this.#reviews.reviews,
    };
  }

  /** `base`: of the repository now; null where it has none. */
  async read(base: Promise<string | null>): Promise<void> {
    const [task, goal, now] = await Promise.all([this.#stored('task'), this.#stored('goal'), base, this.#reviews.read()]);
    this.#defaults = { ...this.#defaults, ...taskDefaults(task), base: now ?? this.#defaults.base };
    this.#goalDefaults = goalDefaults(goal) ?? this.#goalDefaults;
  }

  /** Losing it loses nothing. */
  remember(effect: RememberEffect): void {
    if (effect.of === 'review') {
      this.#reviews.keep(effect.agent, effect.review);
      return;
    }
    if (effect.of === 'task') this.#defaults = effect.defaults;
    else this.#goalDefaults = effect.defaults;
    void atomicWrite(this.#file(effect.of), `${JSON.stringify(effect.defaults)}\n`).catch(() => undefined);
  }

  leave({ task, goal, begun }: Drafts): void {
    if (task !== null) this.#tasks.push(task);
    if (goal !== null) this.#goals.push(goal);
    if (begun.length > 0) this.#begun = [...this.#begun, ...begun].slice(-MOST_BEGUN);
  }

  taken(of: Draft): void {
    if (of === 'task') this.#tasks.pop();
    else if (of === 'goal') this.#goals.pop();
    else {
      const taken = this.#begun.findLast((each) => receiverOf(each) === of.receiver);
      this.#begun = this.#begun.filter((each) => each !== taken);
    }
  }

  #file(of: 'task' | 'goal'): string {
    return `${this.#stateDir}/${of}-defaults.json`;
  }

  async #stored(of: 'task' | 'goal'): Promise<Readonly<Record<string, unknown>>> {
    try {
      const stored: unknown = JSON.parse(await readFile(this.#file(of), 'utf8'));
      return typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
    } catch {
      return {}; // None remembered yet, or not readable: the configuration's defaults hold.
    }
  }
}

function taskDefaults({ harness, tries, finish, verify }: Readonly<Record<string, unknown>>): Partial<TaskDefaults> {
  const kind = FINISH_CHOICES.find((choice) => choice === finish);
  return {
    ...(typeof harness === 'string' ? { harness } : {}),
    ...(typeof tries === 'number' ? { tries } : {}),
    ...(kind === undefined ? {} : { finish: kind }),
    ...(typeof verify === 'string' ? { verify } : {}),
  };
}

/** All of it or nothing: where a person agrees is not to be guessed. */
function goalDefaults({ harness, finish, verify, approve }: Readonly<Record<string, unknown>>): GoalDefaults | null {
  const kind = GOAL_FINISHES.find((choice) => choice === finish);
  if (kind === undefined || typeof verify !== 'string' || !isApprovals(approve)) return null;
  return { harness: typeof harness === 'string' ? harness : null, finish: kind, verify, approve };
}

function isApprovals(value: unknown): value is readonly Approval[] {
  return Array.isArray(value) && value.every((each) => APPROVALS.includes(each));
}
