// Names of agents and the branches that follow from them (decision 19). Pure: what is taken is passed in.
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import { PARTY_WORDS } from '../../model/message.js';
import { plainText } from '../../model/plain-text.js';

/** Long enough to tell tasks apart; worktree paths stay short enough for sockets inside them. */
const MAX_SLUG = 30;
const MAX_NAME = 40;

/** What the host writes into the folder of the agents' logs under a name of its own that an agent could have: `logs/monitor.log`. */
const OWN_LOGS: ReadonlySet<string> = new Set(['host', 'monitor']);

// Letters that NFKD does not take apart.
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
};

/** A name for an agent from its task text: lower-case words, at most 30 characters, not in `taken`. */
export function agentNameFrom(text: string, taken: ReadonlySet<string>): string {
  return uniqueName(slugOf(text), taken);
}

/** `name`, or `name-2`, `name-3` ... where it is taken, or no agent is called so. */
export function uniqueName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name) && refusalOf(name) === null) return name;
  for (let number = 2; ; number += 1) {
    const candidate = `${name.slice(0, MAX_NAME - 6).replace(/-+$/u, '')}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function slugOf(text: string): string {
  const words = text
    // A task may be 100 KB; its first words name it.
    .slice(0, 400)
    .toLowerCase()
    .replace(/[ßæœøđðþłı]/gu, (letter) => LETTERS[letter] ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    // "don't" is one word, not two.
    .replace(/['’]/gu, '')
    .match(/[a-z0-9]+/gu);
  let slug = '';
  for (const word of words ?? []) {
    const longer = slug === '' ? word.slice(0, MAX_SLUG) : `${slug}-${word}`;
    if (longer.length > MAX_SLUG) break;
    slug = longer;
  }
  return slug === '' ? 'agent' : slug;
}

/** A name a person chose (`--name`), or what is wrong with it. */
export function checkAgentName(name: string): Result<string> {
  const tried = `use "${plainText(name, 60)}" as the name of an agent`;
  const refusal = refusalOf(name);
  if (refusal !== null) return fail({ kind: 'usage', tried, said: refusal, next: `Choose another, such as --name ${name}-2.` });
  if (name.length <= MAX_NAME && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/u.test(name)) return ok(name);
  const example = slugOf(name);
  return fail({
    kind: 'usage',
    tried,
    said: `a name has lower-case letters a-z, digits and hyphens, begins and ends with a letter or digit, and has at most ${MAX_NAME} characters`,
    next: `Choose another, such as --name ${example}.`,
  });
}

/** Why no agent is called so; null where one may be. */
function refusalOf(name: string): string | null {
  if (PARTY_WORDS.has(name)) return 'a message to it would be for somebody else';
  return OWN_LOGS.has(name) ? `the host writes logs/${name}.log itself` : null;
}

/** Branch of an agent, and the one taken where a branch called `orch` is in the way. */
export function branchesOf(name: string): { readonly branch: string; readonly fallbackBranch: string } {
  return { branch: `orch/${name}`, fallbackBranch: `orch-${name}` };
}
