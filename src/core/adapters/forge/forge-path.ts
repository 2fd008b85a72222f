// Addresses at a forge, and their names in sentences.
import { plainText } from '../../model/plain-text.js';
import type { ForgePlace, PullPlace } from '../../ports/forge.js';

export function pathOf({ owner, repo }: ForgePlace): string {
  return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
}

export function repositoryOf({ owner, repo }: ForgePlace): string {
  return plainText(`${owner}/${repo}`);
}

export function pullName(place: PullPlace): string {
  return `${repositoryOf(place)}#${place.number}`;
}
