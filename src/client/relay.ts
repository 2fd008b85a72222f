// The relay: this terminal's bytes and size to the host, the host's bytes to this terminal. It draws nothing and always restores the terminal.
import { type Bye, FrameType } from '../core/model/protocol.js';
import type { Connection } from './connection.js';
import { endWithTheTerminal, TakenTerminal, type TerminalStreams } from './taken-terminal.js';

/** Runs until the host says bye, the connection breaks or the terminal goes. Gives the exit code and what to tell the person. Never rejects. */
export function relay(connection: Connection, { input, output }: TerminalStreams): Promise<{ exitCode: number; message: string | null }> {
  return new Promise((resolve) => {
    let isOver = false;
    let isTerminalGone = false;

    const end = (exitCode: number, message: string | null) => {
      if (isOver) return;
      isOver = true;
      input.off('data', toHost);
      output.off('resize', resized);
      for (const [signal, listener] of signals) process.off(signal, listener);
      connection.close();
      terminal.giveBack();
      if (isTerminalGone) return endWithTheTerminal();
      input.pause();
      resolve({ exitCode, message });
    };
    const toHost = (chunk: Buffer) => connection.send(FrameType.bytes, chunk);
    const resized = () => connection.send(FrameType.size, JSON.stringify({ cols: output.columns, rows: output.rows }));
    // A dropped line reaches us as SIGHUP or as EIO, whichever is first; the host and its agents do not notice either (decision 9).
    const gone = () => {
      isTerminalGone = true;
      end(129, null);
    };
    const signals: readonly (readonly [NodeJS.Signals, () => void])[] = [
      ['SIGHUP', gone],
      ['SIGTERM', () => end(143, null)],
      ['SIGINT', () => end(130, null)],
      ['SIGCONT', resume],
    ];
    // The shell has had the terminal: take it again and ask for a whole picture.
    function resume() {
      terminal.takeAgain();
      resized();
    }

    for (const [signal, listener] of signals) process.on(signal, listener);
    output.on('error', gone);
    input.on('error', gone);
    input.on('end', gone);
    const terminal = new TakenTerminal({ input, output });
    input.on('data', toHost);
    output.on('resize', resized);
    connection.listen({
      bytes: (data) => {
        if (isOver) return;
        output.write(data, () => connection.send(FrameType.ack, ''));
      },
      end: (bye) => end(...outcome(bye)),
    });
  });
}

function outcome(bye: Bye | null): [number, string | null] {
  if (bye !== null) return [bye.exitCode, bye.message];
  return [1, 'orch-tui: the host ended unexpectedly. Nothing is lost: run `orch-tui` again, then `r` resumes an agent.'];
}
