// Ids as protocols want them: a prefix and something that no other has.
import { randomUUID } from 'node:crypto';

export function newId(prefix: string): string {
  return `${prefix}${randomUUID().replaceAll('-', '').slice(0, 24)}`;
}
