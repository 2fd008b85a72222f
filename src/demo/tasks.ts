// The three tasks of the demo: a small fault each, the test that shows it, and the edits that mend it. Plain data.

export interface DemoEdit {
  /** What the demo agent says before it makes this edit. */
  readonly says: string;
  /** Stands exactly once in the file at that point. */
  readonly search: string;
  readonly replace: string;
}

export interface DemoTask {
  readonly name: string;
  readonly title: string;
  /** The task text given to the agent; it names `file`. */
  readonly text: string;
  readonly file: string;
  readonly source: string;
  /** Exits 1 as long as the fault is there. */
  readonly test: string;
  readonly testSource: string;
  readonly edits: readonly DemoEdit[];
}

const slug: DemoTask = {
  name: 'tidy-slugs',
  title: 'Tidy slugs',
  text: 'slugify in src/slug.mjs keeps punctuation and doubles dashes: "Hello,  World!" must become "hello-world". Mend it; test/slug.test.mjs shows it.',
  file: 'src/slug.mjs',
  source: `// Turns a title into the last part of an address.
export function slugify(title) {
  return title.toLowerCase().replaceAll(' ', '-');
}
`,
  test: 'test/slug.test.mjs',
  testSource: `import assert from 'node:assert/strict';
import { slugify } from "../src/slug.mjs";

assert.equal(slugify('Red Tea Pot'), 'red-tea-pot');
assert.equal(slugify('Hello,  World!'), 'hello-world');
assert.equal(slugify('Crème brûlée'), 'creme-brulee');
console.log('slugs are tidy');
`,
  edits: [
    {
      says: 'Blanks and punctuation become one dash.',
      search: ".replaceAll(' ', '-')",
      replace: ".replace(/[^a-z0-9]+/g, '-')",
    },
    {
      says: 'Accents are taken off first, so that é stays an e.',
      search: 'title.toLowerCase()',
      replace: "title.normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase()",
    },
    {
      says: 'No dash is left at either end.',
      search: "+/g, '-');",
      replace: "+/g, '-').replace(/^-|-$/g, '');",
    },
  ],
};

const duration: DemoTask = {
  name: 'pad-durations',
  title: 'Pad durations',
  text: 'formatDuration in src/duration.mjs writes 65 seconds as 1:5 instead of 1:05, and knows no hours. Mend it; test/duration.test.mjs shows it.',
  file: 'src/duration.mjs',
  source: `// How long a delivery takes, for people.
export function formatDuration(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes + ':' + (seconds % 60);
}
`,
  test: 'test/duration.test.mjs',
  testSource: `import assert from 'node:assert/strict';
import { formatDuration } from "../src/duration.mjs";

assert.equal(formatDuration(65), '1:05');
assert.equal(formatDuration(3600), '1:00:00');
assert.equal(formatDuration(0), '0:00');
console.log('durations are padded');
`,
  edits: [
    {
      says: 'Seconds always take two places.',
      search: '(seconds % 60);',
      replace: "String(seconds % 60).padStart(2, '0');",
    },
    {
      says: 'From an hour on, hours come first and minutes take two places, too.',
      search: "  return minutes + ':'",
      replace: `  if (minutes >= 60) {
    const rest = formatDuration(seconds % 3600).padStart(5, '0');
    return Math.floor(minutes / 60) + ':' + rest;
  }
  return minutes + ':'`,
    },
  ],
};

const cart: DemoTask = {
  name: 'count-quantities',
  title: 'Count quantities',
  text: 'total in src/cart.mjs ignores how many of an item are bought, and 3 x 0.10 comes out as 0.30000000000000004. Mend it; test/cart.test.mjs shows it.',
  file: 'src/cart.mjs',
  source: `// What a cart costs.
export function total(items) {
  return items.reduce((sum, item) => sum + item.price, 0);
}
`,
  test: 'test/cart.test.mjs',
  testSource: `import assert from 'node:assert/strict';
import { total } from "../src/cart.mjs";

assert.equal(total([]), 0);
assert.equal(total([{ price: 2, quantity: 3 }]), 6);
assert.equal(total([{ price: 0.1, quantity: 3 }]), 0.3);
console.log('carts add up');
`,
  edits: [
    {
      says: 'Each price counts as often as the item is bought.',
      search: 'sum + item.price, 0)',
      replace: 'sum + item.price * item.quantity, 0)',
    },
    {
      says: 'Sums are made in cents, which are whole numbers.',
      search: `  return items.reduce((sum, item) => sum + item.price * item.quantity, 0);`,
      replace: `  const cents = items.reduce((sum, item) => sum + Math.round(item.price * 100) * item.quantity, 0);
  return cents / 100;`,
    },
  ],
};

export const DEMO_TASKS: readonly DemoTask[] = [slug, duration, cart];
