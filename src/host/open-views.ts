// All screens that are open at this host: what is told to each of them, and who looks at what.
import type { TerminalTheme } from '../core/screen/terminal-answers.js';
import type { ClientView } from './client-view.js';

export class OpenViews {
  readonly #views = new Set<ClientView>();

  add(view: ClientView): void {
    this.#views.add(view);
  }

  remove(view: ClientView): void {
    this.#views.delete(view);
  }

  get count(): number {
    return this.#views.size;
  }

  /** An agent's cells may have changed. */
  output(agent: string): void {
    for (const view of this.#views) view.output(agent);
  }

  /** An agent's terminal has another size: whoever shows it says so in the title of the pane. */
  resized(agent: string): void {
    this.output(agent);
    for (const view of this.#views) if (view.shown === agent) view.stateChanged();
  }

  /** Something of what they show may have changed. */
  changed(): void {
    for (const view of this.#views) view.stateChanged();
  }

  /** For the person's eyes: by the bell, or as the terminal can. */
  notify(text: string): void {
    for (const view of this.#views) view.notify(text);
  }

  tell(action: Parameters<ClientView['tell']>[0]): void {
    for (const view of this.#views) view.tell(action);
  }

  close(...how: Parameters<ClientView['close']>): void {
    for (const view of this.#views) view.close(...how);
  }

  /** Whether a person has it before their eyes. */
  isLookedAt(of: Parameters<ClientView['looksAt']>[0]): boolean {
    return this.#some((view) => view.isFocused && view.looksAt(of));
  }

  isAttended(agent: string): boolean {
    return this.#some((view) => view.attachedTo === agent);
  }

  isShown(agent: string): boolean {
    return this.#some((view) => view.shown === agent);
  }

  /** Colours of the terminal whose person looks, for agents that ask. */
  theme(): TerminalTheme | null {
    return (
      [...this.#views].map((view) => view.facts).find(({ foreground, background }) => foreground !== null || background !== null) ?? null
    );
  }

  #some(holds: (view: ClientView) => boolean): boolean {
    return [...this.#views].some(holds);
  }
}
