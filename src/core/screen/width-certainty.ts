// Which characters every terminal counts as we do, once ambiguous ones are known to be narrow; after all others the cursor is placed anew.

// First and last code point: letters without marks of their own, general punctuation, arrows to braille without emoji, kana, ideographs.
const CERTAIN: readonly (readonly [number, number])[] = [
  [0xa1, 0xa8],
  [0xaa, 0xac],
  [0xaf, 0x2ff],
  [0x370, 0x482],
  [0x48a, 0x52f],
  [0x2010, 0x2027],
  [0x2030, 0x203b],
  [0x203d, 0x2048],
  [0x204a, 0x205e],
  [0x2190, 0x2193],
  [0x2200, 0x22ff],
  [0x2500, 0x25a9],
  [0x25ac, 0x25b5],
  [0x25b7, 0x25bf],
  [0x25c1, 0x25fa],
  [0x2800, 0x28ff],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xff01, 0xff60],
];

export function hasCertainWidth(code: number): boolean {
  let low = 0;
  let high = CERTAIN.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = CERTAIN[middle]!;
    if (code < first) high = middle - 1;
    else if (code > last) low = middle + 1;
    else return true;
  }
  return false;
}
