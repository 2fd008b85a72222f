// What an agent's calls are answered with, as text for its terminal. What others wrote stands indented, so that it is told apart.
import type { AgentMethods, Contact, InboxMessage } from '../../core/model/agent-methods.js';
import { saidAndNext } from '../../core/model/error.js';
import { placeWords } from '../../core/model/home-party.js';
import type { MessageResult } from '../../core/model/message.js';
import { plainLines, plainText } from '../../core/model/plain-text.js';
import { table } from '../table.js';

export function contactsText(agents: readonly Contact[]): string {
  const rows = agents.map(({ name, role, harness, state, parent, task, node, isSelf }) => [
    `${plainText(name)}${isSelf ? ' (you)' : ''}`,
    plainText(role ?? '-'),
    plainText(harness),
    state,
    node === null ? (parent === null ? '-' : `for ${plainText(parent)}`) : plainText(placeWords(node)),
    plainText(task, 100),
  ]);
  return table(rows);
}

export function inboxText(messages: readonly InboxMessage[]): string {
  if (messages.length === 0) return 'no messages';
  return messages.map(messageText).join('\n\n');
}

function messageText({ message, from }: InboxMessage): string {
  const { id, type, payload } = message;
  const facts = [
    `from ${plainText(from)}`,
    type,
    ...(payload.inReplyTo === undefined ? [] : [`in reply to ${plainText(payload.inReplyTo)}`]),
  ];
  const wants = payload.wantsReply === true ? [`wants a reply: orch-tui reply ${plainText(id)} TEXT`] : [];
  const options = payload.options === undefined ? [] : [`answers: ${payload.options.map((option) => plainText(option)).join(' | ')}`];
  return [`${plainText(id)} · ${facts.join(' · ')}`, indented(payload.text), ...[...options, ...wants].map((line) => `  ${line}`)].join(
    '\n',
  );
}

/** `state` without a result: it goes on, or its end was told before. */
export function resultText({ name, state, progress, result, error }: AgentMethods['agentResult']['result']): string {
  if (result !== null) return endText(name, result);
  const about = error !== null ? [saidAndNext(error)] : progress === null ? [] : [plainText(progress, 300)];
  return [`${plainText(name)} is ${state}`, ...about.map(indented)].join('\n');
}

export function endText(name: string, { state, summary, artifacts, branch, commit }: MessageResult): string {
  const where =
    commit === null
      ? branch === null
        ? []
        : [`its branch is ${plainText(branch)}`]
      : [`merged into your branch (${plainText(commit.slice(0, 10))})`];
  const files = artifacts.length === 0 ? [] : [indented(`files: ${artifacts.map((path) => plainText(path, 500)).join(', ')}`)];
  return [[`${plainText(name)} is ${state}`, ...where].join(', '), ...files, indented(summary)].join('\n');
}

function indented(text: string): string {
  return plainLines(text, 60_000)
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
