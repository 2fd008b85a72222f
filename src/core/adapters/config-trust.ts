// Which files of repositories a person trusts: path and hash, in a file of the person. Any change of such a file ends its trust.
import { join } from 'node:path';
import { fail, ok, type Result } from '../model/error.js';
import { fileError, readConfigFile, writeConfigFile } from './config-file.js';
import { configDir, type RuntimePlace } from './runtime-paths.js';

export interface TrustedHash {
  readonly path: string;
  readonly sha256: string;
}

export function trustFile(place: RuntimePlace): string {
  return join(configDir(place), 'trusted.json');
}

/** Hash by path. A damaged file trusts nothing, and says so. */
export async function readTrust(place: RuntimePlace): Promise<Result<Readonly<Record<string, unknown>>>> {
  const path = trustFile(place);
  const file = await readConfigFile(path);
  if (!file.ok) return file;
  if (file.value === null) return ok({});
  const { values } = file.value;
  if (!values.ok) return values;
  const { version, files } = values.value;
  if (version !== 1 || typeof files !== 'object' || files === null) return fail(fileError(path, 'it does not hold trusted files'));
  return ok(files as Readonly<Record<string, unknown>>);
}

export function isTrusted(trust: Readonly<Record<string, unknown>>, { path, sha256 }: TrustedHash): boolean {
  return Object.hasOwn(trust, path) && trust[path] === sha256;
}

/** Adds to what is trusted already; a damaged file is not overwritten. */
export async function recordTrust(place: RuntimePlace, hashes: readonly TrustedHash[]): Promise<Result<void>> {
  const trust = await readTrust(place);
  if (!trust.ok) return trust;
  const files = Object.fromEntries([...Object.entries(trust.value), ...hashes.map(({ path, sha256 }) => [path, sha256])]);
  return writeConfigFile(trustFile(place), { version: 1, files }, null);
}
