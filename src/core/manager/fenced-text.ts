// Text that others wrote, plain and behind a fence, for what the manager is shown.
import { fenceUntrusted, type Untrusted } from '../chat/untrusted.js';
import { plainLines } from '../model/plain-text.js';

const LONGEST = 40_000;

/** Empty where there is nothing. `code`: a new one for each fence; left out: by chance. */
export function fencedText({ what, text }: Untrusted, code?: () => string): string {
  const plain = plainLines(text, LONGEST).trim();
  return plain === '' ? '' : fenceUntrusted({ what, text: plain }, code);
}
