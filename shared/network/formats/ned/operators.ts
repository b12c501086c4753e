/** What NED's operators make of two values. */
import type { Position } from '../../../base/json-file.ts'
import { nedError } from './tokens.ts'
import { isQuantity, kindOf, type NedValue } from './values.ts'

/** Names and types are shorter; joined texts must not grow without end. */
const MAX_TEXT_LENGTH = 1_000

export function truth(value: NedValue, at: Position): boolean {
  if (typeof value === 'boolean') return value
  throw nedError(at, `true or false must stand here, not ${kindOf(value)}`)
}

export function plain(value: NedValue, at: Position): number {
  if (typeof value === 'number') return value
  throw nedError(at, `a plain number must stand here, not ${kindOf(value)}`)
}

/** `isUnary`: there is nothing on the left. Throws FileError. */
export function operate(
  operator: string,
  left: NedValue,
  right: NedValue,
  at: Position,
  isUnary = false,
): NedValue {
  if (operator === '##') return joined(left, right, at)
  if (operator === '==' || operator === '!=')
    return isEqual(left, right, at) === (operator === '==')
  if (typeof left === 'string' && typeof right === 'string' && isOrder(operator))
    return ordered(operator, left < right ? -1 : left > right ? 1 : 0)
  if (typeof left === 'boolean' && typeof right === 'boolean' && operator === '#')
    return left !== right
  const [a, b] = [amountOf(left, at), amountOf(right, at)]
  const kind = isQuantity(right) ? right.kind : undefined
  const other = isQuantity(left) ? left.kind : undefined
  const isScaled = ['*', '/'].includes(operator) && (kind === undefined || other === undefined)
  if (isOrder(operator) || operator === '+' || operator === '-') {
    if (kind !== other && !isUnary)
      throw nedError(at, `"${operator}" stands between ${kindOf(left)} and ${kindOf(right)}`)
    if (isOrder(operator)) return ordered(operator, a < b ? -1 : a > b ? 1 : 0)
  } else if (operator === '/' && kind !== undefined && kind === other) {
    return a / b
  } else if (!isScaled || (operator === '/' && kind !== undefined)) {
    if (kind !== undefined || other !== undefined)
      throw nedError(at, `"${operator}" takes plain numbers, without units`)
  }
  const amount = calculate(operator, a, b)
  const of = kind ?? other
  return of === undefined ? amount : { amount, kind: of }
}

function calculate(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '%':
      return a % b
    case '^':
      return a ** b
    case '<<':
      return a * 2 ** b
    case '>>':
      return Math.floor(a / 2 ** b)
    case '&':
      return a & b
    case '|':
      return a | b
    case '~':
      return ~b
    default:
      return a ^ b
  }
}

const isOrder = (operator: string): boolean => ['<', '<=', '>', '>='].includes(operator)

function ordered(operator: string, sign: number): boolean {
  if (operator.endsWith('=') && sign === 0) return true
  return operator.startsWith('<') ? sign < 0 : sign > 0
}

function isEqual(left: NedValue, right: NedValue, at: Position): boolean {
  if (isQuantity(left) && isQuantity(right) && left.kind === right.kind)
    return left.amount === right.amount
  if (typeof left === typeof right && !isQuantity(left)) return left === right
  throw nedError(at, `${kindOf(left)} cannot be compared with ${kindOf(right)}`)
}

function joined(left: NedValue, right: NedValue, at: Position): string {
  if (typeof left !== 'string' || typeof right !== 'string')
    throw nedError(at, '"##" joins two texts')
  if (left.length + right.length > MAX_TEXT_LENGTH)
    throw nedError(at, `a text may have ${MAX_TEXT_LENGTH} characters`)
  return left + right
}

function amountOf(value: NedValue, at: Position): number {
  return isQuantity(value) ? value.amount : plain(value, at)
}
