// The person's terminal while it shows the screen: taken, and given back as it was in every case, also when this process ends by a bug.
import { enterScreen, leaveScreen } from './terminal-modes.js';

export interface TerminalStreams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/** Errors of the streams are told to whoever listens on them; here they are expected, for the terminal may have gone. */
export class TakenTerminal {
  readonly #streams: TerminalStreams;
  #isTaken = true;

  constructor(streams: TerminalStreams) {
    this.#streams = streams;
    process.on('exit', this.giveBack);
    process.on('SIGTSTP', this.#stop);
    streams.input.setRawMode(true);
    streams.output.write(enterScreen);
  }

  /** After a stop the shell has had the terminal; raw mode is set anew only after it was off. */
  takeAgain(): void {
    if (!this.#isTaken) return;
    this.#streams.input.setRawMode(false);
    this.#streams.input.setRawMode(true);
    this.#streams.output.write(enterScreen);
  }

  /** Idempotent, and done on return: writes to a terminal are synchronous. A terminal that has gone is no trouble. */
  readonly giveBack = (): void => {
    if (!this.#isTaken) return;
    this.#isTaken = false;
    process.off('exit', this.giveBack);
    process.off('SIGTSTP', this.#stop);
    this.#leave();
  };

  // Who is stopped this way has the time to leave the terminal to the shell; SIGSTOP gives none.
  readonly #stop = (): void => {
    this.#leave();
    process.kill(process.pid, 'SIGSTOP');
  };

  #leave(): void {
    this.#streams.input.setRawMode(false);
    this.#streams.output.write(leaveScreen);
  }
}

/** Ends this process as a hang-up does. Node 20 aborts at an end of its own when it can not reset a terminal that is gone; a signal does not try. */
export function endWithTheTerminal(): void {
  process.removeAllListeners('SIGHUP');
  process.kill(process.pid, 'SIGHUP');
}
