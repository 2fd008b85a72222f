// Whatever the library gives to a program is described where an editor shows it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../helpers/checkout.js';

const FILES = ['orchestrator', 'goal-order', 'goal-result', 'follow-events', 'orchestrator-error'];

/** Members of exported interfaces and classes, and those themselves, that no comment stands above. */
function undescribed(text: string): readonly string[] {
  const lines = text.split('\n');
  const bare: string[] = [];
  let isInside = false;
  let isInternal = false;
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1]?.trimEnd() ?? '';
    const isDescribed = before.endsWith('*/');
    const begins = /^export (?:interface|class|type) (\w+)/u.exec(line);
    if (begins !== null) {
      isInternal = before.includes('@internal');
      isInside = line.endsWith('{');
      if (!isDescribed) bare.push(begins[1] as string);
    } else if (line === '}') isInside = false;
    else if (isInside && !isInternal) {
      const member = /^ {2}(?:override )?(?:readonly |async )?(\w+)\??(?::|\()/u.exec(line)?.[1];
      if (member !== undefined && !isDescribed && member !== 'name') bare.push(member);
    }
  }
  return bare;
}

it.each(FILES)('in %s', (name) => {
  expect(undescribed(readFileSync(join(root, 'src/library', `${name}.ts`), 'utf8'))).toEqual([]);
});

it('is told where it is not', () => {
  expect(undescribed('export interface A {\n  /** x */\n  b: string;\n  readonly c?: string;\n}\n')).toEqual(['A', 'c']);
});
