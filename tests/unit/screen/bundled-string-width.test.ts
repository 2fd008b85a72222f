import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import bundledWidth from '../../../scripts/bundle/string-width.js';
import { CSI } from '../../../src/core/model/sequences.js';

describe('the width function of the bundle', () => {
  it.each([
    ['plain text', 'fix the login'],
    ['colours', `${CSI}1mbold${CSI}22m and ${CSI}38;5;4m漢字${CSI}39m`],
    ['emoji', '🤖 ✅ ❤️ 👩‍💻 🇩🇪 1️⃣'],
    ['combining marks', 'e\u0301 a\u0308'],
    ['right to left', 'שלום مرحبا'],
    ['marks of the screen', '● ○ ◔ ▸ ✓ ✗ ■ ⇡ … · −'],
    ['nothing', ''],
  ])('measures %s as the package it stands in for', (_, text) => {
    expect(bundledWidth(text)).toBe(stringWidth(text));
  });
});
