/** What the channels of a NED file let through: rate, delay, and the share of packets they lose. */
import type { Position } from '../../../base/json-file.ts'
import type { Loss } from '../../loss.ts'
import { MAX_RATE_BITS_PER_SEC, parseSize } from '../../units.ts'
import { parseBursts } from '../bursts.ts'
import type { GraphWay } from '../graph.ts'
import type { LeftOut } from '../left-out.ts'
import { evaluate } from './expression.ts'
import { Parameters } from './parameters.ts'
import { lastWord } from './read-file.ts'
import type { Body, Channel, ChannelType } from './syntax.ts'
import { nedError } from './tokens.ts'
import { isQuantity, kindOf, type Quantity } from './values.ts'

/** Of OMNeT++ itself. */
const BUILT_IN = ['IdealChannel', 'DelayChannel', 'DatarateChannel']
/** Of INET's inet.node.ethernet: 10 m of cable, at two thirds of the speed of light. */
const ETHERNET = /^Eth(\d{1,3})([MG])$/
const ETHERNET_DELAY_MS = 50e-6
/** More would be a circle. */
const MAX_ANCESTORS = 16

interface Line {
  readonly way: GraphWay
  readonly duplex: 'full' | 'half'
}

/** What a type from elsewhere is known for; undefined: nothing is known of it. */
interface Base {
  readonly rateBitsPerSec: number | undefined
  readonly delayMs: number | undefined
}

/** NED's channels have no limit unless one is said. */
const IDEAL: Base = { rateBitsPerSec: 0, delayMs: 0 }
const UNKNOWN: Base = { rateBitsPerSec: undefined, delayMs: undefined }

export class Channels {
  readonly #types: ReadonlyMap<string, ChannelType>
  readonly #scope: Parameters
  readonly #leftOut: LeftOut

  constructor(types: ReadonlyMap<string, ChannelType>, scope: Parameters, leftOut: LeftOut) {
    this.#types = types
    this.#scope = scope
    this.#leftOut = leftOut
  }

  /** Throws FileError. */
  of(channel: Channel | undefined, at: Position): Line {
    const name = channel && this.#typeName(channel)
    const { base, bodies } = name === undefined ? { base: IDEAL, bodies: [] } : this.#type(name, at)
    const all = channel ? [...bodies, channel.body] : bodies
    const parameters = new Parameters(
      all.flatMap(({ values }) => values),
      (vector, place) => this.#scope.sizeOf(vector, place),
      this.#scope,
    )
    const own = new Map(all.flatMap(body => [...body.own]))
    const rate = this.#amount(parameters, 'datarate', 'rate', at) ?? base.rateBitsPerSec
    if (rate === 0)
      this.#leftOut.add('the channel has no datarate, so no limit: it has 1000 Gbps here', at.line)
    const way: GraphWay = {
      rateBitsPerSec: rate === 0 ? MAX_RATE_BITS_PER_SEC : rate,
      delayMs: this.#amount(parameters, 'delay', 'time', at) ?? base.delayMs,
      queueBytes: queueOf(own, at),
      loss: burstLossOf(own, at) ?? this.#loss(parameters, at),
    }
    return { way, duplex: own.get('duplex') === 'half' ? 'half' : 'full' }
  }

  #typeName({ type, at }: Channel): string | undefined {
    if (!type || 'name' in type) return type?.name
    const chosen = type.chosen && evaluate(type.chosen, this.#scope)
    if (chosen === undefined || typeof chosen === 'string') return chosen ?? type.like
    throw nedError(at, 'the name of a type is a text')
  }

  /** Its ancestors' bodies before its own. */
  #type(name: string, at: Position): { base: Base; bodies: Body[] } {
    const bodies: Body[] = []
    let word = lastWord(name)
    for (let steps = 0; steps < MAX_ANCESTORS; steps++) {
      const type = this.#types.get(word)
      if (!type) return { base: this.#foreign(word, at), bodies }
      bodies.unshift(type.body)
      if (type.extends === undefined) return { base: IDEAL, bodies }
      word = type.extends
    }
    throw nedError(at, `the channel "${name}" inherits from itself, or over too many steps`)
  }

  #foreign(name: string, at: Position): Base {
    if (BUILT_IN.includes(name)) return IDEAL
    const [, digits, unit] = ETHERNET.exec(name) ?? []
    if (digits !== undefined) {
      const rateBitsPerSec = Number(digits) * (unit === 'G' ? 1e9 : 1e6)
      return { rateBitsPerSec, delayMs: ETHERNET_DELAY_MS }
    }
    this.#leftOut.add('the channel is not described in this file', at.line)
    return UNKNOWN
  }

  /** In milliseconds or bits per second; without a unit it counts as seconds or bits per second. */
  #amount(parameters: Parameters, name: string, kind: Quantity['kind'], at: Position) {
    if (!parameters.has(name)) return undefined
    const value = parameters.valueOf(name, at, 0)
    if (typeof value === 'number') return kind === 'time' ? value * 1e3 : value
    if (isQuantity(value) && value.kind === kind) return value.amount
    throw nedError(at, `"${name}" must be a ${kind} with its unit, not ${kindOf(value)}`)
  }

  #loss(parameters: Parameters, at: Position): Loss | undefined {
    if (parameters.has('ber'))
      this.#leftOut.add('bit errors (ber) are left out: losses are by packet here (per)', at.line)
    if (!parameters.has('per')) return undefined
    const share = parameters.valueOf('per', at, 0)
    if (typeof share !== 'number' || !(share >= 0 && share < 1))
      throw nedError(at, '"per" must be a number from 0 up to, but not, 1')
    return share === 0 ? undefined : { share }
  }
}

type Own = ReadonlyMap<string, string>

function queueOf(own: Own, at: Position): number {
  const size = own.get('queue')
  return size === undefined ? Number.POSITIVE_INFINITY : read(parseSize, size, at)
}

function burstLossOf(own: Own, at: Position): Loss | undefined {
  const bursts = own.get('bursts')
  return bursts === undefined ? undefined : read(parseBursts, bursts, at)
}

function read<T>(parse: (text: string) => T, text: string, at: Position): T {
  try {
    return parse(text)
  } catch (error) {
    throw nedError(at, (error as Error).message)
  }
}
