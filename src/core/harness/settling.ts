// How long a rest must hold before it is believed: a turn may start right after another.
import type { EvidenceSource } from '../model/agent.js';

/** How long `idle` must hold, by source: codex's title loses its spinner for 15 ms at a time; a turn may start right after another. */
const SETTLE_MS: Partial<Record<EvidenceSource, number>> = { structured: 500, title: 1500 };
/**
 * A CLI that was started with a task shows that it is ready before it takes the task up: 60 ms later (codex), 13 s later (gemini with 40 KB
 * on a loaded machine). Until it has worked once, idle must hold this long.
 */
export const FIRST_WORK_MS = 30_000;

export function settlingMs({ source, settleMs }: { readonly source: EvidenceSource; readonly settleMs?: number }): number {
  return settleMs ?? SETTLE_MS[source] ?? 0;
}
