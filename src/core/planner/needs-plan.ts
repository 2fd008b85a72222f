// Whether a goal is large enough to be cut into tasks: asked only where a person left it open (`--plan auto`). No model is asked for that.

/** Fewer words than this are one piece of work. */
const WORDS = 40;
const LIST = /^\s*(?:[-*•]|\d+[.)])\s+\S/gmu;

/** A list of at least two points, or many words. */
export function needsPlan(text: string): boolean {
  if ((text.match(LIST)?.length ?? 0) >= 2) return true;
  return (text.match(/\S+/gu)?.length ?? 0) >= WORDS;
}
