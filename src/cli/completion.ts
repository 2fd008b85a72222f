// `completion bash|zsh|fish`: a script made from the commands as they are defined, so that it never lags behind.
import type { Result } from '../core/model/error.js';
import { bashCompletion } from './bash-completion.js';
import { completionWords } from './completion-words.js';
import { fishCompletion } from './fish-completion.js';
import type { Invocation } from './invocation.js';
import { done, type Outcome } from './outcome.js';
import { buildProgram } from './program.js';
import { zshCompletion } from './zsh-completion.js';

export async function completion(invocation: Invocation): Promise<Result<Outcome>> {
  const shell = invocation.args[0];
  const script = shell === 'fish' ? fishCompletion : shell === 'zsh' ? zshCompletion : bashCompletion;
  const text = script(completionWords(buildProgram(async () => undefined)));
  return done(text, { shell, script: text });
}
