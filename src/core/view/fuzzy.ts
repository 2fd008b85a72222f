// Fuzzy choice by name, for the palette: letters in order, words and beginnings first.

/** How well `query` fits `name`, higher is better; null when a letter of it is missing. Blanks in the query do not count. */
export function fuzzyScore(query: string, name: string): number | null {
  const wanted = [...query.toLowerCase().replaceAll(' ', '')];
  const letters = [...name.toLowerCase()];
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const found = bestNext(letters, letter, at + 1);
    if (found === -1) return null;
    if (found === at + 1 && at >= 0) score += 3;
    else if (startsWord(letters, found)) score += 2;
    else score -= Math.min(3, found - at);
    at = found;
  }
  return score - letters.length / 100;
}

/** Those that fit, best first; the given order where they fit alike. */
export function fuzzyFilter<Item>(query: string, items: readonly Item[], nameOf: (item: Item) => string): readonly Item[] {
  if (query.trim() === '') return items;
  return items
    .flatMap((item, at) => {
      const score = fuzzyScore(query, nameOf(item));
      return score === null ? [] : [{ item, score, at }];
    })
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map(({ item }) => item);
}

// The next letter as such, unless a later word begins with it and the next one is in the middle of a word.
function bestNext(letters: readonly string[], letter: string, from: number): number {
  const next = letters.indexOf(letter, from);
  if (next === -1 || next === from || startsWord(letters, next)) return next;
  for (let at = next + 1; at < letters.length; at += 1) if (letters[at] === letter && startsWord(letters, at)) return at;
  return next;
}

function startsWord(letters: readonly string[], at: number): boolean {
  return at === 0 || /[\s\-_/.]/u.test(letters[at - 1] ?? ' ');
}
