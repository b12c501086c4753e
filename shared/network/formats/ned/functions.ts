/** The functions of NED that topologies use. */
import type { Position } from '../../../base/json-file.ts'
import { plain } from './operators.ts'
import { nedError } from './tokens.ts'
import { isQuantity, isUnit, type NedValue, quantity } from './values.ts'

const RANDOM =
  /^(uniform|intuniform|exponential|normal|truncnormal|bernoulli|binomial|geometric|poisson|gamma_d|beta|erlang_k|chi_square|student_t|cauchy|triang|lognormal|weibull|pareto_shifted|negbinomial)$/

const OF_NUMBERS: Readonly<Record<string, (...numbers: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  abs: Math.abs,
  fabs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
  round: Math.round,
  int: Math.trunc,
  double: number => number,
  sqrt: Math.sqrt,
  pow: (base, power) => base ** power,
  fmod: (a, b) => a % b,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  exp: Math.exp,
}
/** Their value has the unit of what they are given. */
const KEEP_UNITS = ['min', 'max', 'abs', 'fabs', 'double']

/** Throws FileError. */
export function call(name: string, values: readonly NedValue[], at: Position): NedValue {
  const [first, second] = values
  if (name === 'replaceUnit' && typeof second === 'string' && isUnit(second))
    return quantity(amountOf(first, at), second)
  if (name === 'dropUnit') return amountOf(first, at)
  if (RANDOM.test(name))
    throw nedError(at, `"${name}" draws at random, and a topology is the same every time`)
  const work = Object.hasOwn(OF_NUMBERS, name) ? OF_NUMBERS[name] : undefined
  if (!work) throw nedError(at, `the function "${name}" is not known here`)
  if (KEEP_UNITS.includes(name) && values.some(isQuantity)) return keepingUnit(work, values, at)
  return work(...values.map(value => plain(value, at)))
}

function keepingUnit(
  work: (...numbers: number[]) => number,
  values: readonly NedValue[],
  at: Position,
): NedValue {
  const quantities = values.filter(isQuantity)
  const kind = quantities[0]?.kind
  if (
    kind === undefined ||
    quantities.some(each => each.kind !== kind) ||
    quantities.length < values.length
  )
    throw nedError(at, 'all values of one function have the same unit')
  return { kind, amount: work(...quantities.map(({ amount }) => amount)) }
}

function amountOf(value: NedValue | undefined, at: Position): number {
  if (value === undefined) throw nedError(at, 'a value is missing')
  return isQuantity(value) ? value.amount : plain(value, at)
}
