/** Child processes that share no core with those they are measured against, where the system can pin them. */
import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Child } from '../../child.ts'
import type { Roles } from './worker.ts'

/** Servers have the first core, the load has the last one, and Redis the one before where there are three. */
const CORES = availableParallelism()
export const SERVER_CORE = 0
export const LOAD_CORE = CORES - 1
export const REDIS_CORE = Math.max(LOAD_CORE - 1, CORES > 2 ? 1 : LOAD_CORE)

export const isPinned = CORES > 1 && spawnSync('taskset', ['--version']).status === 0

/** All threads of a process. */
export function pin(pid: number | undefined, core: number): void {
  if (isPinned && pid !== undefined) spawnSync('taskset', ['-a', '-p', '-c', `${core}`, `${pid}`])
}

export class PinnedProcess<Role extends keyof Roles> extends Child<Roles[Role]> {
  constructor(role: Role, core: number) {
    const launcher = isPinned ? ['taskset', '-c', `${core}`] : []
    super(join(import.meta.dirname, 'worker.ts'), role, launcher)
  }
}
