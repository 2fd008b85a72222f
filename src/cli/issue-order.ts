// `run --issue N`: the order with the text of an issue, behind the person's own words.
import type { Connection } from '../client/connection.js';
import { ok, type Result } from '../core/model/error.js';
import type { RunParams } from '../core/model/requests.js';

export interface IssueOrder {
  readonly number: number;
  /** Empty where the issue alone says what is to be done. */
  readonly own: string;
  /** All but the text; its `plan` is left as it is where the person chose it. */
  readonly params: RunParams;
  readonly plan: 'chosen' | 'open';
}

export async function issueOrder(connection: Pick<Connection, 'request'>, order: IssueOrder): Promise<Result<RunParams>> {
  const { number, own, params, plan } = order;
  const answer = await connection.request('issue', { number, own });
  if (!answer.ok) return answer;
  const { issue, text, forge, plan: wanted } = answer.value;
  if (issue.state === 'closed') process.stderr.write(`orch-tui: issue #${number} of ${forge} is closed; it is taken all the same\n`);
  return ok({ ...params, text, issue: { forge, number }, ...(plan === 'open' ? { plan: wanted } : {}) });
}
