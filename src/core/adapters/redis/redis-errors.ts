// What Redis, TLS and the network answer, in words that say what to do. Passwords and addresses inside those answers are not repeated.
import { fail, type OrchError, type Result } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';

/** Nothing to mend by a person: it is tried again. */
export interface RedisFailure extends OrchError {
  readonly isAway?: true;
}

type Words = readonly [said: string, next: string];

const ANSWERS: readonly (readonly [RegExp, Words])[] = [
  [/\bNOAUTH\b/, ['it needs a password', 'Set REDIS_PASSWORD']],
  [
    /\bWRONGPASS\b|invalid (?:username-)?password|without any password configured/i,
    ['it does not take this password', 'Look at REDIS_PASSWORD, and REDIS_USERNAME where it has users'],
  ],
  [/\bNOPERM\b/, ['this user of it may not do what is needed', 'Give the user all commands on keys and channels of our prefix']],
  [/\bREADONLY\b/, ['it is a read-only replica', 'Give the address of the primary']],
  [/\bOOM\b/, ['it is full', 'Give it more memory, and the policy noeviction']],
  [/\bMISCONF\b/, ['it can not write to its disk and takes nothing more', 'Look at the disk of Redis']],
  [
    /\bWRONGTYPE\b/,
    ["another program's keys lie where ours would", 'Choose another redis.prefix in the configuration, or another database (/1)'],
  ],
  [
    /WRONG_VERSION_NUMBER|packet length too long|unknown protocol|EPROTO\b/i,
    ['it does not speak TLS', 'Use redis:// on this machine, or give Redis a certificate'],
  ],
  [
    /self[- ]signed|unable to (?:verify|get)|CERT_|certificate|altnames/i,
    ['its certificate is not one that we know', 'Name the file of its authority in redis.ca, and use the name that the certificate has'],
  ],
  [
    /Protocol error|Unknown RESP type|ParserError|reply type byte|unknown command/i,
    ['this is no Redis', 'Look at the address and the port'],
  ],
];

const SILENT = 'it does not answer';
/** A Redis without TLS takes the greeting for the beginning of a command, and waits for the rest. */
const NO_TLS = { said: 'it does not answer over TLS', next: 'Look whether it runs and has TLS; redis:// is without' } as const;

const AWAY: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, 'nothing listens there'],
  [/ENOTFOUND|EAI_AGAIN/, 'there is no such host'],
  [/EHOSTUNREACH|ENETUNREACH/, 'there is no way to it'],
  [/ETIMEDOUT|timed out/i, SILENT],
  [/\bLOADING\b/, 'it is just reading its data'],
];

/** `shown`: the address without its password. */
export function redisFailure(shown: string, error: unknown): RedisFailure {
  const text = textOf(error);
  const tried = `use Redis at ${shown}`;
  const known = ANSWERS.find(([pattern]) => pattern.test(text));
  if (known !== undefined) return { kind: 'broker', tried, said: known[1][0], next: known[1][1] };
  const away = AWAY.find(([pattern]) => pattern.test(text));
  if (shown.startsWith('rediss:') && away?.[1] === SILENT) return { kind: 'broker', tried, ...NO_TLS, isAway: true };
  return {
    kind: 'broker',
    tried,
    said: away?.[1] ?? (text === '' ? 'the connection broke' : plainText(text.replace(/rediss?:\/\/\S+/g, shown), 200)),
    next: 'Look whether Redis runs; it is tried again by itself',
    isAway: true,
  };
}

export function refused<Value>(shown: string, error: unknown): Result<Value> {
  return fail(redisFailure(shown, error));
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, message, name } = error as NodeJS.ErrnoException;
  const inner = error instanceof AggregateError ? error.errors.map(textOf).join(' ') : '';
  return [name === 'Error' ? '' : name, code ?? '', message, inner].filter((part) => part !== '').join(' ');
}
