// Answers the status query (the round-trip probe) from raw bytes, without an emulator, so that the measuring process stays light.
import { CSI, sequences } from '../../src/core/model/sequences.js';

const QUERY = Buffer.from(sequences.statusQuery);
const ANSWER = `${CSI}0n`;

export class LightAnswers {
  #tail: Buffer = Buffer.alloc(0);

  constructor(private readonly reply: (data: string) => void) {}

  look(chunk: Buffer): void {
    const text = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    for (let at = text.indexOf(QUERY); at >= 0; at = text.indexOf(QUERY, at + QUERY.length)) this.reply(ANSWER);
    // Only what may be the beginning of a split query; a whole one never fits.
    this.#tail = Buffer.from(text.subarray(Math.max(0, text.length - QUERY.length + 1)));
  }
}
