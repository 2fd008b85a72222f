// What codex writes down of its tokens: the whole of a conversation after each answer, in the conversation's own file. Seen on 0.169.0.
import { codexHome, findCodexRollout } from './codex-sessions.js';
import { objectIn, textIn } from './hook-text.js';
import { addedTo, lineObject, NONE, tokensIn, type UsageLog, type UsedTokens } from './usage-log.js';

export const codexUsage: UsageLog = {
  home: codexHome,
  async find(place) {
    const newest = await findCodexRollout(place);
    return newest === null ? [] : [newest.path];
  },
  reader() {
    let model = '';
    let before: UsedTokens = NONE;
    return (line) => {
      model = modelIn(line) ?? model;
      const entry = lineObject(line, '"token_count"');
      const payload = objectIn(entry, 'payload');
      const total = payload?.type === 'token_count' ? objectIn(objectIn(payload, 'info'), 'total_token_usage') : null;
      const at = textIn(entry, 'timestamp');
      if (total === null || at === null) return null;
      const now = {
        at,
        model,
        inputTokens: tokensIn(total, 'input_tokens'),
        cachedTokens: tokensIn(total, 'cached_input_tokens'),
        writtenTokens: tokensIn(total, 'cache_write_input_tokens'),
        outputTokens: tokensIn(total, 'output_tokens'),
      };
      // It counts from nothing again.
      const isAnew = now.inputTokens < before.inputTokens || now.outputTokens < before.outputTokens;
      const added = addedTo(isAnew ? NONE : before, now);
      before = now;
      return added;
    };
  },
};

/** Every turn begins with its settings. */
function modelIn(line: string): string | null {
  const entry = lineObject(line, '"turn_context"');
  return entry?.type === 'turn_context' ? textIn(objectIn(entry, 'payload'), 'model') : null;
}
