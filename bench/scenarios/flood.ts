// 50 MB of output in the shown agent: until its end is on the screen, what reaches the terminal, and what the host keeps.
import { interleaved, onStage, type Scenario } from '../rig/context.js';
import { figure } from '../rig/figure.js';
import { processFacts, resetPeak } from '../rig/proc.js';
import { pause } from '../rig/stage.js';

/** What "flat" allows: garbage of one collection cycle, far below one buffered flood. */
const FLAT_MB = 32;
const MB = 1024 * 1024;

export const flood: Scenario = {
  name: 'flood',
  async run(context) {
    const title = `flood of ${Math.round(context.floodBytes / MB)} MB`;
    const samples = await interleaved(context, {
      title,
      of: ['direct', 'tmux', 'orch-tui'],
      measure: (contender) =>
        onStage(contender, { shown: { script: 'flood.sh', args: [context.floodFile] }, others: [], layout: 'usual' }, async (stage) => {
          const { session, serverPid } = stage;
          await pause(1000);
          session.lighten();
          if (serverPid !== null) resetPeak(serverPid);
          const before = serverPid === null ? null : processFacts(serverPid);
          const bytesBefore = session.bytesReceived;
          const over = session.untilBytes('FLOODISOVER');
          const start = performance.now();
          session.write('\r');
          const seconds = ((await over) - start) / 1000;
          const after = serverPid === null ? null : processFacts(serverPid);
          return {
            seconds,
            bytes: session.bytesReceived - bytesBefore,
            cpuSeconds: before === null || after === null ? null : (after.cpuMs - before.cpuMs) / 1000,
            growthMb: before === null || after === null ? null : (after.peakRssBytes - before.rssBytes) / MB,
          };
        }),
    });
    return [
      figure(title, samples, {
        name: 'until its end shows',
        unit: 's',
        of: ({ seconds }) => seconds,
        level: 'no slower than tmux',
        reached: ({ tmux, orch }) => orch <= tmux,
      }),
      figure(title, samples, { name: 'CPU time of the host', unit: 's', of: ({ cpuSeconds }) => cpuSeconds }),
      figure(title, samples, {
        name: 'bytes to the terminal, of the flood',
        unit: '%',
        of: ({ bytes }) => (100 * bytes) / context.floodBytes,
        level: 'below 2 %',
        reached: ({ orch }) => orch < 2,
      }),
      figure(title, samples, {
        name: 'peak of memory over before',
        unit: 'MB',
        of: ({ growthMb }) => growthMb,
        level: `flat (at most ${FLAT_MB} MB)`,
        reached: ({ orch }) => orch <= FLAT_MB,
      }),
    ];
  },
};
