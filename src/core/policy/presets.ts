// The rules that hold when a person has written none, and behind those they have.
import type { PolicyPreset, PolicyRule } from '../model/policy.js';

/** Refused by default, whatever the preset: what leaves the worktree, what is pushed, and secrets. A rule of a person comes first and may say otherwise. */
const REFUSED: readonly PolicyRule[] = [
  { path: 'secret', do: 'deny' },
  { tool: 'edit', path: 'outside', do: 'deny' },
  { tool: 'read', path: 'outside', do: 'deny' },
  { tool: 'shell', command: 'git push*', do: 'deny' },
  { tool: 'shell', command: 'git * push*', do: 'deny' },
];

const PRESETS: Readonly<Record<PolicyPreset, readonly PolicyRule[]>> = {
  strict: [...REFUSED, { do: 'ask' }],
  worktree: [...REFUSED, { tool: 'read', path: 'inside', do: 'allow' }, { tool: 'edit', path: 'inside', do: 'allow' }, { do: 'ask' }],
};

export function presetRules(preset: PolicyPreset): readonly PolicyRule[] {
  return PRESETS[preset];
}
