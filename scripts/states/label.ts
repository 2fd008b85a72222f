// A labelled list of moments: what a CLI had printed up to then, and which state a person would have called it. Read and checked here only.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { AGENT_STATES } from '../../src/core/model/agent.js';

const state = z.enum(AGENT_STATES);

const labelSchema = z.object({
  /** Harness name: claude, codex, gemini, opencode, aider; anything else is an ad-hoc command. */
  cli: z.string(),
  version: z.string(),
  /** Columns x rows of its terminal. */
  size: z.string().regex(/^\d+x\d+$/u),
  /** File with all bytes up to the judged moment, relative to the list; plain or gzipped. */
  raw: z.string(),
  label: state,
  /** Other states that would be right as well. */
  also: z.array(state).optional(),
  /** How long nothing had come since, in milliseconds. */
  quiet_ms: z.number().nonnegative().optional(),
});

export interface LabelledMoment {
  readonly cli: string;
  readonly version: string;
  readonly cols: number;
  readonly rows: number;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly label: (typeof AGENT_STATES)[number];
  readonly also: readonly (typeof AGENT_STATES)[number][];
  readonly quietMs: number | null;
}

/** Throws with the file and what is wrong in it. */
export function readLabels(path: string): readonly LabelledMoment[] {
  const parsed = z.array(labelSchema).safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data.map(({ cli, version, size, raw, label, also = [], quiet_ms: quietMs = null }) => {
    const [cols = 0, rows = 0] = size.split('x').map(Number);
    const bytes = readFileSync(resolve(dirname(path), raw));
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return { cli, version, cols, rows, name: raw, bytes: isZipped ? gunzipSync(bytes) : bytes, label, also, quietMs };
  });
}
