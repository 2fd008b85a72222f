// The library's door: `import { Orchestrator } from 'orch-tui'`. What is exported here is a promise; everything else may change.
export type { AgentResult, AgentState, FinishKind } from './core/model/agent.js';
export type { OrchError, OrchErrorKind } from './core/model/error.js';
export type { OrchEvent } from './core/model/event.js';
export type { Approval, GoalLimit, GoalState, PlannedTask, TaskState } from './core/model/goal.js';
export type { AgentPolicy, PolicyRule } from './core/model/policy.js';
export type { AgentStatus, GoalStatus, Status } from './core/model/status.js';
export type { Usage } from './core/model/usage.js';
export type { EventsMissed, OrchestratorEvent } from './library/follow-events.js';
export type { AgentOrder, GoalOptions } from './library/goal-order.js';
export type { GoalResult, GoalSummary, TaskResult, WaitsFor } from './library/goal-result.js';
export { type Cancellation, Orchestrator, type OrchestratorOptions, type SpawnResult } from './library/orchestrator.js';
export { OrchestratorError } from './library/orchestrator-error.js';
