// What a message may say: bounded, plain, and no larger than a message is. The same for our own and for those from outside.
import { fail, ok, type Result } from '../model/error.js';
import { MAX_MESSAGE_BYTES, type MessagePayload, type MessageResult } from '../model/message.js';
import { plainLines, plainText } from '../model/plain-text.js';

const MAX_OPTIONS = 20;
const MAX_ARTIFACTS = 200;
const MAX_PATH = 4096;

/** Most texts: there is nothing to be taken out of them. */
const HARMLESS = /^[ -~\n]*$/u;

/** Too large is refused and never cut: nobody would know what is missing. */
export function boundedPayload(payload: MessagePayload): Result<MessagePayload> {
  if (payload.text.length > MAX_MESSAGE_BYTES) return tooLarge(payload.text.length);
  const { text, inReplyTo, options, wantsReply, result, group } = payload;
  const bounded: MessagePayload = {
    text: HARMLESS.test(text) ? text : plainLines(text, MAX_MESSAGE_BYTES),
    ...(inReplyTo === undefined ? {} : { inReplyTo: plainText(inReplyTo, 80) }),
    ...(options === undefined ? {} : { options: options.slice(0, MAX_OPTIONS).map((option) => plainText(option)) }),
    ...(wantsReply === undefined ? {} : { wantsReply }),
    ...(result === undefined ? {} : { result: boundedResult(result) }),
    ...(group === undefined ? {} : { group: plainText(group, 80) }),
  };
  // A short text alone is not measured: in JSON a character has at most six bytes.
  if (options === undefined && result === undefined && text.length < MAX_MESSAGE_BYTES / 8) return ok(bounded);
  const bytes = Buffer.byteLength(JSON.stringify(bounded));
  return bytes > MAX_MESSAGE_BYTES ? tooLarge(bytes) : ok(bounded);
}

function boundedResult({ agent, state, summary, artifacts, branch, commit }: MessageResult): MessageResult {
  return {
    agent: plainText(agent, 80),
    state,
    summary: plainLines(summary),
    artifacts: artifacts.slice(0, MAX_ARTIFACTS).map((path) => plainText(path, MAX_PATH)),
    branch: branch === null ? null : plainText(branch, 250),
    commit: commit === null ? null : plainText(commit, 80),
  };
}

function tooLarge(bytes: number): Result<never> {
  return fail({
    kind: 'usage',
    tried: 'send a message',
    said: `it has ${Math.ceil(bytes / 1024)} KB, and a message has at most ${MAX_MESSAGE_BYTES / 1024}`,
    next: 'Write it into a file of the worktree, and send the path',
  });
}
