/** The WebRTC connections of one peer, which `shared/dialling` tells to open and to close. */
import type { LinkId } from '../../shared/base/ids.ts'
import type { DiallingEffectOf, DiallingInput } from '../../shared/dialling/effect.ts'
import type { Channel, Connect, Connection, Reach } from './channel/channel.ts'

export interface LinkSink {
  onBytes(bytes: Uint8Array<ArrayBuffer>): void
  onDrained(queuedBytes: number): void
  /** Not after our own `close`. */
  onClose(reason: string): void
}

export interface ConnectionTablePorts {
  readonly connect: Connect
  feed(input: DiallingInput): void
  onOpen(link: LinkId, channel: Channel): LinkSink
  onReach?(link: LinkId, reach: Reach): void
  onRoundTrip?(link: LinkId, ms: number, readings: number): void
  onWayLost?(link: LinkId): void
}

export class ConnectionTable {
  readonly #ports: ConnectionTablePorts
  readonly #all = new Map<LinkId, Connection>()

  constructor(ports: ConnectionTablePorts) {
    this.#ports = ports
  }

  connect({ link, whole, offer }: DiallingEffectOf<'connect'>): void {
    const { connect, feed, onOpen, onReach, onRoundTrip, onWayLost } = this.#ports
    let sink: LinkSink | undefined
    try {
      const connection = connect(
        offer === undefined ? 'offerer' : 'answerer',
        {
          onSignal: signal => feed({ type: 'localSignal', link, signal }),
          onReach: reach => onReach?.(link, reach),
          onRoundTrip: (ms, readings) => onRoundTrip?.(link, ms, readings),
          onWayLost: () => onWayLost?.(link),
          onReached: () => feed({ type: 'linkReached', link }),
          onOpen: channel => {
            sink = onOpen(link, channel)
          },
          onBytes: bytes => sink?.onBytes(bytes),
          onDrained: queuedBytes => sink?.onDrained(queuedBytes),
          onClose: reason => {
            this.#all.delete(link)
            if (sink) sink.onClose(reason)
            else feed({ type: 'linkClosed', link, reason })
          },
        },
        whole ? 'whole' : 'trickle',
      )
      this.#all.set(link, connection)
      if (offer !== undefined) connection.signal({ kind: 'offer', sdp: offer })
    } catch (error) {
      // The browser makes no more connections: switched off, or 500 of them (Chromium).
      feed({
        type: 'linkClosed',
        link,
        reason: error instanceof Error ? error.message : `${error}`,
      })
    }
  }

  signal({ link, signal }: DiallingEffectOf<'signal'>): void {
    this.#all.get(link)?.signal(signal)
  }

  close(link: LinkId): void {
    this.#all.get(link)?.close()
    this.#all.delete(link)
  }

  closeAll(): void {
    for (const link of [...this.#all.keys()]) this.close(link)
  }
}
