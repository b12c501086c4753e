/** The values of parameters and loop variables. */
import type { Position } from '../../../base/json-file.ts'
import { type Expression, evaluate, type Scope } from './expression.ts'
import type { Assignment } from './syntax.ts'
import { nedError } from './tokens.ts'
import type { NedValue } from './values.ts'

export class Parameters implements Scope {
  readonly #expressions = new Map<string, Expression | undefined>()
  readonly #known = new Map<string, NedValue>()
  readonly #loops = new Map<string, number>()
  readonly #outer: Scope | undefined
  readonly #sizeOf: Scope['sizeOf']

  /** Of two assignments the later one counts, unless it gives no value. */
  constructor(assignments: readonly Assignment[], sizeOf: Scope['sizeOf'], outer?: Scope) {
    for (const { name, value } of assignments)
      if (value !== undefined || !this.#expressions.has(name)) this.#expressions.set(name, value)
    this.#sizeOf = sizeOf
    this.#outer = outer
  }

  has(name: string): boolean {
    return this.#expressions.get(name) !== undefined
  }

  valueOf(name: string, at: Position, depth: number): NedValue {
    const known = this.#loops.get(name) ?? this.#known.get(name)
    if (known !== undefined) return known
    const expression = this.#expressions.get(name)
    if (expression) {
      const value = evaluate(expression, this, depth)
      // What depends on a loop's variable is another value in the next turn.
      if (this.#loops.size === 0) this.#known.set(name, value)
      return value
    }
    if (this.#outer && !this.#expressions.has(name)) return this.#outer.valueOf(name, at, depth)
    const why = this.#expressions.has(name) ? 'has no value in this file' : 'is not known here'
    throw nedError(at, `"${name}" ${why}`)
  }

  sizeOf(vector: string, at: Position): number {
    return this.#sizeOf(vector, at)
  }

  /** With a loop's variable, which hides a parameter of its name. */
  within(variable: string, value: number, action: () => void): void {
    const before = this.#loops.get(variable)
    this.#loops.set(variable, value)
    action()
    if (before === undefined) this.#loops.delete(variable)
    else this.#loops.set(variable, before)
  }
}
