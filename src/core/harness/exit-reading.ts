// What the end of a CLI's process says of its work. Pure.
import type { Reading, Signal } from './harness.js';

export function exitReading({ exitCode, signal }: Extract<Signal, { kind: 'exit' }>): Reading {
  if (signal !== null) return { state: 'failed', source: 'process', rule: 'exit.signal', evidence: `ended by ${signal}` };
  if (exitCode === 0) return { state: 'done', source: 'process', rule: 'exit.zero', evidence: 'exit code 0' };
  return { state: 'failed', source: 'process', rule: 'exit.nonzero', evidence: `exit code ${exitCode ?? 'unknown'}` };
}
