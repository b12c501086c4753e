/** The connections of a NED file. */
import type { LeftOut } from '../left-out.ts'
import { type Expression, readExpression } from './expression.ts'
import { readBody, readDotted, readTypeName } from './read-body.ts'
import type { Channel, Connection, ConnectionPart, End, Step } from './syntax.ts'
import { described, nedError, type Token, type Tokens } from './tokens.ts'

const ARROWS = ['<-->', '-->', '<--']
/** Loops and conditions inside each other. */
const MAX_GROUP_DEPTH = 8
const MAX_STEPS = 8

/** Counts what stands in the file, as each takes memory. */
export interface Room {
  take(at: Token): void
}

const EMPTY = { values: [], own: new Map<string, string>() }

/** Up to the closing brace. Throws FileError. */
export function readConnections(tokens: Tokens, room: Room, leftOut: LeftOut, depth = 0) {
  const parts: ConnectionPart[] = []
  while (!tokens.is('}')) parts.push(readPart(tokens, room, leftOut, depth))
  return parts
}

function readPart(tokens: Tokens, room: Room, leftOut: LeftOut, depth: number): ConnectionPart {
  const at = tokens.peek()
  room.take(at)
  if (depth > MAX_GROUP_DEPTH)
    throw nedError(at, `loops are nested more than ${MAX_GROUP_DEPTH} deep`)
  if (tokens.is('for') || tokens.is('if')) {
    const steps = readSteps(tokens)
    tokens.expect('{')
    const parts = readConnections(tokens, room, leftOut, depth + 1)
    tokens.expect('}')
    tokens.take(';')
    return { is: 'group', steps, parts }
  }
  const connection = { is: 'connection', ...readConnection(tokens, leftOut) } as const
  const steps = tokens.is('for') || tokens.is('if') ? readSteps(tokens) : []
  tokens.expect(';')
  return steps.length > 0 ? { is: 'group', steps, parts: [connection] } : connection
}

/** 'for i=0..n-1, for j=0..n-1, if i != j' */
function readSteps(tokens: Tokens): Step[] {
  const steps: Step[] = []
  do {
    const at = tokens.next()
    if (steps.length === MAX_STEPS) throw nedError(at, `at most ${MAX_STEPS} loops may stand here`)
    if (at.text === 'if') steps.push({ is: 'if', at, condition: readExpression(tokens) })
    else if (at.text === 'for') {
      const variable = tokens.name('the name of a loop variable').text
      tokens.expect('=')
      const from = readExpression(tokens)
      tokens.expect('..')
      steps.push({ is: 'for', at, variable, from, to: readExpression(tokens) })
    } else throw nedError(at, `"for" or "if" must stand here, not ${described(at)}`)
  } while (tokens.take(','))
  return steps
}

function readConnection(tokens: Tokens, leftOut: LeftOut): Connection {
  const at = tokens.peek()
  const first = readEnd(tokens)
  const arrow = readArrow(tokens)
  let channel: Channel | undefined
  let second: End | undefined
  if (tokens.is('{') || tokens.is('<')) channel = readChannel(tokens, leftOut)
  else {
    const next = tokens.peek()
    const path = readPath(tokens)
    if (tokens.take(':')) channel = readChannel(tokens, leftOut)
    else if (tokens.is('{') || ARROWS.some(each => tokens.is(each))) {
      const name = path.words.join('.')
      const body = tokens.is('{') ? readChannelBody(tokens, leftOut) : EMPTY
      channel = { at: next, type: { name }, body }
    } else second = endOf(path)
  }
  if (channel) {
    const again = tokens.peek()
    if (readArrow(tokens) !== arrow)
      throw nedError(again, `both arrows of a connection are the same: "${arrow}"`)
    second = readEnd(tokens)
  }
  const isBothWays = arrow === '<-->'
  const [from, to] = arrow === '<--' ? [second as End, first] : [first, second as End]
  return { at, from, to, isBothWays, channel }
}

function readArrow(tokens: Tokens): string {
  const token = tokens.next()
  if (token.kind === 'symbol' && ARROWS.includes(token.text)) return token.text
  throw nedError(token, `"<-->", "-->" or "<--" must stand here, not ${described(token)}`)
}

function readChannel(tokens: Tokens, leftOut: LeftOut): Channel {
  const at = tokens.peek()
  if (tokens.is('{')) return { at, type: undefined, body: readChannelBody(tokens, leftOut) }
  const type = tokens.is('<') ? readTypeName(tokens) : { name: readDotted(tokens, 'a channel') }
  return { at, type, body: tokens.is('{') ? readChannelBody(tokens, leftOut) : EMPTY }
}

function readChannelBody(tokens: Tokens, leftOut: LeftOut) {
  tokens.expect('{')
  const body = readBody(tokens, leftOut)
  tokens.expect('}')
  return body
}

interface Path {
  readonly at: Token
  readonly words: readonly string[]
  readonly index: Expression | undefined
}

/** 'client[i].port$o++', or the dotted name of a channel. */
function readPath(tokens: Tokens): Path {
  const at = tokens.name('a submodule and its gate')
  const words = [at.text]
  let index: Expression | undefined
  if (tokens.take('[')) {
    index = readExpression(tokens)
    tokens.expect(']')
  }
  while (tokens.take('.')) {
    if (words.length > 16) throw nedError(at, 'this name has too many parts')
    words.push(tokens.name('a gate').text)
    if (tokens.take('$')) tokens.name('"i" or "o"')
    if (!tokens.take('++') && tokens.take('[')) {
      readExpression(tokens)
      tokens.expect(']')
    }
  }
  // Of the module's own gates: 'port$o++'.
  if (tokens.take('$')) tokens.name('"i" or "o"')
  tokens.take('++')
  return { at, words, index }
}

const readEnd = (tokens: Tokens): End => endOf(readPath(tokens))

function endOf({ at, words, index }: Path): End {
  if (words.length > 2) throw nedError(at, 'a connection leads to a gate: "submodule.gate"')
  return { at, module: words.length === 1 ? undefined : words[0], index }
}
