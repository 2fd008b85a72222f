// What there is to say of nodes and open doors, a line each; nothing where this host is alone and closed.
import { saidAndNext } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import type { Requests } from '../core/model/requests.js';

export function nodeLines({ broker, nodes, a2a }: Requests['nodes']['result']): readonly string[] {
  const others = nodes.filter(({ isSelf }) => !isSelf);
  return [
    ...(a2a === null ? [] : [`A2A ${plainText(a2a, 200)}`]),
    ...(broker.kind === 'embedded' ? [] : [brokerLine(broker)]),
    ...others.map(({ name, kind, slots, busy, labels }) => {
      const places = kind === 'worker' ? `, ${busy} of ${slots} places taken` : '';
      const has = labels.length === 0 ? '' : `, ${labels.map((label) => plainText(label, 40)).join(' ')}`;
      return `${kind} ${plainText(name, 60)}${places}${has}`;
    }),
  ];
}

function brokerLine({ state, address, waiting, error }: Requests['nodes']['result']['broker']): string {
  const kept = waiting === 0 ? '' : `, ${waiting} kept here until it is back`;
  const why = error === null ? '' : `: ${saidAndNext(error)}`;
  return `Redis ${plainText(address ?? '', 200)} ${state === 'ready' ? 'is there' : `is away${kept}${why}`}`;
}
