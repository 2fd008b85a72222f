// What the demo agent decides to do, for its own repository and for any other.
import { describe, expect, it } from 'vitest';
import { applied, planWork } from '../../../src/demo/plan-work.js';
import { DEMO_TASKS } from '../../../src/demo/tasks.js';

const [slug] = DEMO_TASKS;
const sources = new Map(DEMO_TASKS.map(({ file, source }) => [file, source]));
const read = (file: string) => sources.get(file) ?? null;

describe('the plan of a demo agent', () => {
  it('mends the file that the task names', () => {
    expect(planWork({ prompt: slug!.text, agent: 'a1', read })).toEqual({ kind: 'mend', file: slug!.file, edits: slug!.edits });
  });

  it('goes on where it was ended', () => {
    const half = applied(slug!.source, slug!.edits[0]!);
    const work = planWork({ prompt: slug!.text, agent: 'a1', read: () => half });
    expect(work.kind === 'mend' && work.edits).toEqual(slug!.edits.slice(1));
  });

  it('leaves a mended file alone', () => {
    const mended = slug!.edits.reduce(applied, slug!.source);
    expect(planWork({ prompt: slug!.text, agent: 'a1', read: () => mended })).toEqual({ kind: 'nothing', file: slug!.file });
  });

  it.each([
    ['a task that names no file', 'make it fast', read],
    ['a repository without its files', slug!.text, () => null],
  ])('leaves a note for %s', (_name, prompt, reader) => {
    const work = planWork({ prompt, agent: 'a1', read: reader });
    expect(work).toMatchObject({ kind: 'note', file: 'DEMO-a1.md' });
    expect(work.kind === 'note' && work.text).toContain(`> ${prompt}`);
  });

  it('writes a note beside nothing else and without control characters', () => {
    const work = planWork({ prompt: 'line one\n\u001b[2Jline two', agent: '../../etc/passwd', read });
    expect(work).toMatchObject({ kind: 'note', file: 'DEMO--etc-passwd.md' });
    expect(work.kind === 'note' && work.text.endsWith('> line one\n> line two\n')).toBe(true);
  });
});
