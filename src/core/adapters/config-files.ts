// The configuration of a start: its layers found, laid over each other and checked. Set and trust for the command line. Reads no schema where nothing is configured.
import { basename, dirname, join } from 'node:path';
import type { Config } from '../model/config.js';
import type { ConfigLayer, ConfigValues } from '../model/config-layers.js';
import { configVariables } from '../model/config-variables.js';
import { DEFAULT_CONFIG } from '../model/default-config.js';
import { errorLine, fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { type ConfigFile, fileError, parseWhole, readConfigFile, writeConfigFile } from './config-file.js';
import { isTrusted, readTrust, recordTrust } from './config-trust.js';
import { repositoryRoleFiles } from './role-files.js';
import { configDir, type RuntimePlace } from './runtime-paths.js';

export interface ConfigOrder {
  readonly place: RuntimePlace;
  /** Top of the repository's checkout; null where there is none. */
  readonly repoDir: string | null;
  /** `--config FILE`: instead of the person's own. */
  readonly configFile?: string | null;
  /** Values of the command line, as text. */
  readonly flags?: readonly { readonly flag: string; readonly name: string; readonly text: string }[];
  /** What the schema can not tell, such as keys that meet. A repository's display keys that fail it are left out with a notice. */
  readonly check?: (config: Config) => OrchError | null;
}

export interface RepositoryConfigFile {
  readonly path: string;
  readonly sha256: string;
  readonly isTrusted: boolean;
  /** Sections that are set there and do not count. */
  readonly withheld: readonly string[];
}

export interface LoadedConfig {
  readonly config: Config;
  /** Where each value comes from that is no default, by its dotted name: a file, a variable, a flag. */
  readonly origins: ReadonlyMap<string, string>;
  readonly personFile: string;
  readonly repositoryFiles: readonly RepositoryConfigFile[];
  /** What a person should be told, one sentence each. */
  readonly notices: readonly string[];
}

/** Never rejects. An error names the place, the key, what was found and what is allowed; an untrusted file never is one. */
export async function loadConfig(order: ConfigOrder): Promise<Result<LoadedConfig>> {
  const personFile = personConfigFile(order);
  const variables = configVariables(order.place.env);
  const [person, ...found] = await Promise.all([personFile, ...repositoryPaths(order.repoDir)].map(readConfigFile));
  if (person === undefined || !person.ok) return person ?? fail(fileError(personFile, 'nothing was read'));
  if (person.value === null && order.configFile) return fail(fileError(personFile, 'there is no such file'));
  const nothing: LoadedConfig = { config: DEFAULT_CONFIG, origins: new Map(), personFile, repositoryFiles: [], notices: [] };
  const isConfigured = person.value !== null || found.some((file) => !file.ok || file.value !== null);
  if (!isConfigured && variables.length === 0 && (order.flags ?? []).length === 0) return ok(nothing);

  if (person.value !== null && !person.value.values.ok) return person.value.values;
  const repository = await repositoryLayers(order.place, found, personLayer(person.value)[0]?.values ?? {});
  const above = await textLayers(order, variables, [...personLayer(person.value), ...repository.trusted]);
  if (!above.ok) return above;
  const { notices, files } = repository;
  const compose = (untrusted: readonly ConfigLayer[]) =>
    finished([...personLayer(person.value), ...untrusted, ...repository.trusted, ...above.value], order.check);
  const merged = await compose(repository.untrusted);
  if (merged.ok) return ok({ ...nothing, ...merged.value, repositoryFiles: files, notices });
  if (repository.untrusted.length === 0) return merged;
  const without = await compose([]);
  if (!without.ok) return without;
  return ok({ ...nothing, ...without.value, repositoryFiles: files, notices: [...notices, `Left out: ${errorLine(merged.error)}`] });
}

/** For a start that may not ask: an error (exit 4) when the repository sets something that only counts once a person trusts it. */
export function needsTrust(loaded: LoadedConfig): OrchError | null {
  const file = loaded.repositoryFiles.find(({ withheld }) => withheld.length > 0);
  if (file === undefined) return null;
  return {
    kind: 'needs-person',
    tried: `use ${plainText(file.path, 300)}`,
    said: `it is not trusted, and sets ${file.withheld.join(', ')}`,
    next: TRUST_IT,
  };
}

const TRUST_IT = 'Read it, then trust it with `orch-tui config trust`.';

/** Sets one value in the person's file (or `configFile`). Checked first, so that the file never becomes one that refuses the next start. */
export async function setConfigValue(
  order: Pick<ConfigOrder, 'place' | 'configFile' | 'check'> & { readonly key: string; readonly text: string },
): Promise<Result<{ readonly file: string; readonly key: string; readonly value: unknown }>> {
  const path = personConfigFile(order);
  const [{ findConfigKey, valueOfText }, { configJsonSchema }, { layerOfText, unknownKey }, { withValue }, { split }] = await Promise.all([
    import('../model/config-key.js'),
    import('../model/config-json-schema.js'),
    import('../model/config-check.js'),
    import('../model/config-layers.js'),
    import('shlex'),
  ]);
  const key = findConfigKey(configJsonSchema(), order.key);
  if (key === null) return fail(unknownKey('the command line', order.key));
  const value = valueOfText(key.schema, order.text, split);
  const asked = layerOfText({ origin: 'the command line', name: order.key, text: order.text, words: split });
  if (!asked.ok) return asked;
  const written = await changeFile(path, order.check, (values) => withValue(values, key.segments, value));
  return written.ok ? ok({ file: path, key: order.key, value }) : written;
}

/** Takes one value out of the person's file, and what held only that; checked as `setConfigValue` does. */
export async function unsetConfigValue(
  order: Pick<ConfigOrder, 'place' | 'configFile' | 'check'> & { readonly key: string },
): Promise<Result<{ readonly file: string; readonly key: string }>> {
  const path = personConfigFile(order);
  const [{ findConfigKey }, { configJsonSchema }, { unknownKey }, { withoutValue }] = await Promise.all([
    import('../model/config-key.js'),
    import('../model/config-json-schema.js'),
    import('../model/config-check.js'),
    import('../model/config-layers.js'),
  ]);
  const key = findConfigKey(configJsonSchema(), order.key);
  if (key === null) return fail(unknownKey('the command line', order.key));
  const written = await changeFile(path, order.check, (values) => withoutValue(values, key.segments));
  return written.ok ? ok({ file: path, key: order.key }) : written;
}

async function changeFile(
  path: string,
  check: ConfigOrder['check'],
  change: (values: ConfigValues) => ConfigValues,
): Promise<Result<void>> {
  const file = await readConfigFile(path);
  if (!file.ok) return file;
  const whole = file.value === null ? ok<ConfigValues>({}) : parseWhole(path, file.value.text);
  if (!whole.ok) return whole;
  const changed = change(whole.value);
  const values = Object.fromEntries(Object.entries(changed).filter(([name]) => name !== '$schema'));
  const checked = await finished([{ origin: path, values }], check);
  if (!checked.ok) return checked;
  return writeConfigFile(path, changed, file.value?.text ?? null);
}

/** Trusts the repository's files and roles as they are now. A file that is wrong is not trusted: it would refuse every start. */
export async function trustRepositoryConfig(order: {
  readonly place: RuntimePlace;
  readonly repoDir: string;
}): Promise<Result<readonly { readonly path: string; readonly sha256: string; readonly keys: readonly string[] }[]>> {
  const [{ checkLayer }, { flatValues }, { tightenedConfig }] = await Promise.all([
    import('../model/config-check.js'),
    import('../model/config-layers.js'),
    import('../model/tighten-config.js'),
  ]);
  const trusted: { path: string; sha256: string; keys: readonly string[] }[] = [];
  for (const found of await Promise.all(repositoryPaths(order.repoDir).map(readConfigFile))) {
    if (!found.ok) return found;
    if (found.value === null) continue;
    const { path, sha256, values } = found.value;
    if (!values.ok) return values;
    const error = checkLayer({ origin: path, values: values.value });
    if (error !== null) return fail(error);
    trusted.push({ path, sha256, keys: flatValues(tightenedConfig(values.value, {}).values).map(([name]) => plainText(name, 80)) });
  }
  const roles = await repositoryRoleFiles(order.repoDir);
  if (!roles.ok) return roles;
  for (const { path, sha256, role } of roles.value) trusted.push({ path, sha256, keys: [`the role ${role}`] });
  if (trusted.length === 0) {
    const tried = `trust the configuration of ${plainText(order.repoDir, 300)}`;
    const next = `It would be in ${REPOSITORY_FILES.join(' or ')}, roles in .orch/roles.`;
    return fail({ kind: 'not-found', tried, said: 'it has none', next });
  }
  const recorded = await recordTrust(order.place, trusted);
  return recorded.ok ? ok(trusted) : recorded;
}

export function personConfigFile({ place, configFile }: Pick<ConfigOrder, 'place' | 'configFile'>): string {
  return configFile ?? join(configDir(place), 'config.json');
}

/** The checkout whose files count: the main one, also when asked from a linked worktree, which may be an agent's. */
export function configCheckout({ commonDir, repo }: { readonly commonDir: string; readonly repo: string }): string {
  return basename(commonDir) === '.git' ? dirname(commonDir) : repo;
}

// The later one lies over the first, which other orchestrators use too.
const REPOSITORY_FILES = ['config/orchestrator.json', '.orch/config.json'] as const;

function repositoryPaths(repoDir: string | null): readonly string[] {
  return repoDir === null ? [] : REPOSITORY_FILES.map((name) => join(repoDir, name));
}

function personLayer(file: ConfigFile | null): readonly ConfigLayer[] {
  return file?.values.ok ? [{ origin: file.path, values: file.values.value }] : [];
}

interface RepositoryLayers {
  readonly trusted: readonly ConfigLayer[];
  /** Display keys only. */
  readonly untrusted: readonly ConfigLayer[];
  readonly files: readonly RepositoryConfigFile[];
  readonly notices: readonly string[];
}

async function repositoryLayers(
  place: RuntimePlace,
  found: readonly Result<ConfigFile | null>[],
  person: ConfigValues,
): Promise<RepositoryLayers> {
  const trusted: ConfigLayer[] = [];
  const untrusted: ConfigLayer[] = [];
  const files: RepositoryConfigFile[] = [];
  const notices: string[] = [];
  if (found.every((file) => file.ok && file.value === null)) return { trusted, untrusted, files, notices };
  const [{ overlay, splitUntrusted }, { tightenedConfig }, trust] = await Promise.all([
    import('../model/config-layers.js'),
    import('../model/tighten-config.js'),
    readTrust(place),
  ]);
  let below = overlay(DEFAULT_CONFIG, person);
  if (!trust.ok) notices.push(errorLine(trust.error));
  for (const file of found) {
    if (!file.ok) notices.push(`Left out: ${errorLine(file.error)}`);
    else if (file.value !== null) {
      const { path, sha256, values } = file.value;
      const isKnown = trust.ok && isTrusted(trust.value, file.value);
      if (!values.ok) notices.push(`Left out: ${errorLine(values.error)}`);
      const { display, withheld } = splitUntrusted(values.ok ? values.value : {});
      if (isKnown && values.ok) {
        const tight = tightenedConfig(values.value, below);
        below = overlay(below, tight.values);
        trusted.push({ origin: path, values: tight.values });
        if (tight.left.length > 0)
          notices.push(`${plainText(path, 300)} does not set ${tight.left.join(', ')}: a repository may be stricter than you, not freer.`);
      } else if (Object.keys(display).length > 0) untrusted.push({ origin: path, values: display });
      files.push({ path, sha256, isTrusted: isKnown, withheld: isKnown ? [] : withheld });
      if (!isKnown && withheld.length > 0)
        notices.push(`${plainText(path, 300)} is not trusted, so it does not set ${withheld.join(', ')}. ${TRUST_IT}`);
    }
  }
  return { trusted, untrusted, files, notices };
}

/** Variables, then flags. Names of agent CLIs and MCP servers that are configured below are known to variables, however they are written there. */
async function textLayers(
  order: ConfigOrder,
  variables: readonly (readonly [string, string])[],
  below: readonly ConfigLayer[],
): Promise<Result<readonly ConfigLayer[]>> {
  const flags = order.flags ?? [];
  if (variables.length + flags.length === 0) return ok([]);
  const [{ isSection }, { layerOfText }, { configJsonSchema }, { keyOfVariable }, { split }] = await Promise.all([
    import('../model/config-layers.js'),
    import('../model/config-check.js'),
    import('../model/config-json-schema.js'),
    import('../model/config-variables.js'),
    import('shlex'),
  ]);
  const namesIn = (section: 'harnesses' | 'mcp') =>
    below.flatMap(({ values }) => (isSection(values[section]) ? Object.keys(values[section]) : []));
  const known = { harnesses: namesIn('harnesses'), mcp: namesIn('mcp') };
  const schema = configJsonSchema();
  const named = [
    ...variables.map(([variable, text]) => ({ origin: variable, name: keyOfVariable(variable, { schema, ...known }), text })),
    ...flags.map(({ flag, name, text }) => ({ origin: flag, name, text })),
  ];
  const layers: ConfigLayer[] = [];
  for (const one of named) {
    const layer = layerOfText({ ...one, words: split });
    if (!layer.ok) return layer;
    layers.push(layer.value);
  }
  return ok(layers);
}

async function finished(
  layers: readonly ConfigLayer[],
  check: ConfigOrder['check'],
): Promise<Result<Pick<LoadedConfig, 'config' | 'origins'>>> {
  const { mergeConfig } = await import('../model/config-layers.js');
  const merged = mergeConfig(layers);
  if (!merged.ok) {
    const error = (await import('../model/config-check.js')).checkLayer(merged.wrong);
    return fail(error ?? fileError(merged.wrong.origin, 'it holds what may not be'));
  }
  const error = sandboxError(merged.value) ?? check?.(merged.value.config) ?? null;
  return error === null ? merged : fail(error);
}

/** Decision 32: a promise that can not be kept yet is refused. */
function sandboxError({ config, origins }: Pick<LoadedConfig, 'config' | 'origins'>): OrchError | null {
  if (!config.security.sandbox_mode) return null;
  return {
    kind: 'config',
    tried: `read the configuration of ${plainText(origins.get('security.sandbox_mode') ?? 'orch-tui', 300)}`,
    said: 'security.sandbox_mode is true, and this version has no sandbox',
    next: 'Set it to false to run without one.',
  };
}
