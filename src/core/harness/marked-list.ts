// A list of answers without numbers: one row has the mark of what is chosen, and the others stand in its column. Pure; reads rows as they stand.

export interface MarkedRow {
  readonly label: string;
  readonly isMarked: boolean;
}

/** `❯ No, exit`, and no row of a list with numbers. */
const MARKED = /^([\s│┃]*[❯›●>] )(?!\d+[.)] )(\S.*)$/u;

/** The last such list on the screen, in its order; empty where there is none. A blank row ends it, and so does one that stands further left. */
export function markedList(rows: readonly string[]): readonly MarkedRow[] {
  const at = rows.findLastIndex((row) => MARKED.test(row));
  const [, lead = '', label = ''] = MARKED.exec(rows[at] ?? '') ?? [];
  if (lead === '') return [];
  const beside = (row: string | undefined): string | null => {
    if (row === undefined || /\S/u.test(row.slice(0, lead.length).replace(/^[│┃]/u, ''))) return null;
    return /^\S/u.test(row.slice(lead.length)) ? bare(row.slice(lead.length)) : null;
  };
  const list: MarkedRow[] = [{ label: bare(label), isMarked: true }];
  for (let above = at - 1, found = beside(rows[above]); found !== null; above -= 1, found = beside(rows[above]))
    list.unshift({ label: found, isMarked: false });
  for (let below = at + 1, found = beside(rows[below]); found !== null; below += 1, found = beside(rows[below]))
    list.push({ label: found, isMarked: false });
  return list;
}

function bare(row: string): string {
  return row.replace(/[\s│┃]+$/u, '');
}
