// What a person types to an agent on another machine. Keys are for now: they are typed there at once, or not at all, which is said.
import { ANSWER_MS, type SilentNodes } from '../network/silent-nodes.js';
import { keyPieces } from './key-pieces.js';

export interface AgentThere {
  readonly node: string;
  /** In base64. */
  readonly tell: (piece: string) => void;
  /** Asks it anything that it answers at once; resolves after `ms` at the latest. */
  readonly ask: (ms: number) => Promise<unknown>;
}

export function typeThere(silent: SilentNodes, data: Uint8Array | string, { node, tell, ask }: AgentThere): void {
  if (silent.takesKeys(node)) for (const piece of keyPieces(data)) tell(piece);
  else silent.notTyped(node);
  void silent.doubt(node, () => ask(ANSWER_MS));
}
