// The value of a result that a test takes for granted.
import type { Result } from '../../src/core/model/error.js';

export function expectOk<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`${result.error.tried}: ${result.error.said}`);
  return result.value;
}
