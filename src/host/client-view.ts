// One client's view: its tokens become keys for an agent or steps of its view state; its screen is the chrome with the agent's live cells in it.
import type { Chrome } from '../components/chrome.js';
import { isOver } from '../core/model/agent.js';
import type { ReplyToken, Token } from '../core/model/token.js';
import { unfinished } from '../core/view/goal-dialog.js';
import { keyText } from '../core/view/key-words.js';
import type { Layout } from '../core/view/layout.js';
import { nextChange } from '../core/view/next-change.js';
import { isInSight, type Notification } from '../core/view/notification.js';
import { reduceView } from '../core/view/reduce-view.js';
import { usageShown } from '../core/view/usage-shown.js';
import { initialView, modeOf, type ViewAction, type ViewState, type ViewWorld, viewLayout } from '../core/view/view-state.js';
import { ClientInput } from './client-input.js';
import { type ClientLink, saneSize } from './client-link.js';
import { EditorSlot } from './editor-slot.js';
import { FrameFlow } from './frame-flow.js';
import { obey } from './obey-target.js';
import { Painter } from './painter.js';
import { ScreenComposer } from './screen-composer.js';
import { ShownAgent } from './shown-agent.js';
import { ASK_TERMINAL, CURSOR_REPORTS_ASKED, type TerminalFacts } from './terminal-facts.js';
import { TokenRouter } from './token-router.js';
import { carryOut, type EffectTarget } from './view-effects.js';
import type { ViewHost } from './view-host.js';
import { ViewTimers } from './view-timers.js';

export class ClientView {
  /** A person is at this terminal; one that reports no focus is taken to have it. */
  isFocused = true;
  readonly #host: ViewHost;
  readonly #link: ClientLink;
  readonly #input: ClientInput;
  readonly #flow: FrameFlow;
  readonly #painter: Painter;
  readonly #composer: ScreenComposer;
  readonly #agent: ShownAgent;
  readonly #timers: ViewTimers;
  readonly #router: TokenRouter;
  readonly #editor = new EditorSlot({
    open: (wish) => this.#host.openEditor({ wish, size: this.#composer.size, onChange: () => this.#painter.changed() }),
    cover: (overlay) => this.#composer.cover(overlay),
    act: (action) => this.#act(action),
  });
  #chrome: Chrome;
  #view: ViewState;
  #layout: Layout;
  #wanted: string | null = null;
  #isReading = false;
  #isDrawDue = false;
  #isOver = false;
  readonly #effectTarget: EffectTarget = {
    act: (action) => this.#act(action),
    type: (token) => {
      if (this.#agent.type(token, this.#layout.pane)) this.#painter.expectEcho();
    },
    takeSize: () => this.#agent.takeSize(),
    field: (token) => {
      // Its field must have the focus first: a Tab before it may have come in the same read.
      if (this.#isDrawDue) this.#draw();
      this.#chrome.input(token);
    },
    edit: (wish) => void this.#editor.edit(wish),
    request: (effect) => this.#host.request(effect.method, effect.params),
    remember: (effect) => this.#host.remember(effect),
    draftTaken: (of) => this.#host.draftTaken(of),
    close: () => this.close('closed', null),
  };

  constructor(link: ClientLink, host: ViewHost) {
    const { clock, runtime } = host;
    const { screen } = link;
    this.#link = link;
    this.#timers = new ViewTimers(clock);
    this.#host = host;
    this.#view = initialView(screen.agent === null ? null : host.agentNamed(screen.agent));
    this.#input = new ClientInput(clock, (token) => this.#token(token));
    this.#flow = new FrameFlow({
      clock,
      send: (data) => link.sendBytes(data),
      onFree: () => this.#painter.lineFree(),
      onSlowChanged: () => this.#act({ type: 'worldChanged' }),
    });
    this.#router = new TokenRouter({ clock, keymap: host.keymap, readOnly: screen.readOnly });
    this.#composer = new ScreenComposer(screen, saneSize(screen.size));
    this.#painter = new Painter({ clock, fps: host.config.screen.fps, line: this.#flow, compose: () => this.#compose() });
    this.#agent = new ShownAgent({
      clock,
      runtime,
      access: screen.readOnly ? 'read-only' : 'typing',
      size: () => this.#layout.paneSize,
      isTaken: (agent) => agent !== this.attachedTo && host.isAttended(agent),
      onReleased: () => this.#painter.changed(),
    });
    this.#layout = viewLayout(this.#view, this.#world());
    this.#chrome = this.#newChrome();
    link.listen({
      bytes: (chunk) => {
        this.#isReading = true;
        this.#input.push(chunk);
      },
      // One frame for all keys that came together: whoever types faster than a frame is drawn sees fewer frames, not later ones.
      read: () => {
        this.#isReading = false;
        if (this.#isDrawDue) this.#draw();
      },
      ack: () => this.#flow.acked(),
      size: (size) => {
        this.#composer.resize(size);
        this.#act({ type: 'worldChanged' });
      },
      closed: () => this.dispose(),
    });
  }

  /** Asks the terminal what it can do and draws the first screen, without waiting for answers. */
  start(): void {
    this.#input.awaitCursorReports(CURSOR_REPORTS_ASKED);
    this.#flow.start(ASK_TERMINAL);
    const asked = this.#view.selected;
    this.#act({ type: 'worldChanged' });
    this.#select(this.#view.selected);
    if (asked !== null && asked === this.#view.selected) this.#attachTo(asked);
  }

  /** The agent whose cells this client sees; null while none. */
  get shown(): string | null {
    return this.#view.place.kind === 'agents' ? this.#view.selected : null;
  }

  /** The agent that this client's keys go to; null while none. */
  get attachedTo(): string | null {
    return this.#view.focus === 'attached' && !this.#link.screen.readOnly ? this.#view.selected : null;
  }

  /** What this client's terminal said of itself. */
  get facts(): TerminalFacts {
    return this.#composer.facts;
  }

  /** An agent's cells may have changed. */
  output(agent: string): void {
    if (agent !== this.shown) return;
    if (this.#view.scroll > 0) this.stateChanged();
    this.#painter.changed();
    this.#agent.watchHold();
  }

  /** The shared state has changed; bursts become one frame. */
  stateChanged(): void {
    if (this.#isOver) return;
    this.#timers.soon(() => {
      this.#act({ type: 'worldChanged' });
      if (this.#wanted !== null) this.#attachTo(this.#wanted);
    });
  }

  /** Calls the person at this terminal. */
  notify(text: string): void {
    if (this.#isOver) return;
    this.#composer.call(text, this.#host.config.notify.via);
    this.#painter.changed();
  }

  /** A word of the host itself. */
  readonly tell = (word: Extract<ViewAction, { readonly type: 'noticed' | 'told' }>): void => this.#act(word);

  readonly looksAt = (of: Notification['of']): boolean => isInSight(this.#view, of);

  close(reason: 'closed' | 'host-stopped', message: string | null): void {
    if (!this.#isOver) this.#flow.settle(() => this.#link.bye({ reason, message, exitCode: 0 }));
  }

  dispose(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const part of [this.#timers, this.#input, this.#flow, this.#painter, this.#agent, this.#editor, this.#chrome, this.#composer])
      part.dispose();
    this.#host.left(unfinished(this.#view));
  }

  #newChrome(): Chrome {
    // The fonts of the Linux console have 256 or 512 characters, most of the marks are not among them.
    const isPlain = !this.#link.screen.utf8 || this.#link.screen.term === 'linux' || this.#composer.facts.isAmbiguousWide;
    return this.#host.createChrome({
      glyphs: (this.#host.config.screen.ascii ?? isPlain) ? 'ascii' : 'unicode',
      onFrame: (frame) => {
        this.#composer.frame(frame);
        this.#painter.changed();
      },
      onField: (field, value) => this.#act({ type: 'fieldChanged', field, value }),
    });
  }

  // `attach` right after `run`: its process is still to come. Any key of the person is another wish.
  #attachTo(agent: string): void {
    const isComing = this.#host.world().agents.some(({ id, process, state }) => id === agent && process === null && !isOver(state));
    this.#wanted = isComing ? agent : null;
    if (!isComing) this.#act({ type: 'action', action: 'agent.attach' });
  }

  #token(token: Token): void {
    if (this.#isOver) return;
    if (token.type === 'key') this.#wanted = null;
    if (token.type === 'focus') this.isFocused = token.gained;
    if (token.type === 'reply') this.#reply(token);
    else if (this.#composer.overlay !== null) this.#composer.overlay.type(token);
    else
      obey(
        this.#router.target(token, modeOf(this.#view), () => (this.attachedTo === null ? null : (this.#agent.emulator?.modes ?? null))),
        this.#effectTarget,
      );
  }

  #reply(reply: ReplyToken): void {
    if (reply.reply === 'status') {
      // It was asked last: what the terminal said before it is all it says.
      this.#composer.learn();
      this.#flow.answered();
      this.#painter.changed();
    } else if (this.#composer.hear(reply) === 'other marks') {
      this.#chrome.dispose();
      this.#chrome = this.#newChrome();
      this.#draw();
    }
  }

  #act(action: ViewAction): void {
    if (this.#isOver) return;
    const world = this.#world();
    const before = this.#settled(world);
    const { view, effects } = reduceView(before, world, action);
    this.#view = view;
    if (view.selected !== before.selected) this.#select(view.selected);
    for (const effect of effects) carryOut(effect, this.#effectTarget);
    if (this.#isReading) this.#isDrawDue = true;
    else this.#draw();
  }

  /** The view after the history that came since the last step. */
  #settled(world: ViewWorld): ViewState {
    const rows = this.#agent.grownRows;
    this.#agent.told();
    return rows > 0 && this.#view.scroll > 0 ? reduceView(this.#view, world, { type: 'historyGrew', rows }).view : this.#view;
  }

  #select(agent: string | null): void {
    if (agent !== null) this.#host.willShow(agent);
    this.#agent.choose(agent);
  }

  #world(): ViewWorld {
    return {
      ...this.#host.world(),
      size: this.#composer.size,
      isSlow: this.#flow.isSlow,
      isReadOnly: this.#link.screen.readOnly,
      scrollback: this.#agent.scrollback,
    };
  }

  #draw(): void {
    this.#isDrawDue = false;
    if (this.#isOver) return;
    const world = this.#world();
    const { emulator } = this.#agent;
    const before = this.#layout.paneSize;
    this.#layout = viewLayout(this.#view, world);
    const { paneSize } = this.#layout;
    // Whatever made it another: the terminal, zoom, a longer list above it, a slow line.
    if (paneSize.cols !== before.cols || paneSize.rows !== before.rows) this.#agent.rested();
    this.#host.proposeSize(paneSize);
    this.#host.showsUsage(usageShown(this.#view, world, this.#layout));
    this.#chrome.update({
      view: this.#view,
      world,
      ...this.#host.screenFacts(),
      ptySize: emulator === null ? null : { cols: emulator.cols, rows: emulator.rows },
      leaderKey: keyText(this.#host.keymap.leader),
    });
    this.#armClock(world);
    this.#painter.paintNow();
  }

  #compose(): string {
    const emulator = this.shown === null ? null : this.#agent.emulator;
    return this.#composer.compose({
      view: this.#view,
      grownRows: this.#agent.grownRows,
      layout: this.#layout,
      emulator,
      now: this.#host.clock.now(),
    });
  }

  // One timer, to the next change a person could see (decision 16).
  #armClock(world: ViewWorld): void {
    const due = nextChange(this.#view, world, this.#host.screenFacts().hostStartedAt);
    this.#timers.later(due === null ? null : due - world.now, () => this.#act({ type: 'worldChanged' }));
  }
}
