// Questions to a forge that cost nothing while nothing has changed: what each address answered last is kept with its mark (ETag).
import type { Octokit } from '@octokit/rest';
import { listIn } from './answer-parts.js';
import { answerOf } from './forge-error.js';

const PER_PAGE = 100;
const MOST_PAGES = 5;

/** Of one pull request. */
export class AnswerMemory {
  readonly answers = new Map<string, { readonly etag: string; readonly value: unknown }>();
  /** Something came that whoever asks has not been told yet, since the round before this one failed half-way. */
  isUntold = true;
  /** First comments of conversations that are resolved. */
  resolved: ReadonlySet<number> = new Set();
  /** The forge has no GraphQL, or it did not answer: `unknown` is asked again. */
  threads: 'known' | 'unknown' | 'none' = 'unknown';
}

export interface Read<Value> {
  readonly value: Value;
  /** It is not what was answered last time. */
  readonly isNew: boolean;
}

/** One round of questions. Rejects with what Octokit throws, and where an answer is none of the API. */
export class ConditionalReader {
  readonly #octokit: Octokit;
  readonly #memory: AnswerMemory;
  readonly #asked = new Set<string>();

  constructor(octokit: Octokit, memory: AnswerMemory) {
    this.#octokit = octokit;
    this.#memory = memory;
  }

  /** `read` makes of an answer what is kept of it; null where it is no such thing. */
  async one<Value extends object>(path: string, what: string, read: (data: unknown) => Value | null): Promise<Read<Value>> {
    this.#asked.add(path);
    const before = this.#memory.answers.get(path);
    try {
      const headers = before === undefined ? {} : { 'if-none-match': before.etag };
      const answer = await this.#octokit.request(`GET ${path}`, { headers });
      const value = read(answer.data);
      if (value === null) throw new Error(`it answered with something that is not ${what}`);
      this.#memory.isUntold = true;
      const { etag } = answer.headers;
      if (typeof etag === 'string') this.#memory.answers.set(path, { etag, value });
      else this.#memory.answers.delete(path);
      return { value, isNew: true };
    } catch (error) {
      if (answerOf(error).status !== 304 || before === undefined) throw error;
      return { value: before.value as Value, isNew: false };
    }
  }

  /** All pages. Each is asked for by itself: what is new stands on the last one. */
  async list<Value>(path: string, { what, within }: ListName, read: (item: unknown) => Value | null): Promise<Read<readonly Value[]>> {
    const all: Value[] = [];
    let isNew = false;
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const answer = await this.one(`${path}?per_page=${PER_PAGE}&page=${page}`, what, (data) => {
        const list = listIn(data, within ?? null)?.slice(0, PER_PAGE) ?? null;
        const items = list?.map(read).filter((item) => item !== null) ?? [];
        return list === null ? null : { items, isFull: list.length === PER_PAGE };
      });
      isNew ||= answer.isNew;
      all.push(...answer.value.items);
      if (!answer.value.isFull) break;
    }
    return { value: all, isNew };
  }

  /** After the last question of a round in which all were answered; true when any of it is new. Addresses that are asked no more are forgotten. */
  finish(): boolean {
    const { answers, isUntold } = this.#memory;
    for (const path of answers.keys()) if (!this.#asked.has(path)) answers.delete(path);
    this.#memory.isUntold = false;
    return isUntold;
  }
}

export interface ListName {
  readonly what: string;
  /** The key that the list is under. */
  readonly within?: string;
}
