// What a stored state may look like: the one check between the text of a file and an AppState. Never throws, never writes.
import { AGENT_STATES } from '../../model/agent.js';
import { type AppState, STATE_VERSION } from '../../model/state.js';

export type Parsed =
  | { readonly kind: 'state'; readonly state: AppState }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'damaged'; readonly reason: string };

export function parseState(text: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: 'damaged', reason: String(error) };
  }
  if (!isRecord(value) || !Number.isSafeInteger(value.version)) return { kind: 'damaged', reason: 'it is not a state document' };
  const version = value.version as number;
  if (version > STATE_VERSION) return { kind: 'newer', version };
  const reason = damageOf(value);
  return reason === null ? { kind: 'state', state: value as unknown as AppState } : { kind: 'damaged', reason };
}

// Not every key: a program of the same version wrote it. Enough that nothing else of another shape is taken for a state.
function damageOf(value: Readonly<Record<string, unknown>>): string | null {
  const { seq, maxAgents, host, agents, goals } = value;
  if (![seq, maxAgents].every((number) => Number.isSafeInteger(number))) return 'a number is missing';
  if (!isRecord(host) || !isRecord(agents) || !isRecord(goals)) return 'a part is missing';
  if (!Object.entries(goals).every(([id, goal]) => isRecord(goal) && goal.id === id)) return 'a goal is damaged';
  return Object.entries(agents).every(([id, agent]) => isAgent(id, agent)) ? null : 'an agent is damaged';
}

/** It can be told of: what nobody can do without is there. */
export function isAgent(id: string, agent: unknown): boolean {
  return (
    isRecord(agent) &&
    agent.id === id &&
    typeof agent.name === 'string' &&
    (AGENT_STATES as readonly unknown[]).includes(agent.state) &&
    [agent.run, agent.finish, agent.launch, agent.why].every(isRecord)
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
