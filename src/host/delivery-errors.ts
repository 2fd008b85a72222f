// Why a message did not reach a CLI, in words for a person. Each says whether something of it stands in the input line.
import type { OrchError } from '../core/model/error.js';

const TRIED = 'send it a message';

export const DRAFT: OrchError = {
  kind: 'conflict',
  tried: TRIED,
  said: 'its input line holds text that was not sent',
  next: 'Attach to it and send or clear that first',
};

export const TYPING: OrchError = {
  kind: 'conflict',
  tried: TRIED,
  said: 'somebody types to it at the moment',
  next: 'Send again when they have finished',
};

export const TOUCHED: OrchError = {
  kind: 'conflict',
  tried: TRIED,
  said: 'somebody typed into it behind the text, so Enter was not pressed: the text stands unsent in its input line',
  next: 'Attach to it and send or clear that',
};

export const STANDS: OrchError = {
  kind: 'harness',
  tried: TRIED,
  said: 'Enter was pressed, and the text still stands unsent in its input line',
  next: 'Attach to it and look; send or clear the text there',
};

/** `question`: what it asks by now; null where it shows something else. */
export function wentAway(question: string | null): OrchError {
  return {
    kind: 'harness',
    tried: TRIED,
    said: `Enter was pressed, and its input line went away before it was seen empty${question === null ? '' : `: it asks: ${question}`}`,
    next: 'Attach to it and look whether it has the text; if not, send it again',
  };
}

export const ENDED: OrchError = {
  kind: 'harness',
  tried: TRIED,
  said: 'it ended before it took the text',
  next: 'Resume it and send again',
};

export const NOT_READY: OrchError = {
  kind: 'harness',
  tried: TRIED,
  said: 'it takes no text yet',
  next: 'Attach to it and look, then send again',
};

export const NOT_SEEN: OrchError = {
  kind: 'harness',
  tried: TRIED,
  said: 'its screen does not show the text, so Enter was not pressed: it may be asking something',
  next: 'Attach to it and look, then send again',
};

export function asks(question: string): OrchError {
  return {
    kind: 'needs-person',
    tried: TRIED,
    said: `it asks: ${question}`,
    next: 'Answer first, with `a` or `orch-tui answer`, then send again',
  };
}
