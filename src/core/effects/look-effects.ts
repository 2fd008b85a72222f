// Looking at what an agent has done: the size of its diff, and the file that tells scripts how it ended. Changes no work.
import { join } from 'node:path';
import { errorLine } from '../model/error.js';
import { resultDocument, resultFileName } from '../state/result-document.js';
import type { EffectPorts } from './effect-ports.js';
import type { Handlers } from './effect-runner.js';

type Ports = Pick<EffectPorts, 'repository' | 'files' | 'folders' | 'litterOf'>;

export function lookEffects({ repository, files, folders, litterOf }: Ports): Pick<Handlers, 'diff.measure' | 'result.write'> {
  return {
    async 'diff.measure'({ agent: id }, { agent: now, dispatch }) {
      const agent = now(id);
      if (agent === undefined || agent.worktree === null || agent.baseCommit === null) return;
      const { worktree, baseCommit } = agent;
      const measured = await repository.measureDiff({ worktree, baseCommit, litter: litterOf(agent) });
      // A number beside the title: where git can not tell it (the folder is being removed), the last one stays.
      if (!measured.ok) return;
      const diff = measured.value;
      const known = now(id)?.diff;
      const isSame = known?.files === diff.files && known.additions === diff.additions && known.deletions === diff.deletions;
      if (!isSame) dispatch({ type: 'agent.diffChanged', agent: id, diff });
    },
    async 'result.write'({ agent: id }, { agent: now, dispatch }) {
      const agent = now(id);
      if (agent === undefined) return;
      const written = await files.write(join(folders.results, resultFileName(agent)), resultDocument(agent));
      if (!written.ok) dispatch({ type: 'notice.raised', text: errorLine(written.error) });
    },
  };
}
