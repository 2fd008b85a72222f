// The text of the floods: lines as a build prints them, some coloured, none in capitals (the end marker is).
import { closeSync, openSync, writeSync } from 'node:fs';
import { CSI, sequences } from '../../src/core/model/sequences.js';

/** Writes at least `sizeBytes` to `path` and returns the exact size. */
export function writeFloodFile(path: string, sizeBytes: number): number {
  const block = Buffer.from(Array.from({ length: 5000 }, (_, index) => line(index)).join(''));
  const file = openSync(path, 'w');
  let written = 0;
  while (written < sizeBytes) written += writeSync(file, block);
  closeSync(file);
  return written;
}

function line(index: number): string {
  const color = 31 + (index % 6);
  const mark = index % 4 === 0 ? `${CSI}${color}mwarning${sequences.sgrReset}` : 'compiled';
  return `${String(index).padStart(6)} ${mark} src/module-${(index * 7919) % 1000}/part-${index % 37}.ts in ${(index * 31) % 211} ms, ${(index * 17) % 4096} bytes\n`;
}
