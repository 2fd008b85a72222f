// ListTasks: the tasks of this door, filtered, the one that changed last first, a page at a time.
import type { ListTasksRequest, ListTasksResponse } from '@a2a-js/sdk';
import { RequestMalformedError } from '@a2a-js/sdk/errors';
import { type SeenTask, taskOf, taskState, taskStatus } from './task-view.js';

const PAGE = 50;
const MOST = 100;

export interface TaskPage {
  readonly tasks: readonly SeenTask[];
  readonly nextPageToken: string;
  readonly pageSize: number;
  readonly totalSize: number;
}

/** `page token`: the id of the last task of the page before. */
export function taskPage(all: readonly SeenTask[], request: ListTasksRequest): TaskPage {
  const pageSize = request.pageSize ?? PAGE;
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > MOST)
    throw new RequestMalformedError(`pageSize is a whole number from 1 to ${MOST}`);
  if (request.status < 0) throw new RequestMalformedError('status is no state of a task');
  const after = request.statusTimestampAfter ? Date.parse(request.statusTimestampAfter) : Number.NEGATIVE_INFINITY;
  if (Number.isNaN(after)) throw new RequestMalformedError('statusTimestampAfter is no time');
  const wanted = all
    .filter((seen) => request.contextId === '' || seen.known.contextId === request.contextId)
    .filter((seen) => request.status === 0 || taskState(seen) === request.status)
    .filter((seen) => changed(seen) >= after)
    .sort((one, other) => changed(other) - changed(one));
  const last = wanted.findIndex(({ known }) => known.id === request.pageToken);
  if (request.pageToken !== '' && last === -1) throw new RequestMalformedError('there is no such pageToken');
  const tasks = wanted.slice(last + 1, last + 1 + pageSize);
  const rest = wanted.length - (last + 1) - tasks.length;
  return { tasks, nextPageToken: rest > 0 ? (tasks.at(-1)?.known.id ?? '') : '', pageSize: tasks.length, totalSize: wanted.length };
}

export async function listed(
  { tasks, ...page }: TaskPage,
  request: ListTasksRequest,
  artifactsOf: (seen: SeenTask) => Promise<ReturnType<typeof taskOf>['artifacts']>,
): Promise<ListTasksResponse> {
  const { historyLength, includeArtifacts } = request;
  const told = tasks.map(async (seen) =>
    taskOf(seen, { artifacts: includeArtifacts === true ? await artifactsOf(seen) : [], historyLength }),
  );
  return { ...page, tasks: await Promise.all(told) };
}

function changed(seen: SeenTask): number {
  return Date.parse(taskStatus(seen).timestamp ?? '') || 0;
}
