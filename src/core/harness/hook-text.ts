// Texts out of what a hook or an event stream has told: anything may stand there. Pure.

/** Of a message that ends a turn: long ones are not read whole. */
const TAIL = 2000;

/** The text under a name, as it is; null for anything else. */
export function textIn(value: Readonly<Record<string, unknown>> | null | undefined, name: string): string | null {
  const text = value !== null && value !== undefined && Object.hasOwn(value, name) ? value[name] : null;
  return typeof text === 'string' && text !== '' ? text : null;
}

/** The object under a name; null for anything else. */
export function objectIn(
  value: Readonly<Record<string, unknown>> | null | undefined,
  name: string,
): Readonly<Record<string, unknown>> | null {
  const found = value !== null && value !== undefined && Object.hasOwn(value, name) ? value[name] : null;
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Readonly<Record<string, unknown>>) : null;
}

/** The last line of what an agent said, when it is a question: then its turn has ended to wait for an answer. */
export function closingQuestion(message: string): string | null {
  const last = message.slice(-TAIL).trimEnd().split('\n').at(-1)?.trim() ?? '';
  return /[?？][)*_"'”’`\s]*$/u.test(last) ? last : null;
}
