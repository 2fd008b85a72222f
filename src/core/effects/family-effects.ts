// Results upwards: a parent is told once of the end of each child, by a message; one whose CLI has ended goes on with what it was told.

import { handOverText, typedTogether } from '../messaging/hand-over-text.js';
import type { Agent } from '../model/agent.js';
import { errorLine } from '../model/error.js';
import type { KeptMessage, MessageResult } from '../model/message.js';
import { plainText } from '../model/plain-text.js';
import { canTakeResults, isDelegated, isToBeWoken, isUntold } from '../state/family.js';
import { childResult, resultMessage } from './child-result.js';
import type { EffectPorts, FamilyPost } from './effect-ports.js';
import type { EffectContext, Handlers } from './effect-runner.js';

type Ports = Pick<EffectPorts, 'post' | 'runtime' | 'output' | 'clock'>;

/** What could not be kept is tried again after this: a disk is full for a while. */
const AGAIN_MS = 30_000;

export function familyEffects(ports: Ports): Pick<Handlers, 'child.report' | 'parent.wake'> {
  const underWay = new Set<string>();
  const tellEnds = async (id: string, context: EffectContext): Promise<void> => {
    if (underWay.has(id)) return;
    underWay.add(id);
    try {
      // Another end may have come while one was told.
      for (let child = untold(id, context); child !== null; child = untold(id, context)) {
        if ((await report(child, ports, context)) === 'to be tried again') return tryAgain(child, context);
      }
    } finally {
      underWay.delete(id);
    }
  };
  const failing = new Set<string>();
  const tryAgain = (child: Child, context: EffectContext): void => {
    if (failing.has(child.id)) return;
    failing.add(child.id);
    // No work under way: it holds no host that ends, and the next one tells of it.
    ports.clock.after(AGAIN_MS, () => {
      failing.delete(child.id);
      if (context.state().host.isStopping) return;
      const telling = context.agent(child.id) === undefined ? report(child, ports, context) : tellEnds(child.id, context);
      telling.catch((error: unknown) =>
        context.dispatch({ type: 'notice.raised', text: `${child.name}: ${plainText(String(error), 200)}` }),
      );
    });
  };
  return {
    'child.report': ({ agent }, context) => tellEnds(agent, context),
    async 'parent.wake'({ agent: id }, context) {
      const parent = context.agent(id);
      if (parent === undefined || !isToBeWoken(parent)) return;
      const { awaits = [] } = parent;
      // Without a conversation it is no agent that goes on, but its task from the beginning: that may delegate the same again, for ever.
      const isAnew = awaits.length > 0 && !ports.runtime.canResume(parent);
      if (isAnew && parent.wokenAnew === true) {
        context.dispatch({ type: 'parent.leftResults', agent: id });
        // Nobody waits for them any more; what they say is told where the children are.
        const left = waitingFor(id, ports.post()).filter(({ message }) => message.type === 'task_result');
        return acknowledge(left, ports.post());
      }
      if (isAnew) context.dispatch({ type: 'parent.wokenAnew', agent: id });
      // Looked at, and taken only when it goes on: what is taken counts as read, and there would be nothing to go on for.
      const waiting = waitingFor(id, ports.post());
      const told = typedTogether(waiting);
      // What is too much for one text is typed when it rests again, for those that it rests for.
      const later = new Set(waiting.slice(told.length).map(({ message }) => message.payload.result?.agent));
      context.dispatch({ type: 'agent.resumeRequested', agent: id, fresh: false, by: 'host', text: wakingText(told) });
      for (const child of awaits) if (!later.has(child)) context.dispatch({ type: 'child.resultTaken', agent: id, child });
      await acknowledge(told, ports.post());
    },
  };
}

type Child = Agent & { readonly parent: string };

function untold(id: string, context: EffectContext): Child | null {
  const child = context.agent(id);
  return child !== undefined && isDelegated(child) && isUntold(child, context.state().agents) ? child : null;
}

/** It was not resumed meanwhile: what is told then is its next end. */
function isSameEnd({ id, sinceSeq }: Child, context: EffectContext): boolean {
  return (context.agent(id)?.sinceSeq ?? sinceSeq) === sinceSeq;
}

async function report(child: Child, { post, runtime, output }: Ports, context: EffectContext): Promise<'told' | 'to be tried again'> {
  const { id, parent } = child;
  const said = child.report === undefined ? runtime.shown(id) || (await output.since(child, null)).text : '';
  if (!isSameEnd(child, context)) return 'told';
  const result = childResult(child, said);
  const taker = canTakeResults(context.agent(parent)) ? parent : 'person';
  const from = context.agent(id) === undefined ? 'host' : id;
  const box = post();
  const failed = await tell({ child, result, taker, from }, box);
  if (!isSameEnd(child, context)) return 'told';
  if (failed !== null) context.dispatch({ type: 'notice.raised', text: failed });
  if (failed !== null && taker !== 'person' && box !== null) return 'to be tried again';
  context.dispatch({ type: 'child.reported', agent: parent, child: id, result });
  // Nobody reads it there: nothing is to wait for that.
  if (taker === 'person' || failed !== null) context.dispatch({ type: 'child.resultTaken', agent: parent, child: id });
  return 'told';
}

interface Telling {
  readonly child: Agent;
  readonly result: MessageResult;
  readonly taker: string;
  /** The host, for one that was removed. */
  readonly from: string;
}

/** What a person has to know where it could not be told. */
async function tell({ child, result, taker, from }: Telling, post: FamilyPost | null): Promise<string | null> {
  // Who stops a whole family knows what becomes of it.
  if (taker === 'person' && child.state === 'stopped') return null;
  const text = resultMessage(child, result);
  if (post === null) return `the result of ${child.name} reached nobody: ${plainText(text, 300)}`;
  // Kept by a host that was killed before it could note that.
  const isKept = post
    .list({ party: taker, of: 'all', limit: RECENT })
    .some(
      ({ message: { type, payload, timestamp } }) =>
        type === 'task_result' && payload.result?.agent === child.id && timestamp >= child.since,
    );
  if (isKept) return null;
  const inReplyTo = post.list({ party: child.id, of: 'all', limit: RECENT }).find(({ message: { type } }) => type === 'task_assignment')
    ?.message.id;
  const payload = { text, result, ...(inReplyTo === undefined ? {} : { inReplyTo }) };
  const sent = await post.send({ from, to: [taker], type: 'task_result', payload });
  return sent.ok ? null : `the result of ${child.name} reached nobody: ${errorLine(sent.error)}`;
}

const RECENT = 500;

function waitingFor(id: string, post: FamilyPost | null): readonly KeptMessage[] {
  const all = post?.list({ party: id, of: 'all', limit: RECENT }) ?? [];
  // A result that its CLI did not take was given up and not read.
  const isUnread = ({ message, state }: KeptMessage) => state === 'queued' || (state === 'dead' && message.type === 'task_result');
  return all.filter((kept) => kept.message.to_agent === id && isUnread(kept));
}

/** Also what was given up is told by now: a person who sent it again would tell it twice. */
async function acknowledge(told: readonly KeptMessage[], post: FamilyPost | null): Promise<void> {
  const ids = told.map(({ message }) => message.id);
  if (told.some(({ state }) => state === 'dead')) await post?.retry(ids);
  await post?.acknowledge(ids);
}

function wakingText(messages: readonly KeptMessage[]): string {
  const results = messages.length === 0 ? 'Look at your worktree, where their work is merged.' : handOverText(messages);
  return [
    'All agents that you have delegated to have ended.',
    results,
    'What they have done is merged into your worktree where it says so. Look at it as a whole, do what is missing, and finish your task.',
  ].join('\n\n');
}
