// Loads the chrome, with Ink and React, when the first client comes: a host without clients never pays for them.
import type { Chrome, ChromeOptions } from './chrome.js';

/**
 * The way to `createChrome`. chalk, inside Ink's text field, decides once while it is loaded whether there are colours, by the host's own
 * stdout, which is no terminal: the cursor of a field would be invisible. So it is told, for as long as the loading takes.
 */
export async function loadChrome(): Promise<(options: ChromeOptions) => Chrome> {
  const before = process.env.FORCE_COLOR;
  process.env.FORCE_COLOR = '1';
  try {
    return (await import('./chrome.js')).createChrome;
  } finally {
    if (before === undefined) delete process.env.FORCE_COLOR;
    else process.env.FORCE_COLOR = before;
  }
}
