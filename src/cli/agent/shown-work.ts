// What the loop does, on the screen and to the host: what it says as it comes, a line for each call of a tool, changes in colour, its turns.
import type { LoopStage } from '../../core/agent/agent-loop.js';
import type { ToolOutcome } from '../../core/agent/tool.js';
import { plainText } from '../../core/model/plain-text.js';
import type { Usage } from '../../core/model/usage.js';
import type { AgentScreen, ScreenColor } from './screen.js';
import type { ToldHost } from './told-host.js';

const DIFF_ROWS = 14;
const OUTPUT_ROWS = 6;

export function createShownWork({
  screen,
  told,
  turns,
}: {
  readonly screen: AgentScreen;
  readonly told: ToldHost;
  readonly turns: number;
}): LoopStage {
  let isAsking = false;
  return {
    says(delta) {
      if (!isAsking) told.working();
      isAsking = true;
      screen.say(delta);
    },
    saidAll() {
      isAsking = false;
      screen.saidAll();
    },
    note: (text) => screen.print(text, 'dim'),
    toolBegins({ name, arguments: given }) {
      told.toolBegan(name);
      screen.status(`… ${name} ${plainText(given, 200)}`);
    },
    toolEnds(call, outcome) {
      screen.status('');
      screen.title('works');
      screen.print(`${outcome.ok ? '·' : '×'} ${outcome.line}`, outcome.ok ? 'cyan' : 'red');
      showDiff(screen, outcome.diff ?? []);
      if (call.name === 'run_command') showOutput(screen, outcome);
      told.working();
    },
    turnEnds(turn, usage) {
      told.usage(usage);
      screen.print(`turn ${turn} of ${turns} · ${usageText(usage)}`, 'dim');
    },
  };
}

/** `12.4k tokens in, 1.2k out · $0.02`. */
export function usageText({ inputTokens, outputTokens, costUsd, estimated }: Usage): string {
  const cost = costUsd === 0 ? '' : ` · ${estimated ? 'about ' : ''}$${costUsd.toFixed(costUsd < 0.1 ? 4 : 2)}`;
  return `${short(inputTokens)} tokens in, ${short(outputTokens)} out${cost}`;
}

function short(count: number): string {
  return count < 1000 ? `${count}` : `${(count / 1000).toFixed(1)}k`;
}

function showDiff(screen: AgentScreen, diff: readonly string[]): void {
  if (diff.length === 0) return;
  const shown = diff.length <= DIFF_ROWS ? diff : [...diff.slice(0, DIFF_ROWS - 1), `  [${diff.length - DIFF_ROWS + 1} more lines]`];
  screen.code(shown, colorOf);
}

function colorOf(line: string): ScreenColor {
  return line.startsWith('+') ? 'green' : line.startsWith('-') ? 'red' : 'dim';
}

function showOutput(screen: AgentScreen, { text }: ToolOutcome): void {
  const lines = text.split('\n').slice(1);
  if (lines.length > 0) screen.code(lines.slice(-OUTPUT_ROWS), () => 'dim');
}
