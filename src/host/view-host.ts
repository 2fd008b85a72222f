// What one client's view needs of the host it belongs to.
import type { Chrome, ChromeOptions } from '../components/chrome.js';
import type { ScreenProps } from '../components/screen-props.js';
import type { Keymap } from '../core/input/keymap.js';
import type { Config } from '../core/model/config.js';
import type { Result } from '../core/model/error.js';
import type { TerminalSize } from '../core/model/protocol.js';
import type { Method, Requests } from '../core/model/requests.js';
import type { Clock } from '../core/ports.js';
import type { Drafts } from '../core/view/dialog.js';
import type { Draft, EditorWish, RememberEffect } from '../core/view/view-effect.js';
import type { ViewWorld } from '../core/view/view-state.js';
import type { HostAgentRuntime } from './agent-runtime.js';
import type { Overlay } from './editor-overlay.js';

export interface ViewHost {
  readonly clock: Clock;
  readonly config: Config;
  readonly keymap: Keymap;
  readonly runtime: HostAgentRuntime;
  readonly createChrome: (options: ChromeOptions) => Chrome;
  /** The part of the world that all clients share. */
  world(): Omit<ViewWorld, 'size' | 'isSlow' | 'isReadOnly' | 'scrollback'>;
  screenFacts(): Pick<ScreenProps, 'repository' | 'hostStartedAt' | 'storageError' | 'usage' | 'money' | 'queue'>;
  request<M extends Method>(method: M, params: Requests[M]['params']): Promise<Result<Requests[M]['result']>>;
  /** Id of the agent a person named when opening the screen; null when there is none. */
  agentNamed(typed: string): string | null;
  /** A client is about to show this agent: one without a process gets its last output back from its log. */
  willShow(agent: string): void;
  /** A person is attached to it, here or on another screen. */
  isAttended(agent: string): boolean;
  /** The agents whose CPU and memory this client shows from now on. */
  showsUsage(agents: readonly string[]): void;
  /** Pane size a new agent would be shown in. */
  proposeSize(size: TerminalSize): void;
  remember(effect: RememberEffect): void;
  /** $EDITOR in a terminal of its own over the whole screen; `saved` is its text, or null when it failed, and of a file always. */
  openEditor(order: {
    readonly wish: EditorWish;
    readonly size: TerminalSize;
    readonly onChange: () => void;
  }): Promise<Result<{ readonly overlay: Overlay; readonly saved: Promise<string | null> }>>;
  /** The draft that `world` offers is open in this view now. */
  draftTaken(of: Draft): void;
  /** The client is gone, and left these half written. */
  left(drafts: Drafts): void;
}
