// What the reducer of a view wants done, carried out: requests to the host, keys for agents and fields, the editor, the end.
import type { Result } from '../core/model/error.js';
import type { KeyToken, PasteToken, Token } from '../core/model/token.js';
import type { Draft, EditorWish, RememberEffect, RequestEffect, ViewEffect } from '../core/view/view-effect.js';
import type { ViewAction } from '../core/view/view-state.js';

export interface EffectTarget {
  act(action: ViewAction): void;
  /** To the chosen agent, encoded for its modes. */
  type(token: Token): void;
  takeSize(): void;
  field(token: KeyToken | PasteToken): void;
  edit(wish: EditorWish): void;
  request(effect: RequestEffect): Promise<Result<unknown>>;
  remember(effect: RememberEffect): void;
  draftTaken(of: Draft): void;
  close(): void;
}

export function carryOut(effect: ViewEffect, target: EffectTarget): void {
  switch (effect.type) {
    case 'request':
      void request(effect, target);
      return;
    case 'attach':
      target.takeSize();
      // Agents that dim or ask differently while nobody types to them.
      target.type({ type: 'focus', gained: true });
      return;
    case 'detach':
      target.type({ type: 'focus', gained: false });
      return;
    case 'close':
      target.close();
      return;
    case 'editor':
      target.edit({ text: effect.text });
      return;
    case 'editFile':
      target.edit(effect);
      return;
    case 'field':
      target.field(effect.token);
      return;
    case 'remember':
      target.remember(effect);
      return;
    case 'draftTaken':
      target.draftTaken(effect.of);
  }
}

async function request(effect: RequestEffect, { act, request: ask }: EffectTarget): Promise<void> {
  const { method, params } = effect;
  const answer = await ask(effect);
  // The three belong together by construction; the type of a union of methods can not say so.
  if (answer.ok) act({ type: 'answered', method, params, result: answer.value } as ViewAction);
  else act({ type: 'refused', method, params, error: answer.error } as ViewAction);
}
