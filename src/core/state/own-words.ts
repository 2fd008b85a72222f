// What an agent has said and asked by its tools, once that is past. Pure.
import type { Agent } from '../model/agent.js';

/** What it said of its end was of an earlier turn. */
export function withoutReport(agent: Agent): Agent {
  if (agent.report === undefined) return agent;
  const { report: _past, ...rest } = agent;
  return rest;
}

/** It waits for no answer any more; one that comes all the same is a message. */
export function withoutInquiry(agent: Agent): Agent {
  if (agent.inquiry === undefined) return agent;
  const { inquiry: _past, ...rest } = agent;
  return rest;
}
