// What of a text is broken that would make an agent CLI open a file, and what is left as it is.
import { expect, it } from 'vitest';
import { mentionRule, withoutMentions } from '../../../src/core/model/mentions.js';

it.each([
  ['see @secret.txt', 'see @ secret.txt'],
  ['@/etc/passwd', '@ /etc/passwd'],
  // Gemini reads these, too.
  ['x@secret.txt (@a) ,@b', 'x@ secret.txt (@ a) ,@ b'],
  ['@"my notes.txt" @\\secret.txt', '@ "my notes.txt" @ \\secret.txt'],
  ['@@secret.txt', '@@ secret.txt'],
  // What is taken out of a typed text must not bring the two together again.
  ['@\u0001secret @\u000bsecret @\u00a0secret @\u200bsecret', '@ \u0001secret @ \u000bsecret @ \u00a0secret @ \u200bsecret'],
])('%j is %j', (text, expected) => {
  expect(withoutMentions(text)).toBe(expected);
  expect(withoutMentions(expected)).toBe(expected);
  expect(mentionRule(['', text])).toHaveLength(1);
});

it('leaves what names no file, such as the heads of hunks', () => {
  const text = '@@ -1,3 +1,3 @@ f(\n@ me @\nat the end @';
  expect(withoutMentions(text)).toBe(text);
  expect(mentionRule([text])).toEqual([]);
});
