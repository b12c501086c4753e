/** This tab as a member of a crew: its line to the page that leads, found again whenever it is lost. */
import { computed, signal } from '@preact/signals'
import type { Channel } from '../../host/channel/channel.ts'
import { WorkerClock } from '../../host/clock.ts'
import type { LinkSink } from '../../host/dial.ts'
import { browserName, newPeerId } from '../../host/identity.ts'
import { Crewmate } from './crewmate.ts'
import { FrameReader, sendFrame } from './frames.ts'
import { Meeting } from './meeting.ts'
import { parseOrder, type Report } from './messages.ts'

/** The leader is reloading, or has gone for good: nobody knows. */
const DIAL_AGAIN_MS = 2_000

export class Member {
  readonly #clock = new WorkerClock()
  readonly #meeting: Meeting
  readonly #crewmate = new Crewmate(this.#clock, report => this.#say(report))
  #line: { readonly channel: Channel; readonly hangUp: () => void } | undefined
  #cancelDial = () => {}
  readonly isLinked = signal(false)
  /** A sentence: why it is not. */
  readonly trouble = signal<string | undefined>(undefined)
  readonly peers = computed(() => this.#crewmate.peers.value)

  constructor(code: string) {
    this.#meeting = new Meeting({
      code,
      self: newPeerId(),
      clock: this.#clock,
      accepts: () => false,
      onListed: () => {
        if (!this.#line) this.#meeting.dial()
      },
      onTrouble: why => {
        if (!this.#line) this.trouble.value = why
      },
      onOpen: (_, channel, hangUp) => this.#opened(channel, hangUp),
      onFailed: () => {
        this.trouble.value =
          'The page that gave this link does not answer. Keep this tab open: it tries again.'
        this.#dialSoon()
      },
    })
  }

  close(): void {
    this.#cancelDial()
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
    this.#dialSoon()
  }

  #dialSoon(): void {
    this.#cancelDial()
    this.#cancelDial = this.#clock.after(DIAL_AGAIN_MS, () => {
      if (!this.#line) this.#meeting.dial()
    })
  }

  #say(report: Report): void {
    if (this.#line) sendFrame(this.#line.channel, report)
  }
}
