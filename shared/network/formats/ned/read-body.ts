/** Parameters and properties of a NED file: what stands in braces. */
import type { LeftOut } from '../left-out.ts'
import { readExpression } from './expression.ts'
import type { Assignment, Body, TypeName } from './syntax.ts'
import { described, nedError, type Tokens } from './tokens.ts'

/** In one body. */
const MAX_VALUES = 1_000
const TYPES = ['volatile', 'bool', 'int', 'double', 'string', 'xml', 'object']
/** Words that end the parameters of a module. */
const SECTIONS = ['types', 'gates', 'submodules', 'connections']

/** Up to the closing brace or the next section. Throws FileError. */
export function readBody(tokens: Tokens, leftOut: LeftOut): Body {
  const values: Assignment[] = []
  const own = new Map<string, string>()
  if (tokens.take('parameters')) tokens.expect(':')
  while (!tokens.is('}') && !isSection(tokens)) {
    if (values.length === MAX_VALUES)
      throw nedError(tokens.peek(), `at most ${MAX_VALUES} parameters may stand here`)
    if (tokens.is('@')) readProperty(tokens, own)
    else {
      const assignment = readAssignment(tokens, own, leftOut)
      if (assignment) values.push(assignment)
    }
  }
  return { values, own }
}

const isSection = (tokens: Tokens): boolean => SECTIONS.some(word => tokens.is(word))

function readAssignment(
  tokens: Tokens,
  own: Map<string, string>,
  leftOut: LeftOut,
): Assignment | undefined {
  while (TYPES.some(word => tokens.is(word))) tokens.next()
  const at = tokens.peek()
  const path = readPattern(tokens)
  while (tokens.is('@')) readProperty(tokens, own, false)
  const value = tokens.take('=') ? readValue(tokens) : undefined
  while (tokens.is('@')) readProperty(tokens, own, false)
  tokens.expect(';')
  if (/^\w+$/.test(path)) return { name: path, at, value }
  leftOut.add('parameters of submodules are left out', at.line)
  return undefined
}

/** 'n', 'client[*].rate', '**.rate' */
function readPattern(tokens: Tokens): string {
  let pattern = ''
  while (!['=', ';', '@'].some(end => tokens.is(end))) {
    const token = tokens.next()
    if (token.kind === 'end' || '(){}'.includes(token.text))
      throw nedError(token, `a parameter must stand here, not ${described(token)}`)
    // A long pattern means nothing to us either.
    if (pattern.length < 1_000) pattern += token.text
  }
  if (pattern === '') throw nedError(tokens.peek(), 'the name of a parameter is missing')
  return pattern
}

/** `default(6)` counts as 6; `ask` and `default` alone as nothing. */
function readValue(tokens: Tokens) {
  if (tokens.take('ask')) return undefined
  if (!tokens.take('default')) return readExpression(tokens)
  if (!tokens.take('(')) return undefined
  const value = readExpression(tokens)
  tokens.expect(')')
  return value
}

/** '@display("i=device/router");' — ours are kept, all others are skipped. */
export function readProperty(tokens: Tokens, own: Map<string, string>, isStatement = true): void {
  tokens.expect('@')
  const name = tokens.name('the name of a property').text
  if (tokens.take('[')) {
    tokens.next()
    tokens.expect(']')
  }
  if (tokens.is('(')) readPropertyValues(tokens, name === OWN ? own : undefined)
  if (isStatement) tokens.expect(';')
}

const OWN = 'tabswarm'

function readPropertyValues(tokens: Tokens, own: Map<string, string> | undefined): void {
  let depth = 0
  let key = ''
  do {
    const token = tokens.next()
    if (token.kind === 'end') throw nedError(token, 'a bracket "(" is not closed')
    if (token.text === '(' && token.kind === 'symbol') depth++
    if (token.text === ')' && token.kind === 'symbol') depth--
    if (token.kind === 'name') key = token.text
    if (token.kind === 'string') own?.set(key, token.text)
  } while (depth > 0)
}

/** 'Router', 'inet.node.inet.StandardHost', '<nodeType> like INode', '<default("X")> like INode' */
export function readTypeName(tokens: Tokens): TypeName {
  if (!tokens.take('<')) return { name: readDotted(tokens, 'the name of a type') }
  // Inside these brackets ">" closes, so a comparison would have to stand in brackets of its own.
  const chosen = tokens.is('>') ? undefined : readChosen(tokens)
  tokens.expect('>')
  tokens.expect('like')
  return { chosen, like: readDotted(tokens, 'the name of an interface') }
}

function readChosen(tokens: Tokens) {
  if (tokens.take('default')) {
    tokens.expect('(')
    const value = readExpression(tokens)
    tokens.expect(')')
    return value
  }
  const token = tokens.next()
  if (token.kind === 'string') return { is: 'value', at: token, value: token.text } as const
  if (token.kind === 'name') return { is: 'name', at: token, name: token.text } as const
  throw nedError(token, 'the name of a type, or a parameter with it, must stand here')
}

export function readDotted(tokens: Tokens, what: string): string {
  let name = tokens.name(what).text
  while (tokens.take('.')) name = `${name}.${tokens.name(what).text}`.slice(-200)
  return name
}

/** From '{' to the '}' that closes it. */
export function skipBraces(tokens: Tokens): void {
  const first = tokens.expect('{')
  for (let depth = 1; depth > 0; ) {
    const token = tokens.next()
    if (token.kind === 'end') throw nedError(first, 'the brace "{" is not closed')
    if (token.kind !== 'symbol') continue
    if (token.text === '{') depth++
    if (token.text === '}') depth--
  }
}
