// Shapes that stand in several of the things that nodes tell each other: bounded, and texts made plain.
import * as z from 'zod/mini';
import type { OrchError } from '../model/error.js';
import { plainLines, plainText } from '../model/plain-text.js';

/** Keys at one time: a paste. In base64. */
export const MAX_KEYS = 1024 * 1024;
/** A piece of a screen, in base64. */
export const MAX_OUTPUT = 512 * 1024;

export const line = (most: number) =>
  z.pipe(
    z.string().check(z.maxLength(most * 16)),
    z.transform((text) => plainText(text, most)),
  );
export const lines = (most: number) =>
  z.pipe(
    z.string().check(z.maxLength(most * 16)),
    z.transform((text) => plainLines(text, most)),
  );
export const count = z.int().check(z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER));
export const commit = z.string().check(z.regex(/^[0-9a-f]{40,64}$/u));
/** Somebody is attached to an agent. Left out by older versions. */
export const attended = z.optional(z.boolean());
/** As `newDoor` makes them. */
export const door = z.string().check(z.regex(/^[0-9a-f]{16}$/u));
export const base64 = (most: number) => z.string().check(z.maxLength(most), z.regex(/^[A-Za-z0-9+/]*={0,2}$/u));

const ERROR_KINDS = [
  'usage',
  'config',
  'not-found',
  'needs-person',
  'limit',
  'repository',
  'git',
  'conflict',
  'verify',
  'setup',
  'harness',
  'model',
  'storage',
  'protocol',
  'interrupted',
  'broker',
  'denied',
  'internal',
] as const satisfies readonly OrchError['kind'][];

export const error = z.object({
  kind: z.catch(z.enum(ERROR_KINDS), 'internal'),
  tried: line(300),
  said: line(2000),
  next: line(600),
});
export const usage = z.object({ inputTokens: count, outputTokens: count, costUsd: z.number().check(z.minimum(0)), estimated: z.boolean() });
export const moment = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/u));
export const size = z.object({ cols: z.int().check(z.minimum(1), z.maximum(1000)), rows: z.int().check(z.minimum(1), z.maximum(1000)) });
export const question = z.object({
  kind: z.enum(['permission', 'trust', 'choice', 'text']),
  text: lines(4000),
  options: z.array(line(300)).check(z.maxLength(50)),
  digest: line(100),
  tool: z.optional(z.nullable(line(40))),
  command: z.optional(z.nullable(line(4000))),
  path: z.optional(z.nullable(line(1000))),
});
