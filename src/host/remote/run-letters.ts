// Messages of one run on another machine, seen from its home: what waits here for the agent goes there until that has it, and what it writes is taken.
import { fitting } from '../../core/messaging/letter-wire.js';
import type { Agent } from '../../core/model/agent.js';
import type { OrchError } from '../../core/model/error.js';
import type { HomeLetter, LetterEnd } from '../../core/model/home-party.js';
import type { LettersThere, OwnerNews, WorkerNews } from '../../core/model/remote.js';
import { circleAtHome } from './circle-at-home.js';
import type { RemoteMail } from './remote-mail.js';

/** Of those that wait, so many lie there unread at once. */
const MOST_OPEN = 400;

export const NOT_KEPT: OrchError = {
  kind: 'storage',
  tried: 'take the messages of another machine',
  said: 'they can not be kept',
  next: 'Make room on the disk',
};

type News = Extract<WorkerNews, { kind: 'letters' }>;

/** Of an agent whose run was over before this host began, or that was removed: nobody can say any more that it is from that one. */
export async function heardLate(world: LettersWorld, agent: string, news: News, answer: (news: OwnerNews) => void): Promise<void> {
  const isKnown = world.agents()[agent] !== undefined;
  if (isKnown) return new RunLetters(world, agent, () => undefined).hear(news, false, answer);
  const taken = news.letters.map(({ message: { id } }) => ({ id, error: UNHEARD }));
  if (taken.length > 0) answer({ kind: 'letters', letters: [], taken });
}

const UNHEARD: OrchError = {
  kind: 'not-found',
  tried: 'send a message home',
  said: 'its task was removed there',
  next: 'End: nobody waits for this work any more',
};

/** Whoever has the task now is asked about it, and nobody answers for one that is not heard any more. */
const NOT_ASKED: OrchError = {
  kind: 'conflict',
  tried: 'ask the person',
  said: 'another machine has the task by now, or it is over',
  next: 'End: nobody waits for this work any more',
};

export interface LettersWorld {
  readonly mail: RemoteMail;
  readonly agents: () => Readonly<Record<string, Agent>>;
}

export class RunLetters {
  readonly #world: LettersWorld;
  readonly #agent: string;
  /** To the worker that has it now. */
  readonly #tell: (news: OwnerNews) => void;
  /** Its worker has said that it takes messages. */
  #isTaken = false;
  #isHeard = false;
  /** Known to be there. */
  #kept: ReadonlySet<string> = new Set();
  /** Told, and nothing heard of it yet. */
  #told: ReadonlySet<string> = new Set();
  #circle = '';

  constructor(world: LettersWorld, agent: string, tell: (news: OwnerNews) => void) {
    this.#world = world;
    this.#agent = agent;
    this.#tell = tell;
  }

  /** Before its worker has said anything nobody knows; one of an older version takes no messages, and they are typed. */
  get way(): 'letters' | 'typed' | 'later' {
    if (this.#isTaken) return 'letters';
    return this.#isHeard ? 'typed' : 'later';
  }

  /** Its worker has told its state. */
  isHeard(): void {
    this.#isHeard = true;
  }

  /** Another machine has it, or none: what was there and not read goes to the next one. */
  left(): void {
    this.#isTaken = false;
    this.#isHeard = false;
    this.#kept = new Set();
    this.#told = new Set();
    this.#circle = '';
  }

  /** Something waits here, or what was told may have got lost. The older ones come with it: so they stay in order. */
  moved(): void {
    if (!this.#isTaken) return;
    const due = this.#world.mail.due(this.#agent).slice(0, MOST_OPEN);
    const open = fitting(due.filter(({ message }) => !this.#kept.has(message.id)).map(({ message, fromName }) => ({ message, fromName })));
    if (open.every(({ message }) => this.#told.has(message.id))) return;
    this.#told = new Set(open.map(({ message }) => message.id));
    this.#tell({ kind: 'letters', letters: open, taken: [] });
  }

  /** `isOurs`: of the worker that has it now. What another was told it had sent before is not lost with its hold. */
  async hear(news: News, isOurs: boolean, answer: (news: OwnerNews) => void): Promise<void> {
    // First: whoever calls a person for what comes knows by it that somebody waits for the answer.
    if (isOurs && news.asking !== undefined) await this.#world.mail.asked(this.#agent, news.asking);
    const asking = new Set(isOurs ? [] : news.asking);
    const isLate = ({ message }: HomeLetter) => asking.has(message.id);
    const late = news.letters.filter(isLate).map(({ message }) => ({ id: message.id, error: NOT_ASKED }));
    const ends = [...late, ...(await this.take({ ...news, letters: news.letters.filter((letter) => !isLate(letter)) }))];
    if (ends.length > 0) answer({ kind: 'letters', letters: [], taken: ends });
    if (isOurs) this.#there(news);
  }

  /** Nothing of it goes on anywhere: those below it wait for no answer. */
  over(): Promise<void> {
    this.left();
    return this.#world.mail.asked(this.#agent, []);
  }

  /** What it does not have by its own words was lost on the way. */
  #there({ kept }: News): void {
    this.#isTaken = true;
    this.#kept = new Set(kept);
    this.#told = new Set();
    this.moved();
    const agents = this.#world.agents();
    const agent = agents[this.#agent];
    const circle = agent === undefined ? [] : circleAtHome(agents, agent);
    const told = JSON.stringify(circle);
    if (told === this.#circle) return;
    this.#circle = told;
    this.#tell({ kind: 'circle', circle });
  }

  /** At the end of a run. False: it is to come again. */
  async takeAll(post: LettersThere | undefined): Promise<boolean> {
    return post === undefined || (await this.take(post)).length === post.letters.length;
  }

  /** What was said was said, whoever has the task by now. Resolves with what became of each. */
  async take({ letters, taken }: LettersThere): Promise<readonly LetterEnd[]> {
    const { mail } = this.#world;
    for (const end of taken) await mail.ended(this.#agent, end);
    const ends: LetterEnd[] = [];
    for (const letter of letters) {
      const kept = await mail.take(this.#agent, letter);
      // What can not be kept at the moment comes again, and nothing before it.
      if (!kept.ok && kept.error.kind === 'storage') break;
      ends.push({ id: letter.message.id, error: kept.ok ? null : kept.error });
    }
    return ends;
  }
}
