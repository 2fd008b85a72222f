// A person's machine, a Redis, and the workers of one test: each ends after it.
import { type RedisServer, startRedis } from './redis-server.js';
import { makeSandbox, type Sandbox } from './sandbox.js';
import { SECRET, WorkerMachine } from './worker-machine.js';

export class OwnerAndWorkers {
  readonly redis: RedisServer;
  readonly owner: Sandbox;
  readonly #workers: WorkerMachine[] = [];

  private constructor(redis: RedisServer, owner: Sandbox) {
    this.redis = redis;
    this.owner = owner;
  }

  static async make(): Promise<OwnerAndWorkers> {
    const redis = await startRedis();
    return new OwnerAndWorkers(redis, await makeSandbox({ env: { ...SECRET, ORCHESTRATOR_REDIS__URL: redis.url } }));
  }

  /** Another machine with a clone of the owner's repository, whose worker is there. */
  async worker(name: string, ...args: readonly string[]): Promise<WorkerMachine> {
    const machine = await WorkerMachine.make({ name, of: this.owner.repo });
    this.#workers.push(machine);
    await machine.start(['--redis', this.redis.url, ...args]);
    return machine;
  }

  async end(): Promise<void> {
    await this.owner.end();
    for (const machine of this.#workers) await machine.end();
    await this.redis.end();
  }
}
