// The Storage port on disk: the document and the journal of one state folder, together. Used by the host alone, which holds the lock.
import { ok } from '../../model/error.js';
import type { Storage } from '../../ports.js';
import { EventJournal } from './event-journal.js';
import { readJournal } from './journal-read.js';
import { StateFile } from './state-file.js';

/** `now` in milliseconds since the epoch. Nothing is touched before the first call. */
export function createFileStorage({ folder, now }: { readonly folder: string; readonly now: () => number }): Storage {
  const document = new StateFile(folder, now);
  const journal = new EventJournal(folder);
  return {
    async load() {
      const { state, notices } = await document.load();
      const { events, notices: told } = await readJournal(folder, state?.seq ?? 0);
      return { snapshot: state, events, notices: [...notices, ...told] };
    },
    append: (event, durable) => journal.append(event, durable),
    async save(state) {
      const saved = await document.save(state);
      if (!saved.ok) return saved;
      const rotated = journal.rotate(state.seq);
      return rotated.ok ? ok(undefined) : rotated;
    },
    async close() {
      journal.close();
    },
  };
}
