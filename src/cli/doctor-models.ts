// Models: which endpoint is asked with whose key, which model for what, and what is off without one. Asks no network.
import { configCheckout, loadConfig } from '../core/adapters/config-files.js';
import { thisPlace } from '../core/adapters/runtime-paths.js';
import { type ModelEndpoint, modelChain, modelEndpoint } from '../core/chat/model-endpoint.js';
import { MODEL_USES, type ModelUse } from '../core/model/chat.js';
import type { Config } from '../core/model/config.js';
import { plainText } from '../core/model/plain-text.js';
import type { Check } from './doctor-check.js';
import { type Invocation, text } from './invocation.js';
import { locate } from './place.js';

const WORDS: Readonly<Record<ModelUse, string>> = { planner: 'planner', manager: 'manager', summary: 'summaries', agent: 'built-in agent' };

export async function modelChecks(invocation: Invocation, env: NodeJS.ProcessEnv): Promise<Check[]> {
  const place = await locate(invocation);
  const repoDir = place.ok ? configCheckout(place.value) : null;
  const loaded = await loadConfig({ place: thisPlace(env), repoDir, configFile: text(invocation, 'config') });
  if (!loaded.ok)
    return [{ name: 'configuration', state: 'failed', said: `${loaded.error.tried}: ${loaded.error.said}`, next: loaded.error.next }];
  return checksOf(loaded.value.config.model, env);
}

export function checksOf(config: Config['model'], env: Readonly<Record<string, string | undefined>>): Check[] {
  const endpoint = modelEndpoint({ env, config });
  if (!endpoint.ok) {
    const { said, next } = endpoint.error;
    const off = 'planner, manager, summaries and the built-in agent are off; agent CLIs do not need it';
    return [{ name: 'model endpoint', state: 'warning', said: `${said}: ${off}`, next }];
  }
  return [endpointCheck(endpoint.value), { name: 'models', state: 'ok', said: modelsText(endpoint.value, config), next: null }];
}

/** Purposes that ask the same models are named together. */
function modelsText(endpoint: ModelEndpoint, config: Config['model']): string {
  const uses = new Map<string, string[]>();
  for (const use of MODEL_USES) {
    const chain = plainText(modelChain(endpoint, config, use).join(', then '), 200);
    uses.set(chain, [...(uses.get(chain) ?? []), WORDS[use]]);
  }
  return [...uses].map(([chain, words]) => `${words.join(', ')}: ${chain}`).join('; ');
}

function endpointCheck({ baseUrl, name, from, keyName, isLocal }: ModelEndpoint): Check {
  const key = keyName === null ? 'no key (none is needed on this machine)' : `key from ${keyName}`;
  const isOpen = baseUrl.startsWith('http:') && !isLocal && keyName !== null;
  return {
    name: 'model endpoint',
    state: isOpen ? 'warning' : 'ok',
    said: `${name}${from === keyName ? '' : `, from ${from}`}, ${key}`,
    next: isOpen ? 'The key goes over the network unencrypted: use https' : null,
  };
}
