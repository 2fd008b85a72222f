// JSON in a text that a model wrote: alone, in a fence, or with words around it.

/** Starts that are tried: a text of nothing but brackets must not cost a try for each. */
const MOST_STARTS = 64;

/** What could be meant, likeliest first. Empty where no JSON object or list is in it. */
export function foundJson(text: string): readonly unknown[] {
  const whole = parsed(text.trim());
  if (whole !== undefined) return [whole];
  const found: unknown[] = [];
  for (const [, inside = ''] of text.matchAll(/```[a-zA-Z]*[ \t]*\r?\n([\s\S]*?)```/gu)) {
    const value = parsed(inside.trim());
    if (value !== undefined) found.push(value);
  }
  return found.length > 0 ? found : embedded(text);
}

function embedded(text: string): readonly unknown[] {
  const found: unknown[] = [];
  let from = 0;
  for (let starts = 0; starts < MOST_STARTS; starts++) {
    const start = text.slice(from).search(/[{[]/u);
    if (start < 0) break;
    const end = endOf(text, from + start);
    const value = end === null ? undefined : parsed(text.slice(from + start, end));
    if (value !== undefined) found.push(value);
    from = value === undefined || end === null ? from + start + 1 : end;
  }
  return found;
}

/** Behind the bracket that closes the one at `start`; null where none does. */
function endOf(text: string, start: number): number | null {
  let depth = 0;
  let isText = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (isText) {
      if (character === '\\') at++;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

/** Objects and lists only: a bare number or word in an answer means nothing. */
function parsed(text: string): unknown {
  if (!text.startsWith('{') && !text.startsWith('[')) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // Not JSON: the caller looks further.
  }
}
