// What Claude Code writes down of its tokens: `projects/FOLDER/CONVERSATION.jsonl` in its home, those of its subagents in a folder beside it. Seen on 2.1.197.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { objectIn, textIn } from './hook-text.js';
import { bothPaths, namesIn } from './kept-files.js';
import { growingAnswers, lineObject, tokensIn, type UsageLog } from './usage-log.js';

/** A folder is named for the worktree's path; of a long one only this much, and a number. */
const NAMED_BY = 200;
const MOST_SUBAGENTS = 300;

export const claudeUsage: UsageLog = {
  home: homeOf,
  async find({ worktree, env, conversations }) {
    const projects = join(homeOf(env), 'projects');
    const begins = (await bothPaths(worktree)).map((path) => path.replaceAll(/[^A-Za-z0-9]/g, '-').slice(0, NAMED_BY));
    const folders = (await namesIn(projects)).filter((name) => begins.some((begin) => name.startsWith(begin)));
    const found = await Promise.all(
      folders.flatMap((folder) => conversations.map((conversation) => filesOf(join(projects, folder), conversation))),
    );
    return found.flat();
  },
  reader() {
    const added = growingAnswers();
    return (line) => {
      const entry = lineObject(line, '"usage"');
      const message = entry?.type === 'assistant' ? objectIn(entry, 'message') : null;
      const usage = objectIn(message, 'usage');
      const id = textIn(message, 'id');
      const at = textIn(entry, 'timestamp');
      if (usage === null || id === null || at === null) return null;
      const cachedTokens = tokensIn(usage, 'cache_read_input_tokens');
      const writtenTokens = tokensIn(usage, 'cache_creation_input_tokens');
      return added(id, {
        at,
        model: textIn(message, 'model') ?? '',
        inputTokens: tokensIn(usage, 'input_tokens') + cachedTokens + writtenTokens,
        cachedTokens,
        writtenTokens,
        outputTokens: tokensIn(usage, 'output_tokens'),
      });
    };
  },
};

function homeOf(env: Readonly<Record<string, string>>): string {
  return env.CLAUDE_CONFIG_DIR ?? join(env.HOME ?? '/', '.claude');
}

async function filesOf(folder: string, conversation: string): Promise<readonly string[]> {
  const own = join(folder, `${conversation}.jsonl`);
  const beside = join(folder, conversation, 'subagents');
  // Those of its workflows lie deeper.
  const names = await readdir(beside, { recursive: true }).catch((): string[] => []);
  const subagents = names.filter((name) => name.endsWith('.jsonl')).slice(0, MOST_SUBAGENTS);
  return [own, ...subagents.map((name) => join(beside, name))];
}
