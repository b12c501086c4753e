/** A record of the log as something to read, made of its row of numbers when somebody looks. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Shape } from './chunk.ts'
import { NO_TEXT, NOBODY } from './log-encoder.ts'
import type { Recording } from './recording.ts'

export interface LogRecord {
  /** Its place in the log. */
  readonly place: number
  readonly atMs: Millis
  readonly row: number
  readonly remote: number | undefined
  readonly event: string
  readonly by: 'me' | 'remote' | undefined
  readonly numbers: Readonly<Record<string, number>>
  readonly text: string | undefined
}

export function logRecordAt({ log, shapes, texts }: Recording, place: number): LogRecord {
  const number = (column: 'atMs' | 'row' | 'shape' | 'remote' | 'a' | 'b' | 'text'): number =>
    log.column(column)[place] as number
  const shape = shapes[number('shape')] as Shape
  const [a, b] = shape.numbers
  const [remote, text] = [number('remote'), number('text')]
  return {
    place,
    atMs: number('atMs'),
    row: number('row'),
    remote: remote === NOBODY ? undefined : remote,
    event: shape.event,
    by: shape.by,
    numbers: { ...(a && { [a]: number('a') }), ...(b && { [b]: number('b') }) },
    text: text === NO_TEXT ? undefined : texts[text],
  }
}
