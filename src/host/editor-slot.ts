// The place for an editor over one client's screen: one at a time, its text back to the view, and none outlives the screen.
import type { EditorWish } from '../core/view/view-effect.js';
import type { ViewAction } from '../core/view/view-state.js';
import type { Overlay } from './editor-overlay.js';
import type { ViewHost } from './view-host.js';

export interface EditorSlotOptions {
  readonly open: (wish: EditorWish) => ReturnType<ViewHost['openEditor']>;
  /** What is shown over everything; null: nothing any more. */
  readonly cover: (overlay: Overlay | null) => void;
  readonly act: (action: ViewAction) => void;
}

export class EditorSlot {
  readonly #options: EditorSlotOptions;
  #overlay: Overlay | null = null;
  /** From the wish for an editor until its text is back: files are written before there is anything to see. */
  #isTaken = false;
  #isDisposed = false;

  constructor(options: EditorSlotOptions) {
    this.#options = options;
  }

  /** Ignored while an editor is open or about to be. Never rejects. */
  async edit(wish: EditorWish): Promise<void> {
    if (this.#isTaken) return;
    const { open, cover, act } = this.#options;
    this.#isTaken = true;
    const opened = await open(wish);
    if (!opened.ok) {
      this.#isTaken = false;
      act({ type: 'noticed', tone: 'error', text: `${opened.error.tried}: ${opened.error.said}` });
      return;
    }
    const { overlay, saved } = opened.value;
    if (this.#isDisposed) return overlay.dispose();
    this.#overlay = overlay;
    cover(overlay);
    const edited = await saved;
    this.#overlay = null;
    this.#isTaken = false;
    cover(null);
    act('text' in wish ? { type: 'edited', text: edited } : { type: 'fileEdited', agent: wish.agent });
  }

  /** The screen is gone, and its editor with it. */
  dispose(): void {
    this.#isDisposed = true;
    this.#overlay?.dispose();
  }
}
