// One entry of `limits.chain`: `HARNESS` or `HARNESS:MODEL`.

/** `claude:sonnet`; a model may have colons of its own. */
export function harnessOfLink(entry: string): { readonly harness: string; readonly model: string | null } {
  const [harness = '', ...rest] = entry.trim().split(':');
  const model = rest.join(':');
  return { harness, model: model === '' ? null : model };
}
