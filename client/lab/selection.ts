/** What a person looks at: a node, or a line, a block or an event in its place. */
import { signal } from '@preact/signals'
import type { Looked } from './network/looked.ts'

export class Selection {
  /** A node's number. */
  readonly node = signal<number | undefined>(undefined)
  readonly looked = signal<Looked | undefined>(undefined)

  select(node: number | undefined): void {
    this.node.value = node
    this.looked.value = undefined
  }

  lookAt(looked: Looked): void {
    this.looked.value = looked
    this.node.value = undefined
  }
}
