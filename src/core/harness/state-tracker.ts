// Weighs what an agent's terminal shows into one verdict on its state. Pure but for its own memory: time comes in, no timer, no I/O.
import type { AgentState } from '../model/agent.js';
import { assertNever } from '../model/error.js';
import { contradiction, Doubt } from './contradiction.js';
import { exitReading } from './exit-reading.js';
import type { Harness, Reading, Signal } from './harness.js';
import { isOutranked } from './outranked.js';
import { ScreenHold } from './screen-words.js';
import { FIRST_WORK_MS, settlingMs } from './settling.js';
import { Silence } from './silence.js';
import { AskedActs } from './tool-act.js';
import type { StateTracker } from './tracked-state.js';
import { evidenceText, isAskedInWords, isAskedOnScreen, isKnown, isToldAlready, reworded, type Verdict, verdictOf } from './verdict.js';

/** Output this soon after we typed or resized is an echo or a redraw. */
const ECHO_MS = 500;

const SEEN_AT_WORK: ReadonlySet<AgentState> = new Set(['working', 'waiting', 'limited']);
const OUTPUT: Signal = { kind: 'output' };

/**
 * Order of trust: structured source, title, notification and screen, output and silence. A structured source once seen outranks the rest for
 * good, unless title and screen contradict it for a while (`contradiction.ts`). Between title and notification: a title that says working or waiting stands; at rest, a notification may say more. Only towards idle is
 * waited a little; silence leads to unknown, never to idle. `expects`: whether the CLI was started with a task.
 */
export function trackState(order: {
  readonly harness: Pick<Harness, 'read' | 'rules'>;
  readonly expects: 'work' | 'nothing';
  readonly now: number;
}): StateTracker {
  const { harness } = order;
  const dialogs = harness.rules === undefined ? 'unread' : 'read';
  const outputReading = harness.read(OUTPUT);
  let verdict = verdictOf(
    { state: 'starting', source: 'host', rule: 'spawned', evidence: 'its process was started' },
    { now: order.now, dialogs },
  );
  let isOver = false;
  let hasStructured = false;
  /** What a structured source said last. */
  let structured: Reading | null = null;
  let hasWorked = order.expects === 'nothing';
  /** What the title says now; a title holds until it changes. */
  let title: Reading | null = null;
  /** The dialog about the folder, while a permission is asked for beside it: that gets the keys, whichever of the two can be seen. */
  let trustBeside: Reading | null = null;
  /** An idle reading that is not believed yet. */
  let settling: { readonly reading: Reading; readonly dueAt: number } | null = null;
  /** What the last look at the screen said. */
  let looked: Reading | null = null;
  const doubt = new Doubt();
  const hold = new ScreenHold();
  const acts = new AskedActs();
  const silence = new Silence(order.now);
  let touchedAt = Number.NEGATIVE_INFINITY;

  function feed(signal: Signal, now: number): Verdict | null {
    if (isOver) return null;
    switch (signal.kind) {
      case 'output':
        return output(now);
      case 'touched':
        touchedAt = now;
        return null;
      case 'screen':
        return look(signal, now);
      case 'quiet':
        return quiet(signal, now);
      case 'exit':
        return exit(signal, now);
      case 'title':
        return retitle(signal, now);
      case 'notification':
      case 'osc7501':
      case 'prompt':
        return takeIfAny(harness.read(signal), now);
      default:
        return assertNever(signal);
    }
  }

  /** Runs for every chunk of every agent: no allocation unless the state changes. */
  function output(now: number): Verdict | null {
    silence.output(now);
    if (hasStructured) return null;
    if (verdict.state !== 'starting' && verdict.state !== 'unknown') return null;
    const isEcho = now - touchedAt < ECHO_MS;
    const reading = title ?? outputReading;
    return reading === null || isEcho || reading.state === 'idle' ? null : adopt(reading, now);
  }

  function retitle(signal: Signal, now: number): Verdict | null {
    const reading = harness.read(signal);
    if (reading === null) title = null; // The mark is gone, and what it said with it.
    if (!hasStructured) return takeIfAny(reading, now);
    title = reading;
    return recheck(now);
  }

  /** What stands on the screen is believed where nothing better speaks; a question that is known already gets its words. */
  function look(signal: Extract<Signal, { kind: 'screen' }>, now: number): Verdict | null {
    const reading = harness.read(signal);
    looked = reading;
    const told = structured ?? title;
    // It counts down to its next try no more: what a better source said last holds again.
    if (verdict.failure?.retries === 'itself' && reading?.failure === undefined && told !== null)
      return verdict.why.source === 'log' && hold.holds(signal.text) ? null : rest(told, now);
    if (hasStructured) return lookBeside(reading, now) ?? recheck(now);
    if (trustBeside !== null && reading?.asks === 'trust') return null;
    if (reading?.asks === 'text') return doubtRest(reading, now);
    if (reading?.state === 'waiting' && verdict.state === 'waiting' && verdict.why.source !== 'screen') return reword(reading);
    if (reading !== null) return take(reading, now);
    // What it asked is gone: its title holds again.
    return isAskedOnScreen(verdict) && title !== null ? rest(title, now) : null;
  }

  /** Beside a structured source the screen gives the words and the answers of a question. */
  function lookBeside(reading: Reading | null, now: number): Verdict | null {
    if (reading?.failure !== undefined) return isToldAlready(reading.failure, verdict) ? null : take(reading, now);
    if (reading?.asks === 'text') return isAskedInWords(verdict) && verdict.why.source === 'structured' ? null : doubtRest(reading, now);
    if (reading?.state !== 'waiting' || verdict.state !== 'waiting') return null;
    return verdict.why.source === 'screen' ? adopt(reading, now) : reword(reading);
  }

  const recheck = (now: number) => doubt.weigh(settling === null ? contradiction(verdict, { title, screen: looked }) : null, now);

  /** A question in plain words ends a turn as work does, and no CLI tells the two apart: it counts only where the turn has ended. */
  function doubtRest(question: Reading, now: number): Verdict | null {
    const hasEnded = settling !== null || verdict.state === 'idle' || verdict.state === 'done' || isAskedInWords(verdict);
    if (hasStructured ? !hasEnded : title?.state === 'working' || title?.state === 'waiting') return null;
    // As long as the rest itself is waited for: a title that says little is believed later.
    const source = hasStructured ? 'structured' : title === null ? question.source : 'title';
    return settle({ ...question, settleMs: settlingMs({ ...question, source }) }, now);
  }

  function asksForTrust(): boolean {
    return isAskedOnScreen(verdict) && verdict.question?.kind === 'trust';
  }

  function reword(reading: Reading): Verdict | null {
    const worded = reworded(verdict, { reading, acts, dialogs });
    if (worded !== null) verdict = worded;
    return worded;
  }

  function takeIfAny(reading: Reading | null, now: number): Verdict | null {
    return reading === null ? null : take(reading, now);
  }

  function take(reading: Reading, now: number): Verdict | null {
    if (isOver) return null;
    switch (reading.source) {
      case 'process':
      case 'host':
        break;
      case 'structured':
        hasStructured = true;
        structured = reading;
        silence.ignore();
        return tell(reading, now);
      case 'title':
        if (hasStructured || reading.rule === title?.rule) return null;
        title = reading;
        // A dialog about the folder stands beside the work: the next look tells when it is gone.
        if (trustBeside !== null && reading.state !== 'waiting') {
          const again = trustBeside;
          trustBeside = null;
          return adopt(again, now);
        }
        if (asksForTrust() && reading.state !== 'waiting') return null;
        if (asksForTrust()) trustBeside = { ...verdict.why, source: 'screen', state: 'waiting', asks: 'trust' };
        break;
      case 'log':
        if (verdict.state !== 'working' && verdict.state !== 'limited') return null;
        hold.begin();
        break;
      case 'screen':
      case 'notification':
      case 'quiet':
        if (isOutranked(reading, { verdict, title, hasStructured, isSettling: settling !== null })) return null;
        // Both say that it rests: what the title says is worth more, and need not be waited for as long.
        if (reading.source === 'screen' && reading.state === 'idle' && title !== null)
          return rest({ ...title, settleMs: settlingMs({ ...reading, source: 'title' }) }, now);
        break;
      default:
        return assertNever(reading.source);
    }
    return rest(reading, now);
  }

  /** One of several tools says nothing of the others: while one asks, it waits. And a question that is known is not told once more. */
  function tell(reading: Reading, now: number): Verdict | null {
    doubt.clear();
    const isAsked = verdict.state === 'waiting' && verdict.why.source === 'structured';
    if (reading.state === 'waiting' && reading.asks === 'permission') {
      acts.ask(reading);
      if (isAsked && reading.act === undefined && verdict.question?.kind === 'permission') return null;
    } else if (reading.state === 'working' && reading.act !== undefined && isAsked) {
      const next = acts.goesOn(reading.act);
      if (next !== 'none') return next === null ? null : adopt(next, now);
    }
    return rest(reading, now);
  }

  function rest(reading: Reading, now: number): Verdict | null {
    if (reading.state === 'idle' || reading.state === 'done') return settle(reading, now);
    if (reading.settleMs === undefined || verdict.state === reading.state) return adopt(reading, now);
    settling = { reading, dueAt: now + reading.settleMs };
    return null;
  }

  function settle(reading: Reading, now: number): Verdict | null {
    const { source } = reading;
    // The turn that failed is over by that: it rests because it has given up.
    if (verdict.failure?.retries === 'not') return null;
    // What the screen asks in words is not put aside by another word that the turn is over.
    if (settling?.reading.asks === 'text' && reading.asks !== 'text' && source !== 'screen') return null;
    const settleMs = settlingMs(reading);
    const dueAt = now + (hasWorked ? settleMs : Math.max(settleMs, FIRST_WORK_MS));
    if (dueAt <= now) return reading.asks !== 'text' && standsAsked() ? null : adopt(reading, now);
    // An earlier promise stands, so that one idle mark after another does not put it off for ever.
    const isKnown =
      reading.asks === 'text' ? isAskedInWords(verdict) && verdict.why.evidence === evidenceText(reading) : isAtRest(reading.state);
    if (!isKnown) settling = { reading, dueAt: Math.min(dueAt, settling?.dueAt ?? dueAt) };
    return null;
  }

  function isAtRest(state: AgentState): boolean {
    return verdict.state === state || verdict.state === 'done' || standsAsked();
  }

  /** A better source says once more that the turn is over: the question it ended with still stands. */
  function standsAsked(): boolean {
    return isAskedInWords(verdict) && (hasStructured || title !== null);
  }

  function adopt(reading: Reading, now: number): Verdict | null {
    settling = null;
    doubt.clear();
    if (reading.asks !== 'permission') acts.clear();
    // Output may be no more than its first screen.
    if (reading.source !== 'quiet' && SEEN_AT_WORK.has(reading.state)) hasWorked = true;
    const rests = reading.state !== 'working' && reading.state !== 'starting';
    if (rests || hasStructured) silence.ignore();
    else silence.watch(now);
    if (isKnown(reading, verdict)) return null;
    verdict = verdictOf(reading, { now, dialogs });
    return verdict;
  }

  function quiet(signal: Signal, now: number): Verdict | null {
    // Idle that is about to be believed is not overtaken.
    const isTold = hasStructured || settling !== null || (verdict.state !== 'working' && verdict.state !== 'starting');
    const reading = isTold ? null : harness.read(signal);
    return reading === null ? null : adopt(reading, now);
  }

  function exit(signal: Extract<Signal, { kind: 'exit' }>, now: number): Verdict | null {
    const changed = adopt(exitReading(signal), now);
    isOver = true;
    return changed;
  }

  function loseStructured(now: number): void {
    if (!hasStructured) return;
    hasStructured = false;
    doubt.clear();
    if (verdict.state === 'working') silence.watch(now);
  }

  function goOn(now: number): Verdict | null {
    if (verdict.state !== 'limited') return null;
    return adopt({ state: 'working', source: 'host', rule: 'limit.told', evidence: 'it was told to go on' }, now);
  }

  function check(now: number): Verdict | null {
    if (settling !== null && now >= settling.dueAt) return adopt(settling.reading, now);
    if (doubt.due !== null && now >= doubt.due.at) return adopt(doubt.due.reading, now);
    const silent = silence.due(now);
    return silent === null ? null : quiet(silent, now);
  }

  return {
    get verdict() {
      return verdict;
    },
    get hasBegun() {
      return hasWorked;
    },
    get nextCheckAt() {
      const due = [settling?.dueAt, doubt.due?.at, silence.checkAt ?? undefined].filter((at) => at !== undefined);
      return due.length === 0 ? null : Math.min(...due);
    },
    feed,
    take,
    loseStructured,
    told: goOn,
    check,
  };
}
