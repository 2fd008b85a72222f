// What was done with the diffs of agents, kept in a file: comments that were not sent yet outlive a host that ends with its last screen.
import { readFile } from 'node:fs/promises';
import { atomicWrite } from '../core/adapters/storage/atomic-write.js';
import type { LineComment } from '../core/model/pull-methods.js';
import type { Review } from '../core/view/review/review.js';

export type Reviews = Readonly<Record<string, Review>>;

/** Those of more agents are of work that is long gone. */
const MOST_AGENTS = 200;

export class ReviewMemory {
  readonly #file: string;
  #reviews: Reviews = {};
  #writing: Promise<void> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  get reviews(): Reviews {
    return this.#reviews;
  }

  /** Resolves when all that was kept is written, as well as it could be. */
  get written(): Promise<void> {
    return this.#writing;
  }

  async read(): Promise<void> {
    try {
      const stored = readReviews(JSON.parse(await readFile(this.#file, 'utf8')));
      // A screen may have been quicker than the disk.
      this.#reviews = { ...stored, ...this.#reviews };
    } catch {
      // None kept yet, or not readable: every file is unseen.
    }
  }

  keep(agent: string, review: Review): void {
    const { [agent]: _before, ...others } = this.#reviews;
    const isEmpty = review.comments.length === 0 && Object.keys(review.seen).length === 0;
    const entries = [...Object.entries(others), ...(isEmpty ? [] : [[agent, review] as const])];
    this.#reviews = Object.fromEntries(entries.slice(-MOST_AGENTS));
    // One after the other, each with the newest: an older one must not be the last.
    this.#writing = this.#writing.then(() => atomicWrite(this.#file, `${JSON.stringify(this.#reviews)}\n`)).catch(() => undefined);
  }
}

function readReviews(stored: unknown): Reviews {
  return Object.fromEntries(Object.entries(isRecord(stored) ? stored : {}).map(([agent, review]) => [agent, readReview(review)]));
}

function readReview(stored: unknown): Review {
  const { seen, comments } = isRecord(stored) ? stored : {};
  return {
    seen: Object.fromEntries(
      Object.entries(isRecord(seen) ? seen : {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
    comments: Array.isArray(comments) ? comments.filter(isComment) : [],
  };
}

function isComment(stored: unknown): stored is LineComment {
  if (!isRecord(stored)) return false;
  const { path, line, side, code, text } = stored;
  return [path, code, text].every((each) => typeof each === 'string') && Number.isInteger(line) && (side === 'old' || side === 'new');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
