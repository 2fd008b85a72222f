// Who has refused a task, and whether anybody is left who might take it.
import type { Agent } from '../../core/model/agent.js';
import type { Broker } from '../../core/ports/broker.js';

export class Refusals {
  readonly #by = new Set<string>();

  /** True: nobody who is there and may have it has not refused it. */
  async add(node: string, broker: Pick<Broker, 'nodes'> | null, { placement }: Pick<Agent, 'placement'>): Promise<boolean> {
    this.#by.add(node);
    const wanted = placement?.on === 'label' ? placement.label : null;
    const nodes = await broker?.nodes();
    // Whoever is there can not be told: it is handed out again, and refused once more where nobody is.
    if (nodes?.ok !== true) return false;
    const fits = nodes.value.filter(({ kind, name, labels }) => kind === 'worker' && mayTake(wanted, name, labels));
    return fits.every(({ name }) => this.#by.has(name));
  }
}

function mayTake(wanted: string | null, name: string, labels: readonly string[]): boolean {
  return wanted === null || wanted === name || labels.includes(wanted);
}
