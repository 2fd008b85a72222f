// In the bundle, Ink and its helpers measure text by the emulators' own width function (decision 13): borders can not shift, and the
// packages' two versions of this function, whose expressions take 15 ms to compile, are not loaded. A unit test holds the three together.
import stripAnsi from 'strip-ansi';
import { textWidth } from '../../src/core/screen/width.js';

const ASCII = /^[\u0020-\u007e]*$/;

export default function stringWidth(text: string, options: { readonly countAnsiEscapeCodes?: boolean } = {}): number {
  if (ASCII.test(text)) return text.length;
  return textWidth(options.countAnsiEscapeCodes ? text : stripAnsi(text));
}
