/** Who attacks, who swallows, or who is honest, each in a process of its own. */
import { join } from 'node:path'
import { Child } from '../child.ts'
import { withPriority } from './priority.ts'
import type { Roles } from './worker.ts'

export class AttackChild<Role extends keyof Roles> extends Child<Roles[Role]> {
  constructor(role: Role) {
    super(join(import.meta.dirname, 'worker.ts'), role, role === 'honest' ? withPriority() : [])
  }
}
