// `config get [KEY] | set KEY VALUE | path | schema | trust`: what is configured and where it comes from. Works outside a repository too, but for trust.
import {
  configCheckout,
  type LoadedConfig,
  loadConfig,
  personConfigFile,
  setConfigValue,
  trustRepositoryConfig,
} from '../core/adapters/config-files.js';
import { thisPlace } from '../core/adapters/runtime-paths.js';
import { unknownKey } from '../core/model/config-check.js';
import { configJsonSchema } from '../core/model/config-json-schema.js';
import { findConfigKey } from '../core/model/config-key.js';
import { flatValues, isSection } from '../core/model/config-layers.js';
import { fail, ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import { contradiction } from '../host/config-contradiction.js';
import { type Invocation, text } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';
import { locate } from './place.js';
import { table } from './table.js';

export async function config(invocation: Invocation): Promise<Result<Outcome>> {
  const [what = 'get', key, value, ...more] = invocation.args;
  if (more.length > 0) return fail(usage('set takes one value', 'Put it in quotes'));
  switch (what) {
    case 'get':
      return value === undefined
        ? get(invocation, key ?? null)
        : fail(usage('get takes one key', 'To change it: `orch-tui config set KEY VALUE`'));
    case 'set':
      if (key === undefined || value === undefined)
        return fail(usage('set takes a key and a value', '`orch-tui config get` shows the keys'));
      return set(invocation, { key, value });
    case 'path':
      return path(invocation);
    case 'schema': {
      const schema = configJsonSchema();
      return done(JSON.stringify(schema, null, 2), schema);
    }
    case 'trust':
      return trust(invocation);
    default:
      return fail(usage(`config does not know ${plainText(what, 40)}`, 'Allowed: get [KEY], set KEY VALUE, path, schema, trust'));
  }
}

async function get(invocation: Invocation, key: string | null): Promise<Result<Outcome>> {
  const loaded = await load(invocation);
  if (!loaded.ok) return loaded;
  for (const notice of loaded.value.notices) process.stderr.write(`orch-tui: ${notice}\n`);
  return key === null ? list(loaded.value) : one(loaded.value, key);
}

function list({ config: values, origins }: LoadedConfig): Result<Outcome> {
  const entries = flatValues(values).map(([name, value]) => ({
    name,
    value: isSecret(name) ? '(set)' : value,
    origin: origins.get(name) ?? 'default',
  }));
  const rows = entries.map(({ name, value, origin }) => [
    plainText(name, 80),
    plainText(JSON.stringify(value), 100),
    plainText(origin, 200),
  ]);
  return done(table(rows), Object.fromEntries(entries.map(({ name, value, origin }) => [name, { value, origin }])));
}

/** Variables of agent CLIs and MCP servers are often keys: the list says only that they are there. */
function isSecret(name: string): boolean {
  return /^(?:harnesses|mcp)\..*\.env\./.test(name);
}

function one({ config: values, origins }: LoadedConfig, name: string): Result<Outcome> {
  const key = findConfigKey(configJsonSchema(), name);
  if (key === null) return fail({ ...unknownKey('the command line', name), kind: 'usage' });
  const value = key.segments.reduce<unknown>((at, part) => (isSection(at) && Object.hasOwn(at, part) ? at[part] : null), values);
  const shown = typeof value === 'string' ? plainText(value, 10_000) : JSON.stringify(value, null, 2);
  return done(shown, { key: name, value, origin: origins.get(name) ?? 'default' });
}

async function set(invocation: Invocation, { key, value }: { readonly key: string; readonly value: string }): Promise<Result<Outcome>> {
  const changed = await setConfigValue({
    place: thisPlace(),
    configFile: text(invocation, 'config'),
    key,
    text: value,
    check: contradiction,
  });
  if (!changed.ok) return changed;
  const { file, value: now } = changed.value;
  return done(
    `${key} is ${JSON.stringify(now)} in ${plainText(file, 300)}; a running host takes it when it is started again`,
    changed.value,
  );
}

async function path(invocation: Invocation): Promise<Result<Outcome>> {
  const file = personConfigFile({ place: thisPlace(), configFile: text(invocation, 'config') });
  return done(file, { path: file });
}

async function trust(invocation: Invocation): Promise<Result<Outcome>> {
  const place = await locate(invocation);
  if (!place.ok) return place;
  const trusted = await trustRepositoryConfig({ place: thisPlace(), repoDir: configCheckout(place.value) });
  if (!trusted.ok) return trusted;
  const lines = trusted.value.map(
    (file) => `trusted ${plainText(file.path, 300)} as it is now: it sets ${file.keys.join(', ') || 'nothing'}`,
  );
  return done(lines.join('\n'), trusted.value);
}

async function load(invocation: Invocation): Promise<Result<LoadedConfig>> {
  const repoDir = await checkout(invocation);
  if (!repoDir.ok) return repoDir;
  return loadConfig({ place: thisPlace(), repoDir: repoDir.value, configFile: text(invocation, 'config'), check: contradiction });
}

/** Null outside a repository, unless one was named. */
async function checkout(invocation: Invocation): Promise<Result<string | null>> {
  const place = await locate(invocation);
  if (place.ok) return ok(configCheckout(place.value));
  return text(invocation, 'repo') === null ? ok(null) : place;
}
