// Colours of a cell for terminals that have fewer of them. Pure numbers in the encoding of a cell.
import { COLOR_BASIC, COLOR_MASK, COLOR_MODE, COLOR_PALETTE, COLOR_RGB } from './cell.js';

/** What the client's terminal can draw: `none` keeps bold, inverse and underline. */
export type ColorDepth = 'none' | '16' | '256' | 'rgb';

/** xterm's default palette of the 16 basic colours. */
const BASIC: readonly number[] = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff,
  0xff00ff, 0x00ffff, 0xffffff,
];
/** Levels of the 6x6x6 cube in the palette of 256. */
const LEVELS: readonly number[] = [0, 95, 135, 175, 215, 255];

const remembered = new Map<number, number>();
const MAX_REMEMBERED = 4096;

/** The colour to send instead; 0 is the terminal's own. */
export function fitColor(color: number, depth: ColorDepth): number {
  const mode = color & COLOR_MODE;
  if (mode === 0 || depth === 'none') return 0;
  if (depth === 'rgb' || mode === COLOR_BASIC) return color & COLOR_MASK;
  if (depth === '256' && mode === COLOR_PALETTE) return color & COLOR_MASK;
  const key = depth === '16' ? -color : color;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const rgb = mode === COLOR_RGB ? color & 0xffffff : paletteRgb(color & 0xff);
  const fitted = depth === '256' ? COLOR_PALETTE | nearest256(rgb) : COLOR_BASIC | nearestBasic(rgb);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(key, fitted);
  return fitted;
}

function paletteRgb(index: number): number {
  if (index < 16) return BASIC[index]!;
  if (index >= 232) return (8 + (index - 232) * 10) * 0x010101;
  const cube = index - 16;
  return (LEVELS[Math.floor(cube / 36)]! << 16) | (LEVELS[Math.floor(cube / 6) % 6]! << 8) | LEVELS[cube % 6]!;
}

function nearest256(rgb: number): number {
  const [red, green, blue] = [rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff].map(nearestLevel) as [number, number, number];
  const cube = 16 + 36 * red + 6 * green + blue;
  const brightness = ((rgb >> 16) + ((rgb >> 8) & 0xff) + (rgb & 0xff)) / 3;
  const gray = 232 + Math.min(23, Math.max(0, Math.round((brightness - 8) / 10)));
  return distance(rgb, paletteRgb(gray)) < distance(rgb, paletteRgb(cube)) ? gray : cube;
}

function nearestLevel(value: number): number {
  let best = 0;
  for (let i = 1; i < LEVELS.length; i += 1) if (Math.abs(LEVELS[i]! - value) < Math.abs(LEVELS[best]! - value)) best = i;
  return best;
}

function nearestBasic(rgb: number): number {
  let best = 0;
  for (let i = 1; i < BASIC.length; i += 1) if (distance(rgb, BASIC[i]!) < distance(rgb, BASIC[best]!)) best = i;
  return best;
}

function distance(one: number, other: number): number {
  const red = (one >> 16) - (other >> 16);
  const green = ((one >> 8) & 0xff) - ((other >> 8) & 0xff);
  const blue = (one & 0xff) - (other & 0xff);
  return red * red + green * green + blue * blue;
}
