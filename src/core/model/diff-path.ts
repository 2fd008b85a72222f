// Names of files as git writes them into the headers of a diff.

/** What stands behind `+++ ` or `--- `: `b/src/a.ts`, or quoted; a tab ends names with blanks. */
export function pathOfHeader(name: string): string {
  return unquoted(name.replace(/\t$/u, '')).replace(/^[ab]\//u, '');
}

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Git quotes names in C style, one escape per byte of UTF-8; text around the escapes is kept as it is. */
export function unquoted(name: string): string {
  // A name with a backslash of its own is quoted, too.
  return name.includes('\\') || name.startsWith('"') ? new TextDecoder().decode(quotedBytes(name)) : name;
}

function quotedBytes(name: string): Uint8Array {
  const bytes: number[] = [];
  for (const match of name.replace(/^"|"$/gu, '').matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gu)) {
    const [, octal, letter, text] = match;
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff);
    else if (letter !== undefined && ESCAPES[letter] !== undefined) bytes.push(ESCAPES[letter]);
    else bytes.push(...new TextEncoder().encode(letter ?? text ?? ''));
  }
  return new Uint8Array(bytes);
}
