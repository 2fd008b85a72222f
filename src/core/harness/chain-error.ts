// `limits.chain` of a configuration, checked against the harnesses there are: a name that is wrong must not be found out at the hand-over.
import { harnessOfLink } from '../model/chain-link.js';
import type { Config } from '../model/config.js';
import type { OrchError } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { AGENT_CLIS } from './registry.js';

/** Null when every entry names a known CLI, `demo`, or a command of the configuration. */
export function chainError({ limits, harnesses }: Pick<Config, 'limits' | 'harnesses'>): OrchError | null {
  const own = Object.entries(harnesses).flatMap(([name, { command }]) => (command === undefined ? [] : [name]));
  const known = [...new Set([...AGENT_CLIS.map(({ name }) => name), 'builtin', 'demo', ...own])];
  const wrong = limits.chain.find((entry) => !known.includes(harnessOfLink(entry).harness));
  if (wrong === undefined) return null;
  return {
    kind: 'config',
    tried: 'read limits.chain of the configuration',
    said: `there is no harness ${plainText(harnessOfLink(wrong).harness, 60) || 'without a name'}`,
    next: `Allowed: ${known.map((name) => plainText(name, 60)).join(', ')}, each also with a model, such as claude:sonnet; any other needs harnesses.NAME.command.`,
  };
}
