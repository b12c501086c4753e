/**
 * Log records as rows of numbers. The shape of a record (its event and field names) is registered when
 * it first appears, so that new kinds of events need nothing here. Two numbers and one text of each
 * record are kept; the exported log has all fields.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import { FREQUENT } from '../../host/log-ring.ts'
import { LOG, type Shape } from './chunk.ts'
import type { Recording } from './recording.ts'
import { type Rows, Table } from './table.ts'

/** An event of a peer, or a message that crossed one of its links. */
export type LogEvent = { readonly event: string } & Readonly<Record<string, unknown>>

/** Frequent records cannot push out rare ones: each has its limit. 30 bytes a record: 24 MB. */
const MAX_FREQUENT = 800_000
/** 7 MB; together they fill a table that grows by doubling. */
const MAX_RARE = 2 ** 20 - MAX_FREQUENT
/** There are some fifty; a hostile tab could invent more. */
const MAX_SHAPES = 1_000
/** There are few different texts; beyond this number they are left out. */
const MAX_TEXTS = 10_000

export const NOBODY = -1
const NO_TEXT = -1

/** Kept in a column of its own, or not at all. */
const APART: ReadonlySet<string> = new Set(['event', 'remote', 'by', 'via'])

export class LogEncoder {
  readonly #rows = new Table(LOG)
  readonly #shapes = new Map<string, number>()
  readonly #texts = new Map<string, number>()
  #newShapes: Shape[] = []
  #newTexts: string[] = []
  #frequent = 0
  #rare = 0
  /** When the first record was left out. */
  endsMs: Millis | undefined

  add(atMs: Millis, row: number, event: LogEvent, remote: number): void {
    if (!this.#hasRoomFor(event.event)) {
      this.endsMs ??= atMs
      return
    }
    const { numbers, text } = valuesOf(event)
    const [a, b] = numbers
    const shape = this.#shapeOf(event, numbers, text)
    if (shape === undefined) return
    this.#rows.push(
      atMs,
      row,
      shape,
      remote,
      a?.value ?? 0,
      b?.value ?? 0,
      text === undefined ? NO_TEXT : this.#textOf(text.value),
    )
  }

  take(): { log: Rows<typeof LOG>; shapes: readonly Shape[]; texts: readonly string[] } {
    const taken = { log: this.#rows.take(), shapes: this.#newShapes, texts: this.#newTexts }
    this.#newShapes = []
    this.#newTexts = []
    return taken
  }

  #hasRoomFor(event: string): boolean {
    return FREQUENT.has(event) ? this.#frequent++ < MAX_FREQUENT : this.#rare++ < MAX_RARE
  }

  #shapeOf(event: LogEvent, numbers: readonly Field<number>[], text?: Field<string>) {
    const by = event.by === 'me' || event.by === 'remote' ? event.by : undefined
    const names = numbers.map(({ name }) => name)
    const key = [event.event, by, ...names, text?.name].join(' ')
    const known = this.#shapes.get(key)
    if (known !== undefined || this.#shapes.size >= MAX_SHAPES) return known
    const shape = this.#shapes.size
    this.#shapes.set(key, shape)
    this.#newShapes.push({ event: event.event, by, numbers: names, text: text?.name })
    return shape
  }

  #textOf(text: string): number {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    if (this.#texts.size >= MAX_TEXTS) return NO_TEXT
    const index = this.#texts.size
    this.#texts.set(text, index)
    this.#newTexts.push(text)
    return index
  }
}

interface Field<Value> {
  readonly name: string
  readonly value: Value
}

function valuesOf(event: LogEvent): { numbers: Field<number>[]; text: Field<string> | undefined } {
  const numbers: Field<number>[] = []
  let text: Field<string> | undefined
  for (const name in event) {
    if (APART.has(name)) continue
    const value = event[name]
    if (typeof value === 'number' && numbers.length < 2) numbers.push({ name, value })
    else if (typeof value === 'string') text ??= { name, value }
  }
  return { numbers, text }
}

/** A log record as an object, decoded from its row of numbers when it is shown. */
export interface LogRecord {
  readonly atMs: Millis
  readonly row: number
  readonly remote: number | undefined
  readonly event: string
  readonly by: 'me' | 'remote' | undefined
  readonly numbers: Readonly<Record<string, number>>
  /** The name of the field that `text` was. */
  readonly textName: string | undefined
  readonly text: string | undefined
}

export function logRecordAt({ log, shapes, texts }: Recording, place: number): LogRecord {
  const number = (column: 'atMs' | 'row' | 'shape' | 'remote' | 'a' | 'b' | 'text'): number =>
    log.column(column)[place] as number
  const shape = shapes[number('shape')] as Shape
  const [a, b] = shape.numbers
  const [remote, text] = [number('remote'), number('text')]
  return {
    atMs: number('atMs'),
    row: number('row'),
    remote: remote === NOBODY ? undefined : remote,
    event: shape.event,
    by: shape.by,
    numbers: { ...(a && { [a]: number('a') }), ...(b && { [b]: number('b') }) },
    textName: shape.text,
    text: text === NO_TEXT ? undefined : texts[text],
  }
}
