// The agent card: what this door is and how to talk to it. Anybody may read it, so it has no path, no work and no secret.
import type { AgentCard, AgentInterface, AgentSkill } from '@a2a-js/sdk';
import { A2A_PROTOCOL_VERSION } from '@a2a-js/sdk';
import { duplicateInterfacesForLegacy } from '@a2a-js/sdk/compat/v0_3';
import { plainText } from '../../core/model/plain-text.js';
import { VERSION } from '../../core/model/version.js';
import type { A2aFacts } from './a2a-host.js';

export const JSON_RPC_PATH = '/jsonrpc';
export const REST_PATH = '/rest';

/** Made anew for each reader: roles and harnesses may change. */
export type CardSource = () => Promise<AgentCard>;

export function agentCard(facts: A2aFacts, { address, legacy }: { readonly address: string; readonly legacy: 'on' | 'off' }): AgentCard {
  const interfaces: AgentInterface[] = [
    { url: `${address}${JSON_RPC_PATH}`, protocolBinding: 'JSONRPC', tenant: '', protocolVersion: A2A_PROTOCOL_VERSION },
    { url: `${address}${REST_PATH}`, protocolBinding: 'HTTP+JSON', tenant: '', protocolVersion: A2A_PROTOCOL_VERSION },
  ];
  return {
    name: `orch-tui: ${plainText(facts.repository, 80)}`,
    description:
      'Takes a goal in words, has coding agents work on it in git worktrees of this repository, and delivers a branch, a merge or a pull request.',
    supportedInterfaces: legacy === 'on' ? duplicateInterfacesForLegacy(interfaces, ['JSONRPC', 'HTTP+JSON']) : interfaces,
    provider: undefined,
    version: VERSION,
    capabilities: { streaming: true, pushNotifications: false, extensions: [], extendedAgentCard: false },
    securitySchemes: {
      bearer: {
        scheme: {
          $case: 'httpAuthSecurityScheme',
          value: { description: 'The token that this door was opened with', scheme: 'Bearer', bearerFormat: '' },
        },
      },
    },
    securityRequirements: [{ schemes: { bearer: { list: [] } } }],
    defaultInputModes: ['text/plain', 'application/json'],
    defaultOutputModes: ['text/plain', 'application/json'],
    skills: [WHOLE, ...facts.roles.map(roleSkill), ...facts.harnesses.map(harnessSkill)],
    signatures: [],
  };
}

const NO_MODES = { inputModes: [], outputModes: [], securityRequirements: [] };

const WHOLE: AgentSkill = {
  id: 'goal',
  name: 'Carry out a goal',
  description: 'A goal in words, planned and cut into tasks where that helps, done by agents, verified and delivered.',
  tags: ['code', 'git'],
  examples: ['Add a login page with tests'],
  ...NO_MODES,
};

function roleSkill({ name, purpose }: A2aFacts['roles'][number]): AgentSkill {
  const tags = ['role'];
  return {
    id: `role-${plainText(name, 60)}`,
    name: plainText(name, 60),
    description: plainText(purpose, 300),
    tags,
    examples: [],
    ...NO_MODES,
  };
}

function harnessSkill(name: string): AgentSkill {
  const plain = plainText(name, 60);
  const description = `The work is done by ${plain}: name it as metadata.harness`;
  return { id: `harness-${plain}`, name: plain, description, tags: ['harness'], examples: [], ...NO_MODES };
}
