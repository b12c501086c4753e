/** The event log of a run as NDJSON, with messages on links. Peers have their names of the topology. */
import type { Millis, PeerId } from '../../base/ids.ts'
import type { PeerEvent } from '../../peer/event.ts'
import { type WireEvent, wireEvent } from '../../peer/wire-event.ts'
import type { Identity, Observer, Transfer } from '../observer.ts'

export class EventLog implements Observer {
  readonly #file: { write(line: string): void }
  readonly #names = new Map<PeerId, string>()

  constructor(file: { write(line: string): void }) {
    this.#file = file
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
    const line = { time, peer, remote: null, event, ...fields, ...more, ...(id && { remote }) }
    this.#file.write(`${JSON.stringify(line)}\n`)
  }
}
