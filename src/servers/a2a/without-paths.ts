// What goes wrong is told to callers elsewhere without the folders of this machine: the last part of a path says enough.

/** At least two folders deep, and no part of an address or of a relative path. */
const PATH = /(?<![\w:/.~-])~?(?:\/[\w.@+~-]+){2,}\/?/gu;

export function withoutPaths(text: string): string {
  return text.replace(PATH, (path) => `…/${path.replace(/\/$/u, '').split('/').at(-1) ?? ''}`);
}
