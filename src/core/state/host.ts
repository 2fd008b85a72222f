// The slice of the host: which process runs this repository, and whether it is ending.
import type { OrchEvent } from '../model/event.js';
import type { HostState } from '../model/state.js';

export function reduceHost(host: HostState, event: OrchEvent): HostState {
  switch (event.type) {
    case 'host.started':
      return { pid: event.pid, version: event.version, startedAt: event.at, bootId: event.bootId, isStopping: false };
    case 'host.stopping':
      return { ...host, isStopping: true };
    case 'host.stopped':
      return { ...host, pid: null };
    default:
      return host;
  }
}
