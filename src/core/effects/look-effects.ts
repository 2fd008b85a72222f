// Looking at what an agent has done: its changes, for the radar and for their size, and the file that tells scripts how it ended. Changes no work.
import { join } from 'node:path';
import { errorLine } from '../model/error.js';
import { resultDocument, resultFileName } from '../state/result-document.js';
import type { EffectPorts } from './effect-ports.js';
import type { Handlers } from './effect-runner.js';
import { measureWork } from './measure-work.js';
import { createRadar } from './radar.js';

type Ports = Pick<EffectPorts, 'repository' | 'files' | 'folders' | 'litterOf'>;

export function lookEffects(ports: Ports): Pick<Handlers, 'diff.measure' | 'result.write'> {
  const { files, folders } = ports;
  const radar = createRadar(ports);
  return {
    async 'diff.measure'({ agent: id }, context) {
      const { agent: now, dispatch } = context;
      const agent = now(id);
      if (agent === undefined || agent.baseCommit === null) return;
      // What was delivered has moved its base on: the others are behind it now.
      if (agent.worktree === null) return radar.look(context);
      const { baseCommit } = agent;
      const ahead = radar.askAhead(context);
      const measured = await measureWork({ ...agent, baseCommit }, ports);
      // A number beside the title: where git can not tell it (the folder is being removed), the last one stays.
      if (measured === null) return;
      radar.saw(agent, measured);
      const diff = measured.size;
      const known = now(id)?.diff;
      const isSame = known?.files === diff.files && known.additions === diff.additions && known.deletions === diff.deletions;
      if (!isSame) dispatch({ type: 'agent.diffChanged', agent: id, diff });
      await radar.look(context, ahead);
    },
    async 'result.write'({ agent: id }, { agent: now, dispatch }) {
      const agent = now(id);
      if (agent === undefined) return;
      const written = await files.write(join(folders.results, resultFileName(agent)), resultDocument(agent));
      if (!written.ok) dispatch({ type: 'notice.raised', text: errorLine(written.error) });
    },
  };
}
