// What an agent runs, in a few words, for errors and commits.
import type { Agent } from '../model/agent.js';
import { plainText } from '../model/plain-text.js';

/** What was run, in a few words: the harness, or the words of an ad-hoc command. */
export function launchName(agent: Agent): string {
  return agent.launch.command === null ? agent.launch.harness : plainText(agent.launch.command.join(' '), 120);
}
