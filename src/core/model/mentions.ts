// `@path` in a text that others wrote, on its way into an agent CLI: some put the file it names before the model, and no policy is asked.

// What passes as a blank here is taken out of a typed text, or is none to those CLIs: only these three end a name for sure.
const MENTION = /@(?![ \t\n@]|$)/gu;

/**
 * Tried with both that do it: claude 2.1.197 where a word begins, gemini 0.61 also within a word, and both by any path. A blank behind the
 * sign ends that in both. It can be seen, as it should: a sign without width would be copied into files.
 */
export function withoutMentions(text: string): string {
  return text.replace(MENTION, '@ ');
}

const RULE = 'In words of others a blank stands behind each @, so that no file is opened by it: it is not part of them.';

/** What is to be said of texts where that has changed something. */
export function mentionRule(texts: readonly string[]): readonly string[] {
  return texts.some((text) => withoutMentions(text) !== text) ? [RULE] : [];
}
