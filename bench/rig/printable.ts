// Text of a terminal stream without its escape sequences and control characters, whatever the chunks: what would stand on the screen, roughly in order.

type Phase = 'ground' | 'escape' | 'sequence' | 'string' | 'stringEscape';

export class Printable {
  #phase: Phase = 'ground';

  /** Bytes as latin1: needles are ASCII. */
  strip(chunk: Uint8Array): string {
    const kept = Buffer.allocUnsafe(chunk.length);
    let length = 0;
    for (const byte of chunk) {
      if (this.#isText(byte)) kept[length++] = byte;
    }
    return kept.toString('latin1', 0, length);
  }

  #isText(byte: number): boolean {
    switch (this.#phase) {
      case 'ground':
        if (byte === 0x1b) this.#phase = 'escape';
        return byte >= 0x20 && byte !== 0x7f;
      case 'escape':
        this.#phase = afterEscape(byte);
        return false;
      case 'sequence':
        if (byte >= 0x40 && byte <= 0x7e) this.#phase = 'ground';
        return false;
      case 'string':
        if (byte === 0x07) this.#phase = 'ground';
        if (byte === 0x1b) this.#phase = 'stringEscape';
        return false;
      case 'stringEscape':
        this.#phase = byte === 0x5c ? 'ground' : 'string';
        return false;
    }
  }
}

function afterEscape(byte: number): Phase {
  if (byte === 0x5b) return 'sequence';
  // OSC, DCS, SOS, PM, APC.
  if ([0x5d, 0x50, 0x58, 0x5e, 0x5f].includes(byte)) return 'string';
  // An intermediate, such as the `(` of a character set.
  return byte >= 0x20 && byte <= 0x2f ? 'escape' : 'ground';
}
