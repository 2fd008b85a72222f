// What Gemini CLI writes down of its tokens: `tmp/PROJECT/chats/session-TIME-BEGIN.jsonl` in its home, those of its subagents in a folder beside it. Seen on 0.61.0.
import { join } from 'node:path';
import { objectIn, textIn } from './hook-text.js';
import { namesIn } from './kept-files.js';
import { growingAnswers, lineObject, tokensIn, type UsageLog } from './usage-log.js';

/** A file's name has this much of its conversation's id. */
const NAMED_BY = 8;
/** Projects of the person, and subagents of one conversation. */
const MOST_PROJECTS = 2000;
const MOST_SUBAGENTS = 300;

export const geminiUsage: UsageLog = {
  home: homeOf,
  async find({ env, conversations }) {
    const projects = join(homeOf(env), 'tmp');
    const names = (await namesIn(projects)).slice(0, MOST_PROJECTS);
    const found = await Promise.all(names.map((name) => filesOf(join(projects, name, 'chats'), conversations)));
    return found.flat();
  },
  reader() {
    const added = growingAnswers();
    return (line) => {
      const entry = lineObject(line, '"tokens"');
      const tokens = entry?.type === 'gemini' ? objectIn(entry, 'tokens') : null;
      const id = textIn(entry, 'id');
      const at = textIn(entry, 'timestamp');
      if (tokens === null || id === null || at === null) return null;
      return added(id, {
        at,
        model: textIn(entry, 'model') ?? '',
        inputTokens: tokensIn(tokens, 'input') + tokensIn(tokens, 'tool'),
        cachedTokens: tokensIn(tokens, 'cached'),
        writtenTokens: 0,
        outputTokens: tokensIn(tokens, 'output') + tokensIn(tokens, 'thoughts'),
      });
    };
  },
};

function homeOf(env: Readonly<Record<string, string>>): string {
  return join(env.GEMINI_CLI_HOME ?? env.HOME ?? '/', '.gemini');
}

async function filesOf(chats: string, conversations: readonly string[]): Promise<readonly string[]> {
  const names = await namesIn(chats);
  if (names.length === 0) return [];
  const isOwn = (name: string) =>
    conversations.some((id) => name.startsWith('session-') && name.endsWith(`-${id.slice(0, NAMED_BY)}.jsonl`));
  const subagents = await Promise.all(
    conversations.filter((id) => names.includes(id)).map(async (id) => (await namesIn(join(chats, id))).map((name) => join(id, name))),
  );
  const beside = subagents.flat().filter((name) => name.endsWith('.jsonl'));
  return [...names.filter(isOwn), ...beside.slice(0, MOST_SUBAGENTS)].map((name) => join(chats, name));
}
