// The recordings as files: one per moment, and the list of what each shows. Refuses what would tell of this machine.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Taken } from './perform.js';

export interface Entry {
  readonly cli: string;
  readonly version: string;
  readonly size: string;
  readonly raw: string;
  readonly label: string;
  readonly also?: readonly string[];
  readonly quiet_ms: number;
}

export interface Source {
  readonly cli: string;
  readonly version: string;
  readonly cols: number;
  readonly rows: number;
  /** What a name ends in, such as `-narrow`. */
  readonly suffix: string;
  /** Paths that no recording may hold. */
  readonly secret: readonly string[];
}

export function keep(folder: string, { cli, version, cols, rows, suffix, secret }: Source, { moment, bytes, quietMs }: Taken): string {
  const told = [...secret, hostname()].find((word) => word.length > 2 && bytes.includes(word));
  if (told !== undefined) throw new Error(`${cli} ${moment.name}: the recording names ${told}`);
  const raw = `${cli}-${version}-${moment.name}${suffix}.raw.gz`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, raw), gzipSync(bytes, { level: 9 }));
  const { label, also, stillMs } = moment;
  // What is animated never stands still, and the same state goes on: the program looks at it again.
  const quiet = label === 'working' || label === 'limited' ? quietMs : Math.max(quietMs, stillMs);
  const entry: Entry = { cli, version, size: `${cols}x${rows}`, raw, label, ...(also === undefined ? {} : { also }), quiet_ms: quiet };
  list(folder, entry);
  return raw;
}

function list(folder: string, entry: Entry): void {
  const path = join(folder, 'labels.json');
  const before: readonly Entry[] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
  const all = [...before.filter(({ raw }) => raw !== entry.raw), entry].sort((a, b) => (a.raw < b.raw ? -1 : 1));
  writeFileSync(path, `[\n${all.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`);
}
