// The tools of a person's own agent CLI, in any session of theirs: what they could type as `orch-tui ...`, for the repository that the session is in.
import type { FinishKind } from '../../core/model/agent.js';
import { ok, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { RunParams } from '../../core/model/requests.js';
import type { Given } from './given.js';
import { ORCH_COMMAND, orchPrompt } from './orch-command.js';
import type { PersonAsk } from './person-link.js';
import { AGENTS_RULE, mailWords, shownWords, statusWords } from './person-words.js';
import { type McpTool, noted, type Said, type ToolSet } from './tool.js';

const INSTRUCTIONS = `orch-tui runs other coding agents, each in its own git worktree, for this repository. These tools act for the person you talk to: start work \
with orch_run only when they want it done by other agents, and never answer, approve, stop or finish without their word. ${AGENTS_RULE}`;

const AGENT = { type: 'text', description: 'Name of the agent, as orch_status gives it.', isRequired: true } as const;
const MAIL = 50;

export function personToolSet(ask: PersonAsk): ToolSet {
  return {
    tools: [...lookTools(ask), ...orderTools(ask)],
    prompts: [{ ...ORCH_COMMAND, text: orchPrompt }],
    instructions: INSTRUCTIONS,
    async afterword() {
      const mail = await ask('messages', { agent: null, of: 'inbox', limit: MAIL });
      const unread = mail.ok ? mail.value.messages.length : 0;
      return unread === 0 ? null : `The person has ${unread} unread ${unread === 1 ? 'message' : 'messages'}: orch_messages.`;
    },
  };
}

function lookTools(ask: PersonAsk): readonly McpTool[] {
  return [
    {
      name: 'orch_status',
      description: 'What goals and agents of this repository do, what is done, and what waits for an answer of the person.',
      input: {},
      isReading: true,
      async call() {
        const [status, questions] = [await ask('status', {}), await ask('questions', { agent: null })];
        if (!status.ok) return status;
        return questions.ok ? ok({ text: statusWords(status.value, questions.value.questions) }) : questions;
      },
    },
    {
      name: 'orch_show',
      description: 'One agent closely: why it is in its state, and what stands in its terminal now.',
      input: { agent: AGENT },
      isReading: true,
      async call(given) {
        const agent = given.text('agent');
        const [why, screen] = [await ask('why', { agent }), await ask('screen', { agent, ansi: false })];
        // An agent that has ended may have no screen any more.
        return said(why, (value) => shownWords(value, screen.ok ? screen.value.text : ''));
      },
    },
    {
      name: 'orch_messages',
      description: 'Messages between agents, manager and person, the newest last. Those to the person count as read once they were given.',
      input: {
        agent: { type: 'text', description: 'Only those from or to this agent.' },
        of: {
          type: 'text',
          description: 'inbox: unread ones to the person (default); all; dead: given up.',
          oneOf: ['inbox', 'all', 'dead'],
        },
      },
      async call(given) {
        const of = (given.textOrNull('of') ?? (given.textOrNull('agent') === null ? 'inbox' : 'all')) as 'inbox' | 'all' | 'dead';
        const mail = await ask('messages', { agent: given.textOrNull('agent'), of, limit: MAIL });
        if (!mail.ok) return mail;
        const { messages } = mail.value;
        // Kept by the host in any case, and found again with `all`.
        if (of === 'inbox' && messages.length > 0) await ask('messageRead', { ids: messages.map(({ message }) => message.id) });
        return ok({ text: mailWords(messages, of) });
      },
    },
  ];
}

function orderTools(ask: PersonAsk): readonly McpTool[] {
  return [
    {
      name: 'orch_run',
      description:
        'Starts a goal: one agent or several work on it in worktrees of their own, while you and the person go on. Gives its id; orch_status tells how it goes.',
      input: {
        goal: {
          type: 'text',
          description: 'What is to be done, complete in itself: the agents have not seen this conversation.',
          isRequired: true,
        },
        agent: {
          type: 'text',
          description: 'Agent CLI: claude, codex, gemini, opencode, aider, builtin, or a configured one. Leave out for the usual one.',
        },
        model: { type: 'text', description: 'Its model. Leave out for the usual one.' },
        role: {
          type: 'text',
          description: 'researcher, coder, writer, analyst, designer, qa, coordinator or another. Leave out for none.',
        },
        plan: {
          type: 'text',
          description: 'Whether a planner cuts it into tasks for several agents: auto (default), always, none.',
          oneOf: ['auto', 'always', 'none'],
        },
        finish: {
          type: 'text',
          description: 'How it ends without asking: pr, merge, branch, keep. Leave out: as configured, and the person is asked.',
          oneOf: ['pr', 'merge', 'branch', 'keep'],
        },
        delegate: {
          type: 'text',
          description: 'Whether its agents may have parts done by others: auto (default: by their role), always, never.',
          oneOf: ['auto', 'always', 'never'],
        },
        verify: { type: 'text', description: 'Command that must succeed before it may finish.' },
        base: { type: 'text', description: 'Branch it starts from and finishes into. Leave out for the current one.' },
      },
      async call(given) {
        const started = await ask('run', runOrder(given));
        const status = await ask('status', {});
        const nameOf = (id: string) => (status.ok ? (status.value.agents.find((agent) => agent.id === id)?.name ?? id) : id);
        return said(started, ({ goal, agents, notes = [] }) => {
          const who = agents.length === 0 ? 'it is being planned' : `agents: ${agents.map((id) => plainText(nameOf(id))).join(', ')}`;
          return [`Started goal ${plainText(goal)}; ${who}.`, ...notes.map((note) => plainText(note, 400))].join('\n');
        });
      },
    },
    {
      name: 'orch_send',
      description: 'Sends a message of the person to an agent, a role, all or the manager; it is kept and delivered when they can take it.',
      input: {
        to: {
          type: 'text',
          description: 'Name of an agent, role:NAME, all, or manager (where there is one; its answer comes into orch_messages).',
          isRequired: true,
        },
        text: { type: 'text', description: 'The message, complete in itself.', isRequired: true },
        wants_reply: { type: 'flag', description: 'A reply is needed: it comes into orch_messages. Default false.' },
      },
      async call(given) {
        const order = { to: given.text('to'), text: given.text('text'), wantsReply: given.flag('wants_reply') };
        return said(await ask('messageSend', order), ({ to, notes }) => noted(`Sent to ${plainText(to.join(', '), 400)}.`, notes));
      },
    },
    {
      name: 'orch_answer',
      description:
        'Answers what an agent asks on its screen, or a message that wants a reply, as the person has decided. Never decide it yourself.',
      input: {
        agent: { type: 'text', description: 'The agent that asks, for a question of orch_status.' },
        message: { type: 'text', description: 'Id of the message, for one of orch_messages. Give either this or agent.' },
        answer: {
          type: 'text',
          description: 'The words of an answer it offers, its number, allow, deny, or a text where any is one.',
          isRequired: true,
        },
        digest: { type: 'text', description: 'Of the question, as orch_status gave it: it is answered only while it still stands.' },
      },
      async call(given) {
        const [message, choice] = [given.textOrNull('message'), given.text('answer')];
        if (message !== null)
          return said(await ask('messageReply', { message, text: choice }), ({ to, notes }) => noted(`Answered ${plainText(to)}.`, notes));
        const answered = await ask('answer', { agent: given.text('agent'), choice, digest: given.textOrNull('digest') });
        return said(answered, ({ agent, answer }) => `Answered ${plainText(agent)}: ${plainText(answer, 400)}.`);
      },
    },
    {
      name: 'orch_approve',
      description: 'Agrees to the plan or the finish of a goal that waits for it. Only when the person has said so.',
      input: { goal: { type: 'text', description: 'Id of the goal.', isRequired: true } },
      call: async (given) => said(await ask('goalApprove', { goal: given.text('goal') }), ({ goal }) => `Approved ${plainText(goal)}.`),
    },
    {
      name: 'orch_stop',
      description: 'Ends an agent, or all agents of a goal. Worktrees and branches stay.',
      input: {
        agent: { type: 'text', description: 'Name of the agent, or id of the goal.', isRequired: true },
        children: { type: 'flag', description: 'Also those below that agent. Default false: they go on.' },
      },
      async call(given) {
        const children = given.flag('children') ? ({ children: 'too' } as const) : {};
        return said(await ask('stop', { agent: given.text('agent'), ...children }), ({ agents, left = [] }) => {
          const ended = agents.length === 0 ? 'Nothing was running.' : `Stopped ${plainText(agents.join(', '), 400)}.`;
          if (left.length === 0) return ended;
          const below = `Below it ${plainText(left.join(', '), 400)} ${left.length === 1 ? 'goes' : 'go'} on`;
          return `${ended} ${below}: ask the person whether ${left.length === 1 ? 'it is' : 'they are'} to end, too (orch_stop with children).`;
        });
      },
    },
    {
      name: 'orch_finish',
      description: 'Verifies the work of an agent and finishes it: merge, pull request or branch. Only when the person has said so.',
      input: {
        agent: AGENT,
        as: { type: 'text', description: 'How it ends. Leave out: as ordered.', oneOf: ['pr', 'merge', 'branch', 'keep'] },
      },
      async call(given) {
        const finished = await ask('finish', { agent: given.text('agent'), as: kindOf(given, 'as'), removeWorktree: false });
        return said(finished, ({ agent, result, notes }) => {
          const told = result === null ? 'kept as it is' : [result.kind, result.url ?? result.commit?.slice(0, 10) ?? ''].join(' ').trim();
          return [`Finished ${plainText(agent)}: ${plainText(told, 400)}.`, ...notes.map((note) => plainText(note, 400))].join('\n');
        });
      },
    },
  ];
}

function runOrder(given: Given): RunParams {
  const finish = kindOf(given, 'finish');
  const delegate = given.textOrNull('delegate') as RunParams['delegate'] | null;
  return {
    text: given.text('goal').trim(),
    harness: given.textOrNull('agent'),
    command: null,
    args: [],
    model: given.textOrNull('model'),
    role: given.textOrNull('role'),
    count: 1,
    base: given.textOrNull('base'),
    name: null,
    verify: given.textOrNull('verify'),
    attempts: null,
    finish,
    unattended: finish !== null,
    ...(delegate == null ? {} : { delegate }),
    plan: (given.textOrNull('plan') ?? 'auto') as NonNullable<RunParams['plan']>,
    labels: [],
    reviewers: [],
    draft: false,
  };
}

function kindOf(given: Given, name: string): FinishKind | null {
  return given.textOrNull(name) as FinishKind | null;
}

function said<Value>(answer: Result<Value>, words: (value: Value) => string): Result<Said> {
  return answer.ok ? ok({ text: words(answer.value) }) : answer;
}
