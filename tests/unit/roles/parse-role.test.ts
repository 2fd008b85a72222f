// A role's file is read strictly: a wrong one says what is wrong and what is allowed, and nothing of it acts.
import { describe, expect, it } from 'vitest';
import { MAX_ROLE_BYTES, parseRole } from '../../../src/core/roles/parse-role.js';

const GOOD = `---
name: tester
purpose: Tries it out.
tools: [read_file, run_command]
turns: 5
kind: artifact
artifact: report.md
done: It says pass or fail.
---
Try it. Write to {{artifact}}.
`;

const changed = (from: string, to: string) => parseRole('/r/tester.md', GOOD.replace(from, to));

describe('a role', () => {
  it('is what its front matter and its words say', () => {
    expect(parseRole('/r/tester.md', GOOD)).toEqual({
      ok: true,
      value: {
        name: 'tester',
        purpose: 'Tries it out.',
        tools: ['read_file', 'run_command'],
        turns: 5,
        kind: 'artifact',
        artifact: 'report.md',
        done: 'It says pass or fail.',
        prompt: 'Try it. Write to {{artifact}}.',
      },
    });
  });

  it.each([
    ['other line ends and a byte order mark', `\ufeff${GOOD.replaceAll('\n', '\r\n')}`],
    ['a list of lines', GOOD.replace(' [read_file, run_command]', '\n  - read_file\n  - "run_command"')],
    ['quoted words and comments', GOOD.replace('purpose: Tries it out.', '# why\n\npurpose: "Tries it out."')],
  ])('may be written with %s', (_what, text) => {
    expect(parseRole('/r/tester.md', text)).toEqual(parseRole('/r/tester.md', GOOD));
  });

  it('of code has no artifact, and may leave tools and done out', () => {
    const text = GOOD.replace('kind: artifact\nartifact: report.md\ndone: It says pass or fail.\n', 'kind: code\n')
      .replace('tools: [read_file, run_command]\n', '')
      .replace('{{artifact}}', 'it');
    expect(parseRole('/r/tester.md', text)).toMatchObject({ value: { kind: 'code', artifact: null, done: null, tools: [] } });
  });

  it('loses what would act on a terminal', () => {
    const read = changed('Try it.', 'Try\u001b]52;c;eA==\u0007 it.');
    expect(read).toMatchObject({ value: { prompt: 'Try it. Write to {{artifact}}.' } });
  });

  it.each([
    ['---\nname', 'name', 'it does not begin with a line `---`'],
    ['done: It says pass or fail.\n---', 'done: It says.', 'its front matter has no closing line `---`'],
    ['turns: 5', 'turns 5', 'line 5 is no `key: value`'],
    ['turns: 5', 'turns: 5\nturns: 6', 'line 6 sets turns a second time'],
    ['turns: 5', 'turns: 5\nhooks: rm', 'there is no key hooks; allowed: name, purpose, tools, turns, kind, artifact, done'],
    ['name: tester', 'name: ../x', 'name is "../x"; allowed: lower-case letters, digits and hyphens, at most 40'],
    ['purpose: Tries it out.\n', '', 'purpose is missing; allowed: one line, at most 500 characters'],
    ['turns: 5', 'turns: -1', 'turns is "-1"; allowed: a whole number from 1 to 1000'],
    ['tools: [read_file, run_command]', 'tools: rm -rf', 'tools is "rm -rf"; allowed: a list of at most 50 names of tools'],
    ['kind: artifact', 'kind: both', 'kind is "both"; allowed: code, artifact'],
    ['artifact: report.md', 'artifact: ../../x', 'artifact is "../../x"; allowed: the name of a file without a folder'],
    ['artifact: report.md\n', '', 'artifact is missing; allowed: the name of a file without a folder'],
    ['kind: artifact', 'kind: code', 'artifact is "report.md"; allowed: nothing with kind: code'],
    ['{{artifact}}', '{{secret}}', 'its words have the hole {{secret}}; allowed: {{artifact}}'],
    ['Try it. Write to {{artifact}}.', ' ', 'it has no words behind its front matter'],
    ['Try it.', 'x'.repeat(MAX_ROLE_BYTES), `it has more than ${MAX_ROLE_BYTES} bytes`],
  ])('with %j as %j is refused: it names file, key, what was found and what is allowed', (from, to, said) => {
    const read = changed(from, to);
    expect(read).toMatchObject({ ok: false, error: { kind: 'config', tried: 'read the role /r/tester.md' } });
    expect(read.ok ? '' : read.error.said).toContain(said);
  });
});
