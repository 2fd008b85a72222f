// Bounds of texts that a forge takes.
import { plainText } from '../../model/plain-text.js';

/** GitHub refuses more: 256 characters for a title, 65,536 for a body. */
const MAX_TITLE = 256;
const MAX_BODY = 65_000;

export function titleOf(text: string): string {
  return plainText(text, MAX_TITLE);
}

/** Cut where it is too long, never inside a character, and says so. */
export function bodyOf(text: string): string {
  return text.length <= MAX_BODY ? text : `${text.slice(0, MAX_BODY).replace(/[\ud800-\udbff]$/, '')}\n\n[cut]`;
}
