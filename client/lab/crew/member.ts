/** This tab as a member of a crew: its line to the page that leads, found again whenever it is lost. */
import { computed, signal } from '@preact/signals'
import { browserName } from '../../host/browser-name.ts'
import type { Channel } from '../../host/channel/channel.ts'
import { WorkerClock } from '../../host/clock.ts'
import type { LinkSink } from '../../host/connection-table.ts'
import { newPeerId } from '../../host/hash.ts'
import { Rendezvous } from '../../host/rendezvous.ts'
import { Crewmate } from './crewmate.ts'
import { FrameReader, sendFrame } from './frames.ts'
import { parseOrder, type Report } from './messages.ts'

export class Member {
  readonly #clock = new WorkerClock()
  readonly #meeting: Rendezvous
  readonly #crewmate = new Crewmate(this.#clock, report => this.#say(report))
  #line: { readonly channel: Channel; readonly hangUp: () => void } | undefined
  readonly isLinked = signal(false)
  /** A sentence: why it is not. */
  readonly trouble = signal<string | undefined>(undefined)
  readonly peers = computed(() => this.#crewmate.peers.value)

  constructor(code: string) {
    this.#meeting = new Rendezvous({
      code,
      self: newPeerId(),
      clock: this.#clock,
      maxLinks: 1,
      onListed: () => {},
      onTrouble: why => {
        if (!this.#line) this.trouble.value = why
      },
      onOpen: (_, channel, hangUp) => this.#opened(channel, hangUp),
      onFailed: () => {
        this.trouble.value =
          'The page that gave this link does not answer. Keep this tab open: it tries again.'
      },
    })
  }

  close(): void {
    this.#crewmate.close()
    this.#meeting.close()
    this.#clock.close()
  }

  #opened(channel: Channel, hangUp: () => void): LinkSink {
    const reader = new FrameReader()
    this.#line = { channel, hangUp }
    this.isLinked.value = true
    this.trouble.value = undefined
    this.#say({ report: 'here', browser: browserName() })
    return {
      onBytes: bytes => this.#heard(reader, bytes),
      onDrained: () => {},
      onClose: () => this.#lost('The page that leads is gone. Keep this tab open: it tries again.'),
    }
  }

  #heard(reader: FrameReader, bytes: Uint8Array): void {
    try {
      for (const message of reader.push(bytes)) {
        const order = parseOrder(message)
        if (!order) throw new Error('an order that this page does not know')
        this.#crewmate.obey(order)
      }
    } catch (error) {
      console.warn(error)
      this.#line?.hangUp()
      this.#lost('The page that leads is of another version. Reload both pages.')
    }
  }

  #lost(why: string): void {
    this.#line = undefined
    this.isLinked.value = false
    this.trouble.value = why
    this.#crewmate.close()
  }

  #say(report: Report): void {
    if (this.#line) sendFrame(this.#line.channel, report)
  }
}
