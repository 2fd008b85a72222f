// What becomes of the host when all goals have ended: it ends, it stays, or it takes issues (`queue.whenEmpty`).
import type { Config } from '../core/model/config.js';
import { saidAndNext } from '../core/model/error.js';
import type { QueueStatus } from '../core/model/issue.js';
import { IssueQueue, type IssueQueueParts } from './issue-queue.js';

export interface GoalQueue {
  /** The host is needed for it. */
  readonly keepsHost: boolean;
  /** Null where the host just ends. */
  readonly status: QueueStatus | null;
  /** Something changed. */
  check(): void;
  dispose(): void;
}

export function createGoalQueue({ whenEmpty, label, tries }: Config['queue'], parts: Omit<IssueQueueParts, 'label' | 'tries'>): GoalQueue {
  const nothing = { check: () => undefined, dispose: () => undefined };
  switch (whenEmpty) {
    case 'exit':
      return { keepsHost: false, status: null, ...nothing };
    case 'wait':
      return { keepsHost: true, status: { whenEmpty, label: null, said: 'stays when all goals have ended', stays: true }, ...nothing };
    case 'issues': {
      const issues = new IssueQueue({ ...parts, label, tries });
      return {
        get keepsHost() {
          return issues.isOpen;
        },
        get status() {
          return { whenEmpty, label, said: saidOf(issues, label), stays: issues.isOpen };
        },
        check: () => issues.check(),
        dispose: () => issues.dispose(),
      };
    }
  }
}

function saidOf({ isOpen, error }: IssueQueue, label: string): string {
  if (!isOpen) return `takes no more issues: ${error === null ? 'it is ending' : saidAndNext(error)}`;
  return `takes issues labelled ${label} when all goals have ended${error === null ? '' : `; the forge could not be asked: ${error.said}`}`;
}
