// A path that a configuration names inside a checkout, as git writes it. Pure text: links on the way are for whoever opens it.

/** Without `.`, double and last slashes; null for what leads out of the checkout, is the checkout itself, or is git's own. */
export function pathBelow(path: string): string | null {
  if (path.startsWith('/') || path.includes('\0') || path.includes('\\')) return null;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const isBelow = parts.length > 0 && parts.every((part) => part !== '..' && part.toLowerCase() !== '.git');
  return isBelow ? parts.join('/') : null;
}
