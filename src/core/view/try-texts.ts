// The facts of one of several tries as short texts: the compare view and `orch-tui compare` say them alike.
import type { TryRow } from '../model/tries.js';
import { ageText } from './age.js';
import { moneyText } from './task-rows.js';

const HAS_ENDED: ReadonlySet<string> = new Set(['done', 'failed', 'stopped']);

/** `passed`, `failed`, `none`; empty before its end is known. */
export function verifyText({ verify, state, commit, isPicked }: TryRow): string {
  if (verify !== 'none') return verify;
  return HAS_ENDED.has(state) && (commit !== null || isPicked) ? 'none' : '';
}

/** `minus`: as the terminal can show it. */
export function sizeText({ additions, deletions }: TryRow, minus: string): string {
  return `+${additions} ${minus}${deletions}`;
}

export function tookText({ seconds }: TryRow): string {
  return seconds < 60 ? `${seconds} s` : ageText(seconds * 1000);
}

export function tryCostText({ costUsd }: TryRow): string {
  return costUsd === null ? '' : moneyText(costUsd, false);
}
