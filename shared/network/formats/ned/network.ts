/**
 * The graph that a network in NED stands for: vectors and loops are written out. A submodule is one
 * node, whatever it is made of.
 */
import type { Position } from '../../../base/json-file.ts'
import { MAX_LINKS, MAX_PEERS, MAX_ROUTERS } from '../../topology.ts'
import { type Graph, type GraphLink, type GraphNode, type Role, roleByWord } from '../graph.ts'
import type { LeftOut } from '../left-out.ts'
import { Channels } from './channels.ts'
import { type Expression, evaluate } from './expression.ts'
import { plain, truth } from './operators.ts'
import { Parameters } from './parameters.ts'
import { lastWord } from './read-file.ts'
import type {
  Connection,
  ConnectionPart,
  End,
  ModuleType,
  NedFile,
  Step,
  Submodule,
} from './syntax.ts'
import { nedError } from './tokens.ts'

const MAX_NODES = MAX_ROUTERS + MAX_PEERS + 1
/** Of all loops together, those that connect nothing, too: less than a second's work. */
const MAX_TURNS = 300_000
const MAX_ANCESTORS = 16

/** Throws FileError. */
export function graphOf(file: NedFile, leftOut: LeftOut): Graph {
  const networks = [...file.modules.values()].filter(({ isNetwork }) => isNetwork)
  const network = networks.find(each => each.submodules.length > 0) ?? networks[0]
  if (!network) throw nedError(START, 'there is no "network" in it')
  for (const { name, at } of networks) {
    if (name !== network.name)
      leftOut.add(`there are several networks: only "${network.name}" is read`, at.line)
  }
  return new Elaboration(file, network, leftOut).graph()
}

const START: Position = { line: 1, column: 1 }

interface Vector {
  readonly first: number
  /** Undefined: a single submodule, without an index. */
  readonly size: number | undefined
}

class Elaboration {
  readonly #types: readonly ModuleType[]
  readonly #network: ModuleType
  readonly #leftOut: LeftOut
  readonly #parameters: Parameters
  readonly #channels: Channels
  readonly #nodes: GraphNode[] = []
  readonly #vectors = new Map<string, Vector>()
  readonly #links: GraphLink[] = []
  #turns = 0

  constructor(file: NedFile, network: ModuleType, leftOut: LeftOut) {
    this.#network = network
    this.#leftOut = leftOut
    this.#types = ancestry(file, network, leftOut)
    const assignments = this.#types.flatMap(({ parameters }) => parameters.values)
    this.#parameters = new Parameters(assignments, (vector, at) => this.#sizeOf(vector, at))
    this.#channels = new Channels(file.channels, this.#parameters, leftOut)
  }

  graph(): Graph {
    const { name, parameters } = this.#network
    for (const type of this.#types)
      for (const submodule of type.submodules) this.#addSubmodule(submodule)
    for (const type of this.#types) this.#connectAll(type.connections)
    const hasRoles = this.#nodes.some(({ role }) => role === 'peer')
    return {
      name: parameters.own.get('name') ?? name,
      note: parameters.own.get('note') ?? '',
      nodes: this.#nodes,
      links: this.#links,
      leavesArePeers: !hasRoles,
      fail: (line, reason) => {
        throw nedError({ line, column: 1 }, reason)
      },
    }
  }

  #addSubmodule({ name, at, size, type, condition, body }: Submodule): void {
    if (condition && !truth(evaluate(condition, this.#parameters), at)) return
    if (this.#vectors.has(name)) throw nedError(at, `there are two submodules named "${name}"`)
    const count = size && this.#count(size)
    if (this.#nodes.length + (count ?? 1) > MAX_NODES)
      throw nedError(at, `there are more than ${MAX_NODES} submodules`)
    this.#vectors.set(name, { first: this.#nodes.length, size: count })
    const role = this.#roleOf(name, type, at)
    const own = body.own.get('name') ?? name
    if (count === undefined) this.#nodes.push({ name: own, role, line: at.line })
    for (let index = 0; index < (count ?? 0); index++)
      this.#nodes.push({ name: `${own}${index}`, role, line: at.line })
  }

  /** By its type's name; where that says nothing, by its own. */
  #roleOf(name: string, type: Submodule['type'], at: Position): Role | undefined {
    const chosen = 'name' in type ? type.name : (this.#chosen(type.chosen, at) ?? type.like)
    return roleByWord(lastWord(chosen)) ?? roleByWord(name)
  }

  #chosen(expression: Expression | undefined, at: Position): string | undefined {
    if (!expression) return undefined
    const value = evaluate(expression, this.#parameters)
    if (typeof value === 'string') return value
    throw nedError(at, 'the name of a type is a text')
  }

  #connectAll(parts: readonly ConnectionPart[]): void {
    for (const part of parts) {
      if (part.is === 'connection') this.#connect(part)
      else this.#repeat(part.steps, () => this.#connectAll(part.parts))
    }
  }

  #repeat([step, ...rest]: readonly Step[], body: () => void): void {
    if (!step) return body()
    if (step.is === 'if') {
      if (truth(evaluate(step.condition, this.#parameters), step.at)) this.#repeat(rest, body)
      return
    }
    const from = this.#whole(step.from)
    const to = this.#whole(step.to)
    for (let value = from; value <= to; value++) {
      this.#countTurn(step.at)
      this.#parameters.within(step.variable, value, () => this.#repeat(rest, body))
    }
  }

  #countTurn(at: Position): void {
    if (++this.#turns > MAX_TURNS) throw nedError(at, `the loops take more than ${MAX_TURNS} turns`)
  }

  #connect(connection: Connection): void {
    const { at, isBothWays, channel } = connection
    const from = this.#nodeAt(connection.from)
    const to = this.#nodeAt(connection.to)
    if (from === undefined || to === undefined) {
      this.#leftOut.add("a connection to the network's own gates is left out", at.line)
      return
    }
    // Twice as many: two that lead one way become one link.
    if (this.#links.length >= 2 * MAX_LINKS)
      throw nedError(at, `there are more than ${MAX_LINKS} links`)
    const { way, duplex } = this.#channels.of(channel, at)
    const back = isBothWays ? way : undefined
    this.#links.push({ from, to, forth: way, back, duplex, line: at.line })
  }

  #nodeAt({ at, module, index }: End): number | undefined {
    if (module === undefined) return undefined
    const vector = this.#vectors.get(module)
    if (!vector) throw nedError(at, `there is no submodule named "${module}"`)
    const { first, size } = vector
    if (size === undefined) {
      if (!index) return first
      throw nedError(at, `"${module}" is no vector, so it has no index`)
    }
    if (!index) throw nedError(at, `"${module}" is a vector: say which, as in "${module}[0]"`)
    const place = this.#whole(index)
    if (place >= 0 && place < size) return first + place
    const range = size === 0 ? 'it is empty' : `it goes from 0 to ${size - 1}`
    throw nedError(index.at, `there is no "${module}[${place}]": ${range}`)
  }

  #sizeOf(vector: string, at: Position): number {
    const size = this.#vectors.get(vector)?.size
    if (size !== undefined) return size
    throw nedError(at, `there is no vector named "${vector}"`)
  }

  #whole(expression: Expression): number {
    const number = plain(evaluate(expression, this.#parameters), expression.at)
    if (Number.isSafeInteger(number)) return number
    throw nedError(expression.at, `a whole number must stand here, not ${number}`)
  }

  #count(expression: Expression): number {
    const count = this.#whole(expression)
    if (count >= 0) return count
    throw nedError(expression.at, `a vector has 0 elements or more, not ${count}`)
  }
}

/** From the oldest ancestor to the network itself. */
function ancestry(file: NedFile, network: ModuleType, leftOut: LeftOut): ModuleType[] {
  const line = [network]
  for (let type = network; type.extends !== undefined; ) {
    const parent = file.modules.get(type.extends)
    if (!parent) {
      leftOut.add(
        `"${type.extends}" is not in this file: what is inherited from it is left out`,
        type.at.line,
      )
      break
    }
    if (line.includes(parent) || line.length === MAX_ANCESTORS)
      throw nedError(type.at, `"${type.name}" inherits from itself, or over too many steps`)
    line.unshift(parent)
    type = parent
  }
  return line
}
