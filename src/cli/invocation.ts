// One call of the command line, parsed: which command, its words, its options.

export interface Invocation {
  readonly name: string;
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

export function flag(invocation: Invocation, name: string): boolean {
  return invocation.options[name] === true;
}

export function text(invocation: Invocation, name: string): string | null {
  const value = invocation.options[name];
  return typeof value === 'string' ? value : null;
}

export function number(invocation: Invocation, name: string): number | null {
  const value = invocation.options[name];
  return typeof value === 'number' ? value : null;
}

export function list(invocation: Invocation, name: string): readonly string[] {
  const value = invocation.options[name];
  return Array.isArray(value) ? value.map(String) : [];
}
