// One call of the manager's model, in words: whether there is one to be asked at this moment, and what it has said. Counted.

import type { Config } from '../model/config.js';
import { fail, ok, type Result } from '../model/error.js';
import type { About, EventBody } from '../model/event.js';
import type { ChatModel } from '../ports.js';

export interface ManagerModel {
  readonly model: ChatModel;
  readonly config: { readonly manager: Config['manager'] };
  readonly dispatch: (event: EventBody) => void;
}

/** Whether a message to the manager has a model that reads it. Looked at each time: keys come and go with the person's variables. */
export function managerThere({ model, config }: Pick<ManagerModel, 'model' | 'config'>): Result<unknown> {
  if (config.manager.watch !== 'off') return model.available('manager');
  const next = 'Set manager.watch to goals or all';
  return fail({ kind: 'config', tried: 'ask the manager', said: 'it is switched off', next });
}

export interface ManagerCall {
  readonly system: string;
  /** Texts of others stand in fences. */
  readonly text: string;
  readonly about: About;
  readonly maxOutputTokens: number;
  readonly signal?: AbortSignal;
}

/** As it came: text of a model. */
export async function callManager({ model, config, dispatch }: ManagerModel, call: ManagerCall): Promise<Result<string>> {
  const suffix = config.manager.promptSuffix === null ? '' : `\n\n${config.manager.promptSuffix}`;
  const answer = await model.chat({
    use: 'manager',
    messages: [
      { role: 'system', content: call.system },
      { role: 'user', content: `${call.text}${suffix}` },
    ],
    maxOutputTokens: call.maxOutputTokens,
    ...(call.signal === undefined ? {} : { signal: call.signal }),
  });
  if (!answer.ok) return answer;
  dispatch({ type: 'model.called', use: 'manager', about: call.about, model: answer.value.model, usage: answer.value.usage });
  return ok(answer.value.text);
}
