// The figures as one markdown table.
import type { Figure } from './figure.js';
import type { ContenderName } from './stage.js';

export function markdownTable(figures: readonly Figure[]): string {
  const head = ['measured', 'figure', 'direct PTY', 'tmux', 'orch-tui', 'level', 'reached'];
  const rows = figures.map((figure, index) => [
    figures[index - 1]?.scenario === figure.scenario ? '' : figure.scenario,
    figure.name,
    cell(figure, 'direct'),
    cell(figure, 'tmux'),
    cell(figure, 'orch-tui'),
    figure.level ?? '',
    verdict(figure),
  ]);
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function verdict({ level, isReached }: Figure): string {
  if (level === null) return '';
  if (isReached === null) return 'not measured';
  return isReached ? 'yes' : '**no**';
}

function cell({ values, unit }: Figure, contender: ContenderName): string {
  const value = values[contender];
  return value === undefined ? '–' : `${rounded(value)} ${unit}`.trim();
}

/** Three digits that mean something, so that 0.31 ms and 52,428,800 bytes both read well. */
function rounded(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
