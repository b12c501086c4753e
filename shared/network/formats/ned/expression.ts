/** Expressions of NED: read into a tree, and worked out with the parameters that they name. */
import type { Position } from '../../../base/json-file.ts'
import { call } from './functions.ts'
import { operate, truth } from './operators.ts'
import { described, nedError, type Token, type Tokens } from './tokens.ts'
import { isUnit, type NedValue, quantity } from './values.ts'

export type Expression = { readonly at: Position } & (
  | { readonly is: 'value'; readonly value: NedValue }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'unary'; readonly operator: string; readonly of: Expression }
  | {
      readonly is: 'binary'
      readonly operator: string
      readonly left: Expression
      readonly right: Expression
    }
  | {
      readonly is: 'choice'
      readonly condition: Expression
      readonly yes: Expression
      readonly no: Expression
    }
  | { readonly is: 'call'; readonly name: string; readonly of: readonly Expression[] }
  | { readonly is: 'sizeof'; readonly vector: string }
)

/** Values, operators, signs and brackets of one expression. */
const MAX_PARTS = 256
/** Expressions inside each other, by way of parameters, too. */
const MAX_DEPTH = 500

/** By how strongly they bind, the weakest first; all lean to the left. */
const LEVELS = [
  ['||'],
  ['##'],
  ['&&'],
  ['|'],
  ['#'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
  ['^'],
]

/** Throws FileError. */
export const readExpression = (tokens: Tokens): Expression => new Reader(tokens).expression()

class Reader {
  readonly #tokens: Tokens
  #parts = 0

  constructor(tokens: Tokens) {
    this.#tokens = tokens
  }

  expression(): Expression {
    const at = this.#tokens.peek()
    const condition = this.#level(0)
    if (!this.#tokens.take('?')) return condition
    const yes = this.expression()
    this.#tokens.expect(':')
    return { is: 'choice', at, condition, yes, no: this.expression() }
  }

  #level(level: number): Expression {
    const operators = LEVELS[level]
    if (!operators) return this.#unary()
    let left = this.#level(level + 1)
    while (operators.some(operator => this.#tokens.is(operator))) {
      const at = this.#tokens.next()
      left = { is: 'binary', at, operator: at.text, left, right: this.#level(level + 1) }
    }
    return left
  }

  #unary(): Expression {
    const at = this.#tokens.peek()
    if (++this.#parts > MAX_PARTS)
      throw nedError(at, `an expression has more than ${MAX_PARTS} parts`)
    for (const operator of ['-', '!', '~', '+'])
      if (this.#tokens.take(operator)) return { is: 'unary', at, operator, of: this.#unary() }
    return this.#primary()
  }

  #primary(): Expression {
    const at = this.#tokens.next()
    if (at.kind === 'number') return { is: 'value', at, value: this.#quantity(at) }
    if (at.kind === 'string') return { is: 'value', at, value: at.text }
    if (at.kind === 'name') return this.#named(at)
    if (at.kind !== 'symbol' || at.text !== '(')
      throw nedError(at, `a value must stand here, not ${described(at)}`)
    const inner = this.expression()
    this.#tokens.expect(')')
    return inner
  }

  /** '3h 15min' is one quantity. */
  #quantity(first: Token): NedValue {
    let sum: NedValue | undefined
    for (let token = first; ; token = this.#tokens.next()) {
      const unit = this.#tokens.peek()
      const number = Number(token.text)
      const isWithUnit = unit.kind === 'name' && isUnit(unit.text)
      const part = isWithUnit ? quantity(number, this.#tokens.next().text) : number
      sum = sum === undefined ? part : operate('+', sum, part, token)
      if (!isWithUnit || this.#tokens.peek().kind !== 'number') return sum
    }
  }

  #named(at: Token): Expression {
    const { text: name } = at
    if (name === 'true' || name === 'false') return { is: 'value', at, value: name === 'true' }
    if (name === 'inf') return { is: 'value', at, value: Number.POSITIVE_INFINITY }
    if (name === 'sizeof') return this.#sizeof(at)
    if (this.#tokens.is('.')) throw nedError(at, `what "${name}." leads to is not known here`)
    if (!this.#tokens.take('(')) return { is: 'name', at, name }
    const of: Expression[] = []
    while (!this.#tokens.take(')')) {
      if (of.length > 0) this.#tokens.expect(',')
      of.push(this.expression())
    }
    return { is: 'call', at, name, of }
  }

  #sizeof(at: Token): Expression {
    this.#tokens.expect('(')
    const vector = this.#tokens.name('the name of a vector').text
    if (this.#tokens.is('.')) throw nedError(at, 'how many gates a module has is not known here')
    this.#tokens.expect(')')
    return { is: 'sizeof', at, vector }
  }
}

/** Gives the value of a name; throws FileError. */
export interface Scope {
  /** `depth`: of expressions inside each other. */
  valueOf(name: string, at: Position, depth: number): NedValue
  sizeOf(vector: string, at: Position): number
}

/** Throws FileError. */
export function evaluate(expression: Expression, scope: Scope, depth = 0): NedValue {
  const { at } = expression
  if (depth > MAX_DEPTH) throw nedError(at, 'parameters lead too deep, or in a circle')
  const inner = (of: Expression) => evaluate(of, scope, depth + 1)
  switch (expression.is) {
    case 'value':
      return expression.value
    case 'name':
      return scope.valueOf(expression.name, at, depth + 1)
    case 'sizeof':
      return scope.sizeOf(expression.vector, at)
    case 'call':
      return call(expression.name, expression.of.map(inner), at)
    case 'choice':
      return inner(truth(inner(expression.condition), at) ? expression.yes : expression.no)
    case 'unary':
      return expression.operator === '!'
        ? !truth(inner(expression.of), at)
        : operate(expression.operator, 0, inner(expression.of), at, true)
    case 'binary': {
      const { operator } = expression
      // What decides already leaves the other side unasked.
      if (operator === '&&')
        return truth(inner(expression.left), at) && truth(inner(expression.right), at)
      if (operator === '||')
        return truth(inner(expression.left), at) || truth(inner(expression.right), at)
      return operate(operator, inner(expression.left), inner(expression.right), at)
    }
  }
}
