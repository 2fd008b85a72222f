// What the reducer of a view wants done, carried out: requests to the host, keys for agents and fields, the editor, the end.
import type { TerminalSize } from '../core/model/protocol.js';
import type { KeyToken, PasteToken, Token } from '../core/model/token.js';
import type { RequestEffect, ViewEffect } from '../core/view/view-effect.js';
import type { ViewAction } from '../core/view/view-state.js';
import type { Overlay } from './editor-overlay.js';
import type { ViewHost } from './view-host.js';

export interface EffectTarget {
  readonly host: ViewHost;
  readonly size: TerminalSize;
  act(action: ViewAction): void;
  /** To the chosen agent, encoded for its modes. */
  type(token: Token): void;
  takeSize(): void;
  field(token: KeyToken | PasteToken): void;
  cover(overlay: Overlay | null): void;
  changed(): void;
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
      void edit(effect.text, target);
      return;
    case 'field':
      target.field(effect.token);
      return;
    case 'remember':
      target.host.remember(effect.defaults);
  }
}

async function request(effect: RequestEffect, { host, act }: EffectTarget): Promise<void> {
  const { method, params } = effect;
  const answer = await host.request(method, params);
  // The three belong together by construction; the type of a union of methods can not say so.
  if (answer.ok) act({ type: 'answered', method, params, result: answer.value } as ViewAction);
  else act({ type: 'refused', method, error: answer.error });
}

async function edit(text: string, { host, size, act, cover, changed }: EffectTarget): Promise<void> {
  const opened = await host.openEditor({ text, size, onChange: changed });
  if (!opened.ok) {
    act({ type: 'noticed', tone: 'error', text: `${opened.error.tried}: ${opened.error.said}` });
    return;
  }
  cover(opened.value.overlay);
  const saved = await opened.value.saved;
  cover(null);
  act({ type: 'edited', text: saved });
}
