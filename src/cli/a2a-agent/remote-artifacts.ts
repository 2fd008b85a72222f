// What a remote agent gives back, put together from the pieces it comes in. Bounded: whoever sends it is not known.
import type { Artifact, Part } from '@a2a-js/sdk';

const MOST_PARTS = 2000;
const MOST_BYTES = 32 * 1024 * 1024;

export class RemoteArtifacts {
  readonly #artifacts = new Map<string, Artifact>();
  /** Something was too much, and is left out. */
  isCut = false;

  get all(): readonly Artifact[] {
    return [...this.#artifacts.values()];
  }

  /** `append`: more of one that has begun; else it takes its place. */
  take(artifact: Artifact, how: 'append' | 'whole'): void {
    const before = how === 'append' ? this.#artifacts.get(artifact.artifactId) : undefined;
    // The whole of it may come again and again: only what it replaces it with counts.
    if (how === 'whole') this.#artifacts.delete(artifact.artifactId);
    const parts = this.#fitting(artifact.parts);
    this.#artifacts.set(
      artifact.artifactId,
      before === undefined ? { ...artifact, parts } : { ...before, parts: joined(before.parts, parts) },
    );
  }

  #fitting(parts: readonly Part[]): Part[] {
    const kept = this.all.flatMap((artifact) => artifact.parts);
    let bytes = kept.reduce((sum, part) => sum + sizeOf(part), 0);
    const fitting = parts.slice(0, Math.max(0, MOST_PARTS - kept.length)).filter((part) => {
      bytes += sizeOf(part);
      return bytes <= MOST_BYTES;
    });
    this.isCut ||= fitting.length < parts.length;
    return fitting;
  }
}

/** A text that is streamed comes in pieces of one file. */
function joined(before: readonly Part[], more: readonly Part[]): Part[] {
  const all = [...before];
  for (const part of more) {
    const last = all.at(-1);
    const isOneText = last?.content?.$case === 'text' && part.content?.$case === 'text' && last.filename === part.filename;
    if (isOneText && last.content?.$case === 'text' && part.content?.$case === 'text') {
      all[all.length - 1] = { ...last, content: { $case: 'text', value: last.content.value + part.content.value } };
    } else all.push(part);
  }
  return all;
}

function sizeOf({ content }: Part): number {
  switch (content?.$case) {
    case 'text':
    case 'url':
      return content.value.length;
    case 'raw':
      return content.value.length;
    case 'data':
      return JSON.stringify(content.value)?.length ?? 0;
    default:
      return 0;
  }
}
