// Messages between the agent of a task here and its home: told again until they are taken, put into the post of this host, and ended on both sides.
import type { HomeContact, HomeLetter, LetterEnd } from '../../core/model/home-party.js';
import type { LetterMethods } from '../../core/model/letter-methods.js';
import type { LettersThere, OwnerNews, WorkerNews } from '../../core/model/remote.js';
import type { Clock } from '../../core/ports.js';
import { NamedTimers } from './named-timers.js';
import type { HostLink } from './worker-world.js';

/** News may get lost: they are told again. */
const REPEAT_MS = 5000;
/** Longer nobody waits at the end for an owner that does not take them: they stay in the post here. */
const END_MS = 10_000;
/** As many as are told at once. */
const MOST_TOLD = 400;

type Looked = LetterMethods['lettersHome']['result'];

export interface TaskLettersOptions {
  readonly clock: Clock;
  readonly link: HostLink;
  /** Name of the agent. */
  readonly agent: string;
  readonly circle: readonly HomeContact[];
  readonly tell: (news: WorkerNews) => void;
}

export class TaskLetters {
  readonly #options: TaskLettersOptions;
  readonly #timers: NamedTimers;
  #circle: readonly HomeContact[];
  /** On their way home, the oldest first. */
  #letters: readonly HomeLetter[] = [];
  /** Those to the person that one below the agent waits for an answer to; null until that was looked at. */
  #asking: readonly string[] | null = null;
  /** Of home, and not read yet. */
  readonly #open = new Set<string>();
  /** Counts up with what is asked for: an answer to an older question may have missed something. */
  #asked = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #whenNoneIsLeft: (() => void)[] = [];
  #isOver = false;

  constructor(options: TaskLettersOptions) {
    this.#options = options;
    this.#circle = options.circle;
    this.#timers = new NamedTimers(options.clock);
  }

  begin(): void {
    this.say();
    this.#timers.every('say', REPEAT_MS, async () => this.say());
    void this.#follow();
  }

  /** What may have got lost is said again. */
  say(taken: readonly LetterEnd[] = []): void {
    this.#options.tell({
      kind: 'letters',
      letters: this.#letters,
      taken: taken.slice(0, MOST_TOLD),
      kept: [...this.#open].slice(0, MOST_TOLD),
      ...(this.#asking === null ? {} : { asking: this.#asking }),
    });
  }

  /** One after the other: they were sent in this order. */
  hear(news: Extract<OwnerNews, { kind: 'letters' | 'circle' }>): void {
    this.#turn = this.#turn.then(() => (news.kind === 'circle' ? this.#meet(news.circle) : this.#take(news)));
  }

  /** All that is not told yet, to go with the end of the run. */
  async last(): Promise<LettersThere> {
    await this.#turn;
    const taken = await this.#look();
    // With its end nobody there answers what one below it still asks.
    return { letters: this.#letters.filter(({ message }) => this.#asking?.includes(message.id) !== true), taken };
  }

  /** It has come home with the end of the run. */
  async given({ letters }: LettersThere): Promise<void> {
    for (const { message } of letters) await this.#options.link.request('letterTaken', { id: message.id, error: null });
  }

  /** `isReached`: somebody may hear what is left, and its agent was told that it was sent. */
  async end(isReached: boolean): Promise<void> {
    const late = new Promise<void>((resolve) => this.#timers.once('end', END_MS, resolve));
    if (isReached) await Promise.race([this.#untilTaken(), late]);
    this.#timers.stop('say', 'end');
    this.#isOver = true;
  }

  async #untilTaken(): Promise<void> {
    for (;;) {
      const ended = await this.#look();
      if (this.#letters.length === 0) return;
      this.say(ended);
      await new Promise<void>((resolve) => this.#whenNoneIsLeft.push(resolve));
    }
  }

  async #follow(): Promise<void> {
    for (let mark: string | null = null; !this.#isOver; ) {
      const asked = this.#asked;
      const before = this.#unsaid();
      const answer = await this.#ask(mark);
      if (answer === null || this.#isOver) return;
      const ended = this.#seen(answer);
      if (ended.length > 0 || before !== this.#unsaid()) this.say(ended);
      mark = asked === this.#asked ? answer.mark : null;
    }
  }

  /** As it is now; what has ended since the last look. */
  async #look(): Promise<readonly LetterEnd[]> {
    const answer = await this.#ask(null);
    return answer === null ? [] : this.#seen(answer);
  }

  async #ask(mark: string | null) {
    const { link, agent } = this.#options;
    const answer = await link.request('lettersHome', { agent, circle: this.#circle, open: [...this.#open], mark });
    return answer.ok ? answer.value : null;
  }

  #seen({ letters, ended, asking }: Omit<Looked, 'mark' | 'asking'> & { readonly asking: readonly string[] | null }): readonly LetterEnd[] {
    const isNew = ended.filter(({ id }) => this.#open.delete(id));
    this.#letters = letters;
    this.#asking = asking;
    if (letters.length === 0) for (const tell of this.#whenNoneIsLeft.splice(0)) tell();
    return isNew;
  }

  #unsaid(): string {
    return [...this.#letters.map(({ message }) => message.id), '', ...(this.#asking ?? [])].join(' ');
  }

  async #meet(circle: readonly HomeContact[]): Promise<void> {
    this.#circle = circle;
    const ended = await this.#look();
    if (ended.length > 0) this.say(ended);
  }

  async #take({ letters, taken }: Extract<OwnerNews, { kind: 'letters' }>): Promise<void> {
    const { link, agent } = this.#options;
    for (const end of taken) {
      const done = await link.request('letterTaken', end);
      const left = this.#letters.filter(({ message }) => message.id !== end.id);
      if (done.ok) this.#seen({ letters: left, ended: [], asking: this.#asking });
    }
    const ended: LetterEnd[] = [];
    for (const letter of letters) {
      const came = await link.request('letterCame', { agent, letter });
      // It comes again, and what is behind it with it.
      if (!came.ok) break;
      if (came.value.ended !== null) ended.push(came.value.ended);
      else if (!this.#open.has(letter.message.id)) {
        this.#open.add(letter.message.id);
        this.#asked += 1;
      }
    }
    if (letters.length > 0) this.say(ended);
  }
}
