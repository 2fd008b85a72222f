// What the screens of the real CLIs are read as. Each fixture is a screen as it was seen, named by CLI, version and what it was doing.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AGENT_CLIS } from '../../../src/core/harness/registry.js';

const FOLDER = new URL('../../fixtures/screens/', import.meta.url);

function readingOf(file: string): string {
  const [cli] = file.split('-');
  const harness = AGENT_CLIS.find(({ name }) => name === cli)!;
  const reading = harness.read({ kind: 'screen', text: readFileSync(new URL(file, FOLDER), 'utf8') });
  return reading === null ? 'nothing' : `${reading.state}: ${reading.evidence}`;
}

const COMMIT = "sleep 2; git add -A && git commit -q -m 'agent: add hello.txt' && git log --oneline -1";
const CLAUDE_INPUT = 'idle: its input line is there, and nothing is asked';
const OPENCODE_INPUT = 'idle: its input line is there, and nothing to interrupt';
const OPENCODE_WORKS = 'working: it offers to be interrupted';

describe('screens of real agent CLIs', () => {
  it('are read as what they were', () => {
    const read = Object.fromEntries(readdirSync(FOLDER).map((file) => [file.replace('.txt', ''), readingOf(file)]));
    expect(read).toEqual({
      'claude-2.1.197-asked': CLAUDE_INPUT,
      'claude-2.1.197-bypass': 'waiting: work without asking for permission?',
      'claude-2.1.197-finished': CLAUDE_INPUT,
      'claude-2.1.197-idle': CLAUDE_INPUT,
      'claude-2.1.197-interrupted': CLAUDE_INPUT,
      'claude-2.1.197-permission-edit': 'waiting: create hello.txt?',
      'claude-2.1.197-permission-shell': `waiting: run \`${COMMIT}\`?`,
      'claude-2.1.197-ratelimit': 'nothing',
      'claude-2.1.197-trust': 'waiting: trust this folder?',
      'claude-2.1.197-typed': CLAUDE_INPUT,
      'claude-2.1.197-working': 'nothing',
      'claude-2.1.197-working-shell': 'nothing',
      'claude-2.1.197-working-thinking': 'nothing',
      // OSC 7501 tells its state; its screen gives the words of its questions.
      'codex-0.169.0-asked': 'nothing',
      'codex-0.169.0-finished': 'nothing',
      'codex-0.169.0-idle': 'nothing',
      'codex-0.169.0-interrupted': 'nothing',
      'codex-0.169.0-permission-edit': 'waiting: edit hello.txt?',
      'codex-0.169.0-permission-shell': `waiting: run \`${COMMIT}\`?`,
      'codex-0.169.0-ratelimit': 'nothing',
      'codex-0.169.0-trust': 'waiting: trust this folder?',
      'codex-0.169.0-typed': 'nothing',
      'codex-0.169.0-working': 'nothing',
      'codex-0.169.0-working-shell': 'nothing',
      'codex-0.169.0-working-thinking': 'nothing',
      // Its titles tell its state.
      'gemini-0.61.0-asked': 'nothing',
      'gemini-0.61.0-finished': 'nothing',
      'gemini-0.61.0-idle': 'nothing',
      'gemini-0.61.0-interrupted': 'nothing',
      'gemini-0.61.0-permission-edit': 'waiting: Writing to hello.txt?',
      'gemini-0.61.0-permission-shell': `waiting: run \`${COMMIT}\`?`,
      'gemini-0.61.0-ratelimit': 'nothing',
      'gemini-0.61.0-trust': 'waiting: trust this folder?',
      'gemini-0.61.0-typed': 'nothing',
      'gemini-0.61.0-working': 'nothing',
      'gemini-0.61.0-working-shell': 'nothing',
      'gemini-0.61.0-working-thinking': 'nothing',
      'opencode-1.18.33-asked': 'done: its turn took 535ms',
      'opencode-1.18.33-finished': 'done: its turn took 7.9s',
      'opencode-1.18.33-idle': OPENCODE_INPUT,
      'opencode-1.18.33-interrupted': OPENCODE_INPUT,
      'opencode-1.18.33-interrupted-long-path': OPENCODE_INPUT,
      'opencode-1.18.33-permission-edit': 'waiting: Edit hello.txt?',
      'opencode-1.18.33-permission-shell': `waiting: run \`${COMMIT}\`?`,
      'opencode-1.18.33-ratelimit': OPENCODE_WORKS,
      'opencode-1.18.33-typed': OPENCODE_INPUT,
      'opencode-1.18.33-working': OPENCODE_WORKS,
      'opencode-1.18.33-working-shell': OPENCODE_WORKS,
      'opencode-1.18.33-working-thinking': OPENCODE_WORKS,
    });
  });
});
