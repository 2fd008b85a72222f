// A request of an agent CLI in one form, whatever its protocol: what was asked last, how far its turn is, and with which tools.

export interface Tool {
  readonly name: string;
  /** `custom`: takes plain text instead of JSON (Responses only). */
  readonly type: string;
}

export interface Conversation {
  readonly model: string;
  /** The person's last words, without what the CLI adds by itself. */
  readonly prompt: string;
  /** Earlier words of the person, oldest first: what a resumed conversation brings along. */
  readonly earlier: readonly string[];
  /** Results of tools since the prompt: which part of the script comes next. */
  readonly results: readonly string[];
  readonly tools: readonly Tool[];
  /** Of the JSON that is wanted; null where plain text is. */
  readonly schema: unknown;
  /** The agent's folder as it was told to the model; null where it was not. */
  readonly folder: string | null;
  readonly isStreamed: boolean;
}

/** What one message brings: words of a person, or the result of a tool. */
export type Part = { readonly kind: 'words'; readonly text: string } | { readonly kind: 'result'; readonly text: string };

export function conversationOf(
  parts: readonly Part[],
  body: unknown,
  rest: Pick<Conversation, 'model' | 'tools' | 'schema' | 'isStreamed'>,
): Conversation {
  const prompts: string[] = [];
  let results: string[] = [];
  for (const part of parts) {
    if (part.kind === 'result') results.push(part.text);
    else {
      const words = ownWords(part.text);
      if (words === '') continue;
      prompts.push(words);
      results = [];
    }
  }
  return { ...rest, prompt: prompts.at(-1) ?? '', earlier: prompts.slice(0, -1), results, folder: folderIn(JSON.stringify(body)) };
}

/** CLIs put their own context between tags, or begin it with a heading. */
function ownWords(text: string): string {
  const words = text.replaceAll(/<([A-Za-z][\w-]*)(?: [^>]*)?>[\s\S]*?<\/\1>/g, '').trim();
  return /^(?:# AGENTS\.md|<|This is the Gemini CLI)/.test(words) ? '' : words;
}

/** claude, gemini and opencode name it in their instructions; codex between tags. */
function folderIn(json: string): string | null {
  const found = /<cwd>(\/[^<]+)<\/cwd>|(?:working|workspace) director(?:y|ies)[^/]{0,40}(\/[^\s"\\<`]+)/i.exec(json);
  return found?.[1] ?? found?.[2] ?? null;
}

/** Of a text, or of a list of pieces that may be texts. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((piece: { text?: unknown }) => (typeof piece?.text === 'string' ? piece.text : '')).join('\n');
}
