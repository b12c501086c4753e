/**
 * The elements of an XML file, by saxes. It refuses what is not well-formed and expands no entities but
 * XML's own five, so that a small file cannot become a large one.
 */
import { SaxesParser } from 'saxes'
import { FileError, type Position } from '../../../base/json-file.ts'

/** GraphML needs four. */
const MAX_DEPTH = 16

export interface Handlers {
  open(name: string, attributes: Readonly<Record<string, string>>, at: Position): void
  text(text: string): void
  close(name: string): void
}

export const graphmlError = (at: Position, reason: string): FileError =>
  new FileError('GraphML file', at, reason)

/** Names come without their namespace. Throws FileError. */
export function readXml(text: string, handlers: Handlers): void {
  const parser = new SaxesParser({ xmlns: false, position: true })
  let depth = 0
  let begin: Position = { line: 1, column: 1 }
  const here = (): Position => ({ line: parser.line, column: parser.columnIndex + 1 })
  parser.on('error', error => {
    throw graphmlError(here(), `this is no XML: ${reasonOf(error)}`)
  })
  parser.on('opentagstart', () => {
    begin = here()
    if (++depth > MAX_DEPTH)
      throw graphmlError(begin, `elements are nested more than ${MAX_DEPTH} deep`)
  })
  parser.on('opentag', ({ name, attributes }) => handlers.open(localName(name), attributes, begin))
  parser.on('text', part => handlers.text(part))
  parser.on('cdata', part => handlers.text(part))
  parser.on('closetag', ({ name }) => {
    depth--
    handlers.close(localName(name))
  })
  parser.write(text).close()
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** '3:5: unclosed tag: node' -> 'unclosed tag: node' */
const reasonOf = ({ message }: Error): string =>
  message
    .replace(/^(\d+:\d+: )?/, '')
    .replace(/\.$/, '')
    .slice(0, 120)
