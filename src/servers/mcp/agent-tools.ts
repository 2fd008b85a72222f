// The tools of an agent: each one method of its host, which decides what this agent may do. Words for models in, words for models out.
import type { AgentMethods } from '../../core/model/agent-methods.js';
import { ok, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { AgentAsk } from './agent-link.js';
import { childWords, contactWords, fenced, inboxWords, OTHERS_RULE, resultWords, selfWords } from './agent-words.js';
import { type McpTool, noted, type Said, type ToolSet } from './tool.js';

/** Below the 60 s after which clients give a call up. */
export const LONGEST_WAIT_SECONDS = 45;

const INSTRUCTIONS = `You work beside other agents under orch-tui. Tell what you have reached with progress. Read messages with inbox when you are told of some, \
and at the end of each step. A question that only a person can answer goes to ask. Have parts of your task done with delegate where whoami says that you may. \
When your task is done, call finish once. ${OTHERS_RULE}`;

const WAIT = {
  type: 'seconds',
  description: `How long to wait at most, in seconds; no longer than ${LONGEST_WAIT_SECONDS} are waited.`,
} as const;
const AGENT = { type: 'text', description: 'Its name or id, as `agents` or `delegate` gave it.', isRequired: true } as const;

export function agentToolSet(ask: AgentAsk): ToolSet {
  return {
    tools: [...messageTools(ask), ...workTools(ask)],
    prompts: [],
    instructions: INSTRUCTIONS,
    async afterword() {
      const inbox = await ask('agentInbox', { waitSeconds: 0, peek: true });
      const unread = inbox.ok ? inbox.value.messages.length : 0;
      return unread === 0 ? null : `You have ${unread} unread ${unread === 1 ? 'message' : 'messages'}: call inbox.`;
    },
  };
}

function messageTools(ask: AgentAsk): readonly McpTool[] {
  return [
    {
      name: 'whoami',
      description: 'Your name, role, parent, and how much you may still delegate. Call it once at the start.',
      input: {},
      isReading: true,
      call: async (_given, signal) => said(await ask('agentSelf', {}, signal), selfWords),
    },
    {
      name: 'agents',
      description: 'All agents you can talk to, with role, state, capabilities and task. Call it before you send or delegate by name.',
      input: {},
      isReading: true,
      call: async (_given, signal) => said(await ask('agentContacts', {}, signal), ({ agents }) => contactWords(agents)),
    },
    {
      name: 'inbox',
      description:
        'Reads the messages you have not read yet; each is given once. Answer those that want a reply with `reply`. Results of agents you delegated to come here.',
      input: { wait_seconds: { ...WAIT, description: `Where there is none, wait for one. ${WAIT.description} Default 0.` } },
      async call(given, signal) {
        const inbox = await ask('agentInbox', { waitSeconds: waitOf(given.seconds('wait_seconds'), 0), peek: false }, signal);
        if (!inbox.ok) return inbox;
        const { messages } = inbox.value;
        return ok({ text: inboxWords(messages), ...(messages.length === 0 ? {} : { isNews: true as const }) });
      },
    },
    {
      name: 'send',
      description: 'Sends a message. It is kept until it is read. Do not use it to report progress (`progress`) or the end (`finish`).',
      input: {
        to: {
          type: 'text',
          description: 'Name or id of an agent, or: person, manager, parent, children, role:NAME, all.',
          isRequired: true,
        },
        text: {
          type: 'text',
          description: 'The message, complete in itself: the other one has not seen your conversation.',
          isRequired: true,
        },
        wants_reply: { type: 'flag', description: 'You need an answer: it comes into your inbox. Default false.' },
      },
      async call(given, signal) {
        const wantsReply = given.flag('wants_reply');
        const type = wantsReply ? 'question' : 'message';
        const sent = await ask('agentSend', { to: given.text('to'), text: given.text('text'), type, wantsReply }, signal);
        return said(sent, ({ to, ids, notes }) => {
          const told = `Sent to ${plainText(to.join(', '), 400)} (${plainText(ids.join(', '), 400)}).`;
          const after = wantsReply ? ' The answer comes into your inbox: go on, or call inbox with wait_seconds.' : '';
          return noted(`${told}${after}`, notes);
        });
      },
    },
    {
      name: 'reply',
      description: 'Answers a message of your inbox that wants a reply.',
      input: {
        message: { type: 'text', description: 'Id of the message, as `inbox` gave it.', isRequired: true },
        text: { type: 'text', description: 'The answer.', isRequired: true },
      },
      call: async (given, signal) =>
        said(await ask('agentReply', { message: given.text('message'), text: given.text('text') }, signal), ({ to, notes }) => {
          return noted(`Answered ${plainText(to)}.`, notes);
        }),
    },
    {
      name: 'ask',
      description:
        'Asks the person, or the manager, what you can not decide or find out yourself, and waits for the answer. If none comes in time, it comes into your inbox later: go on with what does not depend on it.',
      input: {
        question: { type: 'text', description: 'One question, complete in itself.', isRequired: true },
        options: { type: 'texts', description: 'The possible answers, shortest words; leave out where any text is one.' },
        of: { type: 'text', description: 'Who is asked. Default person.', oneOf: ['person', 'manager'] },
        wait_seconds: { ...WAIT, description: `${WAIT.description} Default ${LONGEST_WAIT_SECONDS}.` },
      },
      async call(given, signal) {
        const of = given.textOrNull('of') === 'manager' ? 'manager' : 'person';
        const params = { of, text: given.text('question'), options: given.texts('options') } as const;
        const asked = await ask('agentAsk', { ...params, waitSeconds: waitOf(given.seconds('wait_seconds')) }, signal);
        if (!asked.ok) return asked;
        const { id, answer, by } = asked.value;
        if (answer === null) {
          return ok({
            text: `Not answered yet. The question stands (${plainText(id)}); its answer comes into your inbox. Do not ask it again.`,
          });
        }
        // The person's word counts; the manager is a model that has read what agents wrote.
        const words = by === 'person' ? `The person answers:\n${answer}` : `${fenced('answer of the manager', answer)}\n${OTHERS_RULE}`;
        return ok({ text: words, isNews: true });
      },
    },
  ];
}

function workTools(ask: AgentAsk): readonly McpTool[] {
  return [
    {
      name: 'progress',
      description:
        'Tells in one sentence what you have reached and what comes next. Call it after each step that matters; it costs nobody anything.',
      input: { text: { type: 'text', description: 'One sentence.', isRequired: true } },
      call: async (given, signal) => said(await ask('agentProgress', { text: given.text('text') }, signal), () => 'Noted.'),
    },
    {
      name: 'delegate',
      description:
        'Has a part of your task done by a new agent in its own worktree, from your branch as it is committed. Its work is verified and merged into your branch when it ends. For parts that can be described completely and done side by side; a small part is done sooner by yourself.',
      input: {
        task: {
          type: 'text',
          description: 'What is to be done, complete in itself, with how to tell that it is done: the new agent knows nothing else.',
          isRequired: true,
        },
        role: {
          type: 'text',
          description: 'How it is approached: coder, researcher, writer, analyst, designer, qa, worker, specialist or another.',
        },
        harness: { type: 'text', description: 'Agent CLI that does it. Leave out for the usual one.' },
        model: { type: 'text', description: 'Its model. Leave out for the usual one.' },
        verify: { type: 'text', description: 'Command that must succeed in its worktree before its work counts.' },
        wait: {
          type: 'flag',
          description: 'true: you can not go on without the result. Default false: go on, the result comes into your inbox.',
        },
      },
      async call(given, signal) {
        const wait = given.flag('wait');
        const order = {
          text: given.text('task'),
          role: given.textOrNull('role'),
          harness: given.textOrNull('harness'),
          model: given.textOrNull('model'),
          verify: given.textOrNull('verify'),
        };
        const delegated = await ask('agentDelegate', { ...order, wait, waitSeconds: wait ? LONGEST_WAIT_SECONDS : 0 }, signal);
        return said(delegated, (answer) => delegatedWords(answer, wait ? 'waits' : 'goes on'));
      },
    },
    {
      name: 'result',
      description:
        'Waits for an agent that you delegated to, and gives its result. "still running" is no failure: call it again, or work on.',
      input: { agent: AGENT, wait_seconds: { ...WAIT, description: `${WAIT.description} Default ${LONGEST_WAIT_SECONDS}.` } },
      isReading: true,
      async call(given, signal) {
        const waitSeconds = waitOf(given.seconds('wait_seconds'));
        return said(await ask('agentResult', { agent: given.text('agent'), waitSeconds }, signal), childWords);
      },
    },
    {
      name: 'hand_over',
      description:
        'Gives your whole task to another agent CLI in this same worktree, and ends you. Only where you can not do it yourself; commit what is worth keeping first.',
      input: {
        text: {
          type: 'text',
          description: 'What the next one has to know: what is done, what is left, what did not work.',
          isRequired: true,
        },
        harness: { type: 'text', description: 'Agent CLI that takes over. Leave out for the next one that is configured.' },
        model: { type: 'text', description: 'Its model. Leave out for the usual one.' },
      },
      async call(given, signal) {
        const order = { harness: given.textOrNull('harness'), model: given.textOrNull('model'), text: given.text('text') };
        return said(await ask('agentHandOver', order, signal), ({ to }) => `Handed over to ${plainText(to)}. Stop working now.`);
      },
    },
    {
      name: 'finish',
      description:
        'Says that your task is done. Your work is verified and delivered when your turn ends: call it once, last, then end your turn.',
      input: {
        summary: { type: 'text', description: 'What was done and what whoever goes on has to know, in a few sentences.', isRequired: true },
        artifacts: { type: 'texts', description: 'Files in your worktree that are the result, by their relative paths.' },
      },
      async call(given, signal) {
        const finished = await ask('agentFinish', { summary: given.text('summary'), artifacts: given.texts('artifacts') }, signal);
        return said(finished, ({ notes }) => noted('Noted. End your turn now.', notes));
      },
    },
  ];
}

function delegatedWords({ agent, name, result, notes }: AgentMethods['agentDelegate']['result'], parent: 'waits' | 'goes on'): string {
  return [delegatedHow({ agent, name, result }, parent), ...notes.map((note) => plainText(note, 500))].join('\n');
}

function delegatedHow(
  { agent, name, result }: Omit<AgentMethods['agentDelegate']['result'], 'notes'>,
  parent: 'waits' | 'goes on',
): string {
  if (result !== null) return resultWords(name, result);
  const who = `${plainText(name)} (id ${plainText(agent)})`;
  return parent === 'waits'
    ? `${who} is still running: call result with agent "${plainText(name)}" to wait on.`
    : `${who} works on it. Its result comes into your inbox; call result with agent "${plainText(name)}" to wait for it.`;
}

function waitOf(given: number | null, usual = LONGEST_WAIT_SECONDS): number {
  return Math.min(Math.floor(given ?? usual), LONGEST_WAIT_SECONDS);
}

function said<Value>(answer: Result<Value>, words: (value: Value) => string): Result<Said> {
  return answer.ok ? ok({ text: words(answer.value) }) : answer;
}
