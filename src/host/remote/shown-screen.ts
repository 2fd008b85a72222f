// The screen of an agent elsewhere, as it is shown here: an emulator of the runtime, drawn by whoever looks.
import type { Clock } from '../../core/ports.js';
import type { Host } from '../host.js';
import type { PlacedAgentRuntime } from '../placed-runtime.js';
import type { RemoteScreen } from './remote-world.js';

export interface ShownScreenParts {
  readonly clock: Clock;
  readonly runtime: () => PlacedAgentRuntime;
  readonly host: () => Host;
}

export function shownScreen({ clock, runtime, host }: ShownScreenParts): RemoteScreen {
  return {
    begin(agent, data, size) {
      runtime().show(agent, data, size);
      host().views.output(agent);
    },
    add(agent, data) {
      runtime().emulator(agent)?.parse(data, clock.now());
      host().views.output(agent);
    },
    sized: (agent, size) => runtime().sized(agent, size),
    isShown: (agent) => host().views.isShown(agent),
    isAttended: (agent) => host().views.isAttended(agent),
  };
}
