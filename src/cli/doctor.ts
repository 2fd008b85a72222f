// `doctor`: what orch-tui needs and finds on this machine. Looks only; starts nothing and changes nothing.
import type { Result } from '../core/model/error.js';
import type { Check } from './doctor-check.js';
import type { Invocation } from './invocation.js';
import { done, type Outcome } from './outcome.js';

export async function doctor(invocation: Invocation): Promise<Result<Outcome>> {
  const { programChecks } = await import('./doctor-programs.js');
  const { placeChecks } = await import('./doctor-place.js');
  const { modelChecks } = await import('./doctor-models.js');
  const checks = [
    ...(await programChecks(process.env)),
    ...(await modelChecks(invocation, process.env)),
    ...(await placeChecks(invocation, process.env)),
  ];
  const marks: Readonly<Record<Check['state'], string>> = { ok: 'ok     ', warning: 'note   ', failed: 'FAILED ' };
  const lines = checks.map(
    (check) => `${marks[check.state]} ${check.name}: ${check.said}${check.next === null ? '' : `\n         ${check.next}`}`,
  );
  const hasFailed = checks.some((check) => check.state === 'failed');
  return done(lines.join('\n'), { ok: !hasFailed, checks }, hasFailed ? 1 : 0);
}
