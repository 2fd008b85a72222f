// The pull request template of a repository: where forges look for it, at the base commit, and whether a filled one is still it.
import type { Repository } from '../ports/repository.js';

const MAX_BYTES = 20_000;
const NAME = /^pull_request_template(?:\.(?:md|markdown|txt))?$/iu;
const FOLDER = /^pull_request_template\/$/iu;
/** Folders beside the top in which forges look, in their order. */
const PLACES = ['.github', '', 'docs'] as const;

/** Null where there is none, or several of which a person would choose one. A repository that can not be read has none. */
export async function pullTemplate(commit: string, repository: Pick<Repository, 'namesAt' | 'fileAt'>): Promise<string | null> {
  const namesAt = async (folder: string): Promise<readonly string[]> => {
    const names = await repository.namesAt({ commit, folder });
    return names.ok ? names.value : [];
  };
  const top = await namesAt('');
  const folders = PLACES.flatMap((place) => (place === '' ? [''] : top.filter((name) => name.toLowerCase() === `${place}/`)));
  const paths: string[] = [];
  const choices: string[] = [];
  for (const folder of folders) {
    const names = folder === '' ? top : await namesAt(folder.slice(0, -1));
    paths.push(...names.filter((name) => NAME.test(name)).map((name) => `${folder}${name}`));
    for (const name of names.filter((each) => FOLDER.test(each))) {
      const inside = await namesAt(`${folder}${name}`.slice(0, -1));
      choices.push(...inside.filter((each) => /\.md$/iu.test(each)).map((each) => `${folder}${name}${each}`));
    }
  }
  const path = paths[0] ?? (choices.length === 1 ? choices[0] : undefined);
  if (path === undefined) return null;
  const file = await repository.fileAt({ commit, path, maxBytes: MAX_BYTES });
  const text = file.ok && file.value !== null ? file.value.replaceAll('\r\n', '\n').trim() : '';
  return text === '' ? null : closed(text);
}

/** All headings of the template are in it, in their order. */
export function keepsHeadings(template: string, filled: string): boolean {
  const there = headingsOf(filled);
  let from = 0;
  return headingsOf(template).every((heading) => {
    const at = there.indexOf(heading, from);
    from = at + 1;
    return at >= 0;
  });
}

/** What asks somebody to write stands there for whoever fills it in. */
export function withoutComments(text: string): string {
  return text.replace(/<!--[\s\S]*?(?:-->|$)/gu, '').replace(/\n{3,}/gu, '\n\n');
}

function headingsOf(text: string): readonly string[] {
  return withoutComments(text)
    .replace(/^(```|~~~)[\s\S]*?^\1/gmu, '')
    .split('\n')
    .flatMap((line) => /^ {0,3}(#{1,6} .*?)[ #]*$/u.exec(line)?.[1] ?? [])
    .map((heading) => heading.replace(/\s+/gu, ' ').toLowerCase());
}

/** Cut at its bound, it must not swallow what comes behind it. */
function closed(text: string): string {
  const fences = text.match(/^(?:```|~~~)/gmu)?.length ?? 0;
  const whole = text.lastIndexOf('<!--') > text.lastIndexOf('-->') ? `${text}\n-->` : text;
  return fences % 2 === 0 ? whole : `${whole}\n${text.match(/^(?:```|~~~)/mu)?.[0] ?? ''}`;
}
