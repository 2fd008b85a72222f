// Issues of the forge as goals, when nothing else is to be done (`queue.whenEmpty: issues`). The one thing of the host that asks outside by a timer.

import { issueGoal } from '../core/chat/issue-goal.js';
import { harnessOfLink } from '../core/model/chain-link.js';
import { fail, type OrchError, ok, type Result, saidAndNext } from '../core/model/error.js';
import type { ForgeIssue, IssueDetail } from '../core/model/issue.js';
import { PLAIN_RUN } from '../core/model/plain-run.js';
import type { ForgeRemote } from '../core/model/repository.js';
import type { RunParams } from '../core/model/requests.js';
import type { AppState } from '../core/model/state.js';
import { needsPlan } from '../core/planner/needs-plan.js';
import type { Forge } from '../core/ports/forge.js';
import type { Clock, TextFiles, Timer } from '../core/ports.js';
import { issueStep, issueText, takenIssues } from '../core/state/issue-queue.js';

const MEMORY_BYTES = 4 * 1024 * 1024;

export interface IssueQueueParts {
  readonly clock: Clock;
  readonly label: string;
  /** Who competes on each of them; empty is one agent of the default harness. */
  readonly tries: readonly string[];
  readonly forge: Pick<Forge, 'listIssues' | 'issue'>;
  readonly forgeRemote: () => Promise<Result<ForgeRemote | null>>;
  readonly files: Pick<TextFiles, 'readEnd' | 'write'>;
  /** Where the numbers of those that were taken are kept. */
  readonly memory: string;
  readonly state: () => AppState;
  readonly run: (params: RunParams) => Promise<Result<unknown>>;
  /** One sentence for whoever looks; also said when it gives up, and nothing needs the host for it any more. */
  readonly say: (text: string) => void;
}

/** Of one repository on its forge. */
interface Source {
  readonly remote: ForgeRemote;
  /** `github.com/ada/shop` */
  readonly name: string;
  readonly taken: Set<number>;
}

export class IssueQueue {
  readonly #parts: IssueQueueParts;
  readonly #beganAtMs: number;
  #source: Source | null = null;
  #pending: readonly ForgeIssue[] = [];
  #etag: string | null = null;
  #askedAtMs: number | null = null;
  #error: OrchError | null = null;
  #timer: Timer | null = null;
  #isAtWork = false;
  #isOver = false;

  constructor(parts: IssueQueueParts) {
    this.#parts = parts;
    this.#beganAtMs = parts.clock.now();
  }

  /** Whether it goes on: then the host stays. */
  get isOpen(): boolean {
    return !this.#isOver;
  }

  /** What went wrong last; null where all is well. */
  get error(): OrchError | null {
    return this.#error;
  }

  /** To be called whenever a goal may have ended. Never rejects. */
  check(): void {
    if (!this.#isOver && !this.#isAtWork) void this.#work();
  }

  dispose(): void {
    this.#isOver = true;
    this.#timer?.cancel();
  }

  async #work(): Promise<void> {
    this.#isAtWork = true;
    while (!this.#isOver) {
      this.#timer?.cancel();
      this.#timer = null;
      const { state, clock } = this.#parts;
      const [pending, askedAtMs, beganAtMs] = [this.#pending, this.#askedAtMs, this.#beganAtMs];
      const step = issueStep({ state: state(), pending, askedAtMs, beganAtMs, nowMs: clock.now() });
      if (step.type === 'rest') break;
      if (step.type === 'wait') {
        this.#timer = clock.after(step.ms, () => this.check());
        break;
      }
      if (step.type === 'ask') await this.#ask();
      else await this.#take(step.issue);
    }
    this.#isAtWork = false;
  }

  async #ask(): Promise<void> {
    const source = await this.#open();
    if (!source.ok) return this.#giveUp(source.error);
    const { remote, taken } = source.value;
    this.#askedAtMs = this.#parts.clock.now();
    const { owner, repo } = remote;
    const answer = await this.#parts.forge.listIssues({ owner, repo, label: this.#parts.label, etag: this.#etag });
    if (!answer.ok) {
      // Asked again it would say the same, for ever.
      if (answer.error.kind === 'needs-person') return this.#giveUp(answer.error);
      const isNew = answer.error.said !== this.#error?.said;
      this.#error = answer.error;
      if (isNew) this.#parts.say(`${answer.error.tried}: ${saidAndNext(answer.error)}`);
      return;
    }
    this.#error = null;
    if (answer.value.kind === 'unchanged') return;
    this.#etag = answer.value.etag;
    // A person may have ordered one meanwhile.
    const ordered = takenIssues(this.#parts.state(), source.value.name);
    this.#pending = answer.value.issues.filter(({ number }) => !taken.has(number) && !ordered.includes(number));
  }

  /** First the goal, which carries the number and is on the disk at once, then the memory: a crash in between takes no issue twice. */
  async #take(issue: ForgeIssue): Promise<void> {
    const source = this.#source;
    this.#pending = this.#pending.filter(({ number }) => number !== issue.number);
    if (source === null || source.taken.has(issue.number)) return;
    const whole = await this.#whole(issue, source.remote);
    if (whole === 'closed') return;
    const name = { forge: source.name, number: issue.number };
    // By the words of the issue alone: ours would make every one of them long enough. Several on one task are not planned.
    const isPlanned = this.#parts.tries.length < 2 && needsPlan(`${issue.title}\n${issue.body}`);
    const order = { ...ISSUE_RUN, ...triedBy(this.#parts.tries), plan: isPlanned ? 'auto' : 'none', issue: name } as const;
    const started = await this.#parts.run({ ...order, text: issueGoal(whole, { name }) });
    if (!started.ok) return this.#giveUp({ ...started.error, tried: `start a goal for issue ${issueText(name)}: ${started.error.tried}` });
    source.taken.add(issue.number);
    const written = await this.#remember(source);
    if (!written.ok) this.#giveUp(written.error);
  }

  /** With its comments; without them where they can not be had. */
  async #whole(issue: ForgeIssue, { owner, repo }: ForgeRemote): Promise<ForgeIssue | IssueDetail | 'closed'> {
    const found = await this.#parts.forge.issue({ owner, repo, number: issue.number });
    if (!found.ok) return issue;
    return found.value.state === 'closed' ? 'closed' : found.value;
  }

  /** What was taken before: by this host, or by one before it. */
  async #open(): Promise<Result<Source>> {
    if (this.#source !== null) return ok(this.#source);
    const { forgeRemote, files, memory, state } = this.#parts;
    const remote = await forgeRemote();
    if (!remote.ok) return remote;
    if (remote.value === null) return fail(NO_FORGE);
    const stored = await files.readEnd(memory, MEMORY_BYTES);
    if (!stored.ok) return stored;
    const { host, owner, repo } = remote.value;
    const name = `${host}/${owner}/${repo}`;
    const all = takenIn(stored.value);
    if (all === null) return fail(damaged(memory));
    this.#source = { remote: remote.value, name, taken: new Set([...(all[name] ?? []), ...takenIssues(state(), name)]) };
    this.#others = all;
    return ok(this.#source);
  }

  /** As stored, of this and other forges. */
  #others: Taken = {};

  #remember({ name, taken }: Source): Promise<Result<void>> {
    this.#others = { ...this.#others, [name]: [...taken] };
    return this.#parts.files.write(this.#parts.memory, `${JSON.stringify(this.#others)}\n`);
  }

  #giveUp(error: OrchError): void {
    this.#error = error;
    this.dispose();
    this.#parts.say(`no more issues are taken: ${error.tried}: ${saidAndNext(error)}`);
  }
}

type Taken = Readonly<Record<string, readonly number[]>>;

/** Null where it is damaged: what was taken is then not known, and nothing may be. */
function takenIn(text: string | null): Taken | null {
  if (text === null) return {};
  try {
    const read: unknown = JSON.parse(text);
    const isGood = typeof read === 'object' && read !== null && Object.values(read).every((list) => Array.isArray(list));
    return isGood ? (read as Taken) : null;
  } catch {
    return null;
  }
}

function triedBy(tries: readonly string[]): Partial<RunParams> {
  const [first, ...others] = tries.map(harnessOfLink);
  return first === undefined ? {} : { ...first, others };
}

/** As configured, and nobody is asked. */
const ISSUE_RUN: Omit<RunParams, 'text'> = { ...PLAIN_RUN, unattended: true, whenStuck: 'fail' };

const NO_FORGE: OrchError = {
  kind: 'needs-person',
  tried: 'look for issues',
  said: 'no remote of this repository is a forge (github.com, or any host where GITHUB_API_URL is set)',
  next: 'Add the remote, or set queue.whenEmpty to another value',
};

function damaged(path: string): OrchError {
  const said = `${path} can not be read: which issues were taken is not known`;
  return { kind: 'storage', tried: 'look for issues', said, next: 'Mend it, or remove it to have all of them taken once more' };
}
