// What those below an agent ask a person by the tool for it. Pure.
import { type Agent, asksByTool } from '../model/agent.js';
import type { AppState } from '../model/state.js';
import { descendantsOf } from './tree.js';

/** Messages of those that wait for an answer to them, by their ids. */
export function askedBelow({ agents }: Pick<AppState, 'agents'>, id: string): readonly string[] {
  return descendantsOf(Object.values(agents), id).flatMap((agent) => openInquiry(agent) ?? []);
}

/** Null where it waits for no person's answer. */
export function openInquiry(agent: Agent | null): string | null {
  return agent !== null && asksByTool(agent) ? (agent.inquiry?.id ?? null) : null;
}
