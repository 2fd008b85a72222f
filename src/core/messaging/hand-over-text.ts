// What is typed into an agent's CLI for the messages that wait for it: who says it, and how to answer. Words of agents stand in fences.
import { FENCE_RULE, fenceUntrusted } from '../chat/untrusted.js';
import { mentionRule, withoutMentions } from '../model/mentions.js';
import { isOfOthers, type KeptMessage } from '../model/message.js';

/** So much is typed at once; the rest comes when the agent rests again. */
const MAX_TYPED = 32 * 1024;
const MAX_MESSAGES = 20;

/** Those that make one text: as many as fit, at least one. */
export function typedTogether(messages: readonly KeptMessage[]): readonly KeptMessage[] {
  let length = 0;
  const fits = ({ message }: KeptMessage, at: number) => {
    length += message.payload.text.length + 200;
    return at === 0 || (at < MAX_MESSAGES && length <= MAX_TYPED);
  };
  const end = messages.findIndex((kept, at) => !fits(kept, at));
  return end < 0 ? messages : messages.slice(0, end);
}

/** The marks of fences carry `code`, which none of the texts holds; by chance where it is left out. */
export function handOverText(messages: readonly KeptMessage[], code?: () => string): string {
  const said = messages.map((kept) => [headOf(kept), bodyOf(kept, code), replyTo(kept)].filter((part) => part !== '').join('\n'));
  const isPersons = (at: number) => messages[at]?.message.from_agent === 'person';
  const parts = said.map((part, at) => (isPersons(at) ? part : withoutMentions(part)));
  const count = messages.length === 1 ? [] : [`${messages.length} messages for you, the oldest first.`];
  const rule = messages.some(({ message }) => isOfOthers(message)) ? [FENCE_RULE] : [];
  return [...count, ...parts, ...rule, ...mentionRule(said.filter((_, at) => !isPersons(at)))].join('\n\n');
}

function headOf({ message, fromName, via }: KeptMessage): string {
  const kind = message.type === 'message' ? 'Message' : `Message (${message.type})`;
  const answers = message.payload.inReplyTo === undefined ? '' : `, in reply to ${message.payload.inReplyTo}`;
  // It was on its way when the host ended, or its delivery was not proven: nobody knows how far it came.
  const again = via === null ? '' : ', sent again: leave it if you have it';
  return `[${kind} ${message.id} from ${sender(message.from_agent, fromName)}${answers}${again}]`;
}

function sender(from: string, name: string): string {
  if (from === 'person') return 'the person';
  if (from === 'manager' || from === 'host') return `the ${from}`;
  return `agent ${name}`;
}

function bodyOf(kept: KeptMessage, code?: () => string): string {
  const { text, options } = kept.message.payload;
  const lines = [text.trim(), ...(options === undefined || options.length === 0 ? [] : [`Answers it offers: ${options.join(' | ')}`])].join(
    '\n',
  );
  return isOfOthers(kept.message) ? fenceUntrusted({ what: `message of ${kept.fromName}`, text: lines }, code) : lines;
}

/** Only where a reply has somebody to go to: what the host says of itself has none. */
function replyTo({ message }: KeptMessage): string {
  if (message.from_agent === 'host' || message.type === 'task_result') return '';
  const how = `with the tool \`reply\` of orch-tui (message ${message.id}), or \`orch-tui reply ${message.id} TEXT\``;
  return message.payload.wantsReply === true || message.type === 'question' ? `It waits for your reply: ${how}.` : `To reply: ${how}.`;
}
