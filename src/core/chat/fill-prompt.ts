// The text of a prompt with its holes filled. A hole is {{name}}; a hole or a value without its partner is a bug of ours, so it throws.

/** Each hole is filled in one pass: a value that looks like a hole stays as it is. */
export function fillPrompt(template: string, values: Readonly<Record<string, string>>): string {
  const used = new Set<string>();
  const filled = template.replace(/\{\{([a-z][a-zA-Z0-9]*)\}\}/gu, (_hole, name: string) => {
    if (!Object.hasOwn(values, name)) throw new Error(`the prompt has a hole {{${name}}} that nothing fills`);
    used.add(name);
    return values[name] ?? '';
  });
  const unused = Object.keys(values).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`the prompt has no hole for ${unused.join(', ')}`);
  return filled;
}
