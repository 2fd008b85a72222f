// The configuration's one schema. Layers: defaults, the person's file, the repository's (untrusted until trusted), ORCHESTRATOR_* variables, flags.
// zod/mini: bundled, it loads in 8 ms of CPU, `* as z` of zod in 22, `{ z }` with its 50 languages in 38.
import * as z from 'zod/mini';
import { int, said, textOrNull } from './config-field.js';
import { mergeSection, pullsSection, triesSection, worktreeSection } from './delivery-config.js';
import {
  agentSection,
  approveField,
  budgetSection,
  managerSection,
  mcpField,
  modelSection,
  plannerSection,
  queueSection,
  searchSection,
  securitySection,
  workspaceSection,
} from './goal-config.js';
import { ON_LIMIT } from './limit.js';
import { POLICY_ACTS } from './policy.js';
import { a2aSection, hierarchySection, messagesSection, redisSection, registrySection, workerSection } from './team-config.js';

const harnessSchema = z.strictObject({
  command: z.optional(
    z.array(z.string()).check(z.minLength(1), said("Command instead of the harness's own executable; words, not a shell line.")),
  ),
  args: z._default(z.array(z.string()).check(said('Extra arguments for the agent CLI.')), []),
  model: textOrNull('The model for the agent CLI.'),
  promptSuffix: textOrNull('Words that every task text for it ends with.'),
  rules: textOrNull('A JSON file of state rules over those of the agent CLI.'),
  env: z._default(z.record(z.string(), z.string()).check(said('Variables for the agent CLI.')), {}),
  a2a: z.optional(z.string().check(said('Address of a remote A2A agent that does the work instead of an agent CLI.'))),
});

const policyRuleSchema = z.strictObject({
  tool: z.optional(z.string().check(said('shell, edit, read, fetch; left out is any.'))),
  command: z.optional(z.string().check(z.minLength(1), said('The whole command; * is anything. Never several commands in one.'))),
  path: z.optional(z.string().check(z.minLength(1), said('inside, outside, secret, or a pattern of the path in the worktree.'))),
  do: z.enum(POLICY_ACTS).check(said('What is done: allow, deny, ask a person, or ask the manager (a person while there is none).')),
});

export const configSchema = z.strictObject({
  agents: z.prefault(
    z.strictObject({
      max: z._default(int(1, 200, 'Agents running at once; the rest queue in order.'), 5),
      default: textOrNull('Harness of a task that names none; null is the first one installed.'),
      scrollback: z._default(int(0, 100_000, 'Lines of scrollback kept per agent.'), 1000),
    }),
    {},
  ),
  harnesses: z._default(z.record(z.string(), harnessSchema).check(said('Agent CLIs: known ones changed, or new ones by a command.')), {}),
  finish: z.prefault(
    z.strictObject({
      kind: z._default(
        z
          .nullable(z.enum(['pr', 'merge', 'branch', 'keep']))
          .check(said('How a task ends; null is pr where there is a forge, else branch.')),
        null,
      ),
      verify: textOrNull('Command that must exit 0 in the worktree before a task may finish.'),
      attempts: z._default(int(1, 20, 'Runs of the verify command in all.'), 3),
      verifyTimeoutSeconds: z._default(int(1, 86_400, 'Longest run of the verify command, in seconds.'), 1800),
      require: z._default(
        z.nullable(z.enum(['pr'])).check(said('pr: a task is done only when its pull request is open; null is any end.')),
        null,
      ),
      hooks: z._default(
        z.boolean().check(said("Run the person's git hooks on commits of the host, without any token in their environment.")),
        false,
      ),
    }),
    {},
  ),
  limits: z.prefault(
    z.strictObject({
      onLimit: z._default(
        z.enum(ON_LIMIT).check(said('At a usage limit with a reset time: wait for it, hand over along the chain, or ask a person.')),
        'wait',
      ),
      retries: z._default(int(0, 10, 'Tries after a rate limit, a lost connection or a crash, 1 s apart at first, then twice as long.'), 3),
      chain: z._default(
        z.array(z.string()).check(said('Who an agent is handed over to, in order: HARNESS or HARNESS:MODEL. Empty: a person.')),
        [],
      ),
      stuckMinutes: z._default(
        int(0, 1440, 'Minutes without progress after which a working agent is stuck, four times as many while a command runs; 0 is never.'),
        15,
      ),
      ownRetrySeconds: z._default(
        int(
          1,
          86_400,
          'Seconds for which an agent CLI may try again by itself; then its work is handed over along the chain, or you are asked.',
        ),
        300,
      ),
    }),
    {},
  ),
  policy: z._default(z.array(policyRuleSchema).check(said('What agents may do unasked: the first rule that matches decides.')), []),
  logs: z.prefault(
    z.strictObject({ maxMegabytes: z._default(int(1, 10_000, 'Raw output kept per agent, in megabytes, over two files.'), 10) }),
    {},
  ),
  notify: z.prefault(
    z.strictObject({
      via: z._default(
        z
          .enum(['auto', 'bell', 'osc9', 'osc777', 'osc99', 'off'])
          .check(said('How a terminal calls you when nobody looks; auto is by the terminal.')),
        'auto',
      ),
      command: textOrNull(
        'Command run when nobody looks at an agent that waits, rests, is done or failed, or has written to you; it gets ORCH_NOTIFY_* variables.',
      ),
    }),
    {},
  ),
  keys: z._default(z.record(z.string(), z.string()).check(said('Keys of an action: one, several with blanks between them, or none.')), {}),
  screen: z.prefault(
    z.strictObject({
      fps: z._default(int(1, 60, 'Frames per second on a fast line.'), 30),
      leader: z._default(z.string().check(said('The key that leaves an attached agent.')), 'ctrl-q'),
      ascii: z._default(z.nullable(z.boolean()).check(said('Marks in ASCII; null is by the terminal.')), null),
    }),
    {},
  ),
  trash: z.prefault(
    z.strictObject({
      days: z._default(int(1, 3650, 'Days that removed worktrees, and conversations of the built-in agent, are kept.'), 30),
    }),
    {},
  ),
  security: securitySection,
  model: modelSection,
  planner: plannerSection,
  manager: managerSection,
  budget: budgetSection,
  approve: approveField,
  workspace: workspaceSection,
  agent: agentSection,
  search: searchSection,
  mcp: mcpField,
  queue: queueSection,
  pulls: pullsSection,
  merge: mergeSection,
  worktree: worktreeSection,
  tries: triesSection,
  messages: messagesSection,
  hierarchy: hierarchySection,
  registry: registrySection,
  redis: redisSection,
  worker: workerSection,
  a2a: a2aSection,
});

export type Config = z.infer<typeof configSchema>;

/** Keys that a repository's untrusted file may set: they change what is drawn, nothing that runs (decision 29). */
export const DISPLAY_KEYS: readonly string[] = ['screen', 'keys'];

export function defaultConfig(): Config {
  return configSchema.parse({});
}
