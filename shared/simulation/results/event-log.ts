/** The event log of a run, with messages on links: as NDJSON, or in other words. Peers have their names of the topology. */
import type { Millis, PeerId } from '../../base/ids.ts'
import type { PeerEvent } from '../../peer/event.ts'
import { type WireEvent, wireEvent } from '../../peer/wire-event.ts'
import type { Identity, Observer, Transfer } from '../observer.ts'

/** One event: its time in ms, its peer, whom it is about (or null), its name, and the event's own fields. */
export interface LogRecord {
  readonly time: Millis
  readonly peer: string
  readonly remote: string | null
  readonly event: string
  readonly id?: string | number
  readonly by?: string
  readonly piece?: number
  readonly begin?: number
  readonly pick?: string
}

/** What stands in the file for an event; nothing, if that is the empty text. */
type Print = (record: LogRecord) => string

const asJson: Print = record => `${JSON.stringify(record)}\n`

export class EventLog implements Observer {
  readonly #file: { write(line: string): void }
  readonly #print: Print
  readonly #names = new Map<PeerId, string>()

  constructor(file: { write(line: string): void }, print: Print = asJson) {
    this.#file = file
    this.#print = print
  }

  event(atMs: Millis, { id, name }: Identity, event: PeerEvent): void {
    // A peer's `joined` comes before any record that names it.
    const isNew = event.event === 'joined'
    if (isNew) this.#names.set(id, name)
    this.#write(atMs, name, event, isNew ? { id } : {})
  }

  sent(atMs: Millis, { from, to, message }: Transfer): void {
    this.#write(atMs, from.name, wireEvent(to.id, 'me', message))
  }

  arrived(atMs: Millis, { from, to, message }: Transfer): void {
    this.#write(atMs, to.name, wireEvent(from.id, 'remote', message))
  }

  #write(
    atMs: Millis,
    peer: string,
    record: PeerEvent | WireEvent | undefined,
    more: object = {},
  ): void {
    if (record === undefined) return
    const { event, ...fields } = record
    const id = 'remote' in record ? record.remote : undefined
    const remote = id && (this.#names.get(id) ?? id)
    // To the nanosecond: further digits are rounding errors.
    const time = Number(atMs.toFixed(6))
    const line = this.#print({
      time,
      peer,
      remote: null,
      event,
      ...fields,
      ...more,
      ...(id && { remote: remote ?? null }),
    })
    if (line !== '') this.#file.write(line)
  }
}
