// The configuration's one schema. Layers: defaults, the person's file, the repository's (untrusted until trusted), ORCHESTRATOR_* variables, flags.
import { z } from 'zod';

const harnessSchema = z.strictObject({
  /** Command instead of the harness's own executable; words, not a shell line. */
  command: z.array(z.string()).min(1).optional(),
  args: z.array(z.string()).default([]),
  model: z.string().nullable().default(null),
  env: z.record(z.string(), z.string()).default({}),
});

export const configSchema = z.strictObject({
  agents: z
    .strictObject({
      /** Agents running at once; the rest queue in order. */
      max: z.int().min(1).max(200).default(5),
      /** Harness of a task that names none; null is the first one installed. */
      default: z.string().nullable().default(null),
      /** Lines of scrollback kept per agent. */
      scrollback: z.int().min(0).max(100_000).default(1000),
    })
    .prefault({}),
  harnesses: z.record(z.string(), harnessSchema).default({}),
  finish: z
    .strictObject({
      kind: z.enum(['pr', 'merge', 'branch', 'keep']).nullable().default(null),
      verify: z.string().nullable().default(null),
      attempts: z.int().min(1).max(20).default(3),
      verifyTimeoutSeconds: z.int().min(1).max(86_400).default(1800),
      /** Run the person's git hooks on commits of the host (without any token in their environment). */
      hooks: z.boolean().default(false),
    })
    .prefault({}),
  logs: z
    .strictObject({
      /** Raw output kept per agent, in megabytes, over two files. */
      maxMegabytes: z.int().min(1).max(10_000).default(10),
    })
    .prefault({}),
  keys: z.record(z.string(), z.string()).default({}),
  screen: z
    .strictObject({
      /** Frames per second on a fast line. */
      fps: z.int().min(1).max(60).default(30),
      leader: z.string().default('ctrl-q'),
      ascii: z.boolean().nullable().default(null),
    })
    .prefault({}),
  trash: z.strictObject({ days: z.int().min(1).max(3650).default(30) }).prefault({}),
  security: z.strictObject({ sandbox_mode: z.boolean().default(false) }).prefault({}),
});

export type Config = z.infer<typeof configSchema>;

/** Keys that a repository's untrusted file may set: they change what is drawn, nothing that runs (decision 29). */
export const DISPLAY_KEYS: readonly string[] = ['screen', 'keys'];

export function defaultConfig(): Config {
  return configSchema.parse({});
}
