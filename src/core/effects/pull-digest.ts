// By what is told whether words at a forge are still those that we wrote.
import { createHash } from 'node:crypto';
import type { PullDigests, PullPage } from '../model/pull-request.js';
import type { PullTexts } from './pull-texts.js';

export function stillOurs(page: PullPage, written: PullDigests | undefined): { readonly title: boolean; readonly text: boolean } {
  return { title: digest(page.title) === written?.title, text: digest(page.text) === written?.text };
}

export function digestsOf({ title, body }: PullTexts): PullDigests {
  return { title: digest(title), text: digest(body) };
}

/** Forges give line ends and the end of a text back as they like. */
export function digest(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n').trim()).digest('hex').slice(0, 32);
}
