/** Reads a NED file (OMNeT++'s language, manual, appendix "NED Reference") into its tree. */
import { MAX_LINKS, MAX_PEERS, MAX_ROUTERS } from '../../topology.ts'
import type { LeftOut } from '../left-out.ts'
import { readExpression } from './expression.ts'
import { readBody, readDotted, readProperty, readTypeName, skipBraces } from './read-body.ts'
import { type Room, readConnections } from './read-connections.ts'
import type { ChannelType, ConnectionPart, ModuleType, NedFile, Submodule } from './syntax.ts'
import { described, nedError, type Token, Tokens } from './tokens.ts'

/** Written out, each of them may stand on a line of its own. */
const MAX_STATEMENTS = MAX_ROUTERS + MAX_PEERS + 2 * MAX_LINKS

const MAX_TYPE_DEPTH = 8

/** Throws FileError. */
export function readNedFile(text: string, leftOut: LeftOut): NedFile {
  return new Reader(text, leftOut).file()
}

class Reader {
  readonly #tokens: Tokens
  readonly #leftOut: LeftOut
  readonly #channels = new Map<string, ChannelType>()
  readonly #modules = new Map<string, ModuleType>()
  #statements = 0
  readonly #room: Room = {
    take: at => {
      if (++this.#statements > MAX_STATEMENTS)
        throw nedError(at, `the file says more than ${MAX_STATEMENTS} things`)
    },
  }

  constructor(text: string, leftOut: LeftOut) {
    this.#tokens = new Tokens(text)
    this.#leftOut = leftOut
  }

  file(): NedFile {
    while (this.#tokens.peek().kind !== 'end') this.#definition(0)
    return { channels: this.#channels, modules: this.#modules }
  }

  #definition(depth: number): void {
    const tokens = this.#tokens
    this.#room.take(tokens.peek())
    if (depth > MAX_TYPE_DEPTH)
      throw nedError(tokens.peek(), `types are nested more than ${MAX_TYPE_DEPTH} deep`)
    if (tokens.take(';')) return
    if (tokens.is('@')) return readProperty(tokens, new Map())
    const word = tokens.name('"network", "channel", "module" or "simple"')
    switch (word.text) {
      case 'package':
      case 'import':
      case 'property':
        return this.#skipTo(';')
      case 'channel':
        return this.#channel()
      case 'network':
        return this.#module(true, depth)
      case 'module':
        return this.#module(false, depth)
      case 'simple':
      case 'moduleinterface':
      case 'channelinterface':
        this.#head()
        return skipBraces(tokens)
      default:
        throw nedError(
          word,
          `"network", "channel", "module" or "simple" must stand here, not ${described(word)}`,
        )
    }
  }

  #skipTo(end: string): void {
    const first = this.#tokens.peek()
    while (!this.#tokens.take(end)) {
      if (this.#tokens.next().kind === 'end') throw nedError(first, `"${end}" is missing`)
    }
  }

  /** 'Name extends Other like Interface' */
  #head(): { at: Token; parent: string | undefined } {
    const tokens = this.#tokens
    const at = tokens.name('a name')
    let parent: string | undefined
    while (tokens.is('extends') || tokens.is('like')) {
      const isParent = tokens.next().text === 'extends'
      do {
        const name = lastWord(readDotted(tokens, 'the name of a type'))
        if (isParent) parent = name
      } while (tokens.take(','))
    }
    return { at, parent }
  }

  #channel(): void {
    const { at, parent } = this.#head()
    this.#tokens.expect('{')
    const body = readBody(this.#tokens, this.#leftOut)
    this.#tokens.expect('}')
    this.#channels.set(at.text, { name: at.text, at, extends: parent, body })
  }

  #module(isNetwork: boolean, depth: number): void {
    const tokens = this.#tokens
    const { at, parent } = this.#head()
    tokens.expect('{')
    const parameters = readBody(tokens, this.#leftOut)
    const submodules: Submodule[] = []
    const connections: ConnectionPart[] = []
    while (!tokens.take('}')) {
      const section = tokens.next()
      if (section.text === 'types') {
        tokens.expect(':')
        while (!this.#isSectionEnd()) this.#definition(depth + 1)
      } else if (section.text === 'gates') {
        tokens.expect(':')
        while (!this.#isSectionEnd()) this.#skipTo(';')
      } else if (section.text === 'submodules') {
        tokens.expect(':')
        while (!this.#isSectionEnd()) submodules.push(this.#submodule())
      } else if (section.text === 'connections') {
        tokens.take('allowunconnected')
        tokens.expect(':')
        for (const part of readConnections(tokens, this.#room, this.#leftOut))
          connections.push(part)
      } else throw nedError(section, `"}" must stand here, not ${described(section)}`)
    }
    const type = { name: at.text, at, isNetwork, extends: parent }
    this.#modules.set(at.text, { ...type, parameters, submodules, connections })
  }

  #isSectionEnd(): boolean {
    const { kind } = this.#tokens.peek()
    if (kind === 'end') throw nedError(this.#tokens.peek(), '"}" is missing')
    return ['}', 'types', 'gates', 'submodules', 'connections'].some(word => this.#tokens.is(word))
  }

  #submodule(): Submodule {
    const tokens = this.#tokens
    const at = tokens.name('the name of a submodule')
    this.#room.take(at)
    let size: Submodule['size']
    if (tokens.take('[')) {
      size = readExpression(tokens)
      tokens.expect(']')
    }
    tokens.expect(':')
    const type = readTypeName(tokens)
    const condition = tokens.take('if') ? readExpression(tokens) : undefined
    if (!tokens.is('{')) {
      tokens.expect(';')
      const body = { values: [], own: new Map<string, string>() }
      return { name: at.text, at, size, type, condition, body }
    }
    tokens.expect('{')
    const body = readBody(tokens, this.#leftOut)
    if (body.values.length > 0) this.#leftOut.add('parameters of submodules are left out', at.line)
    if (tokens.take('gates')) {
      tokens.expect(':')
      while (!tokens.is('}')) this.#skipTo(';')
    }
    tokens.expect('}')
    tokens.take(';')
    return { name: at.text, at, size, type, condition, body }
  }
}

export const lastWord = (dotted: string): string => dotted.slice(dotted.lastIndexOf('.') + 1)
