// Patterns of commands and paths: `*` is anything. What a shell would cut into several commands is never allowed by one pattern.

/** Any of these may start another command, or change what a command means; so does a line feed. */
const SHELL_SIGNS = /[;&|<>$`\n\r]/u;

/** True when the whole text is the pattern with something for each `*`. */
export function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop() ?? '';
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}

/** For `allow`: a command of one piece, or one that is listed to the letter. */
export function allowsCommand(pattern: string, command: string): boolean {
  return SHELL_SIGNS.test(command) ? pattern === command : fits(pattern, command);
}

/** For everything that tightens: any piece of the command is enough. */
export function concernsCommand(pattern: string, command: string): boolean {
  const pieces = command.split(/[;&|<>$`\n\r(){}]+/u).map((piece) => piece.trim());
  return fits(pattern, command) || pieces.some((piece) => fits(pattern, piece));
}
