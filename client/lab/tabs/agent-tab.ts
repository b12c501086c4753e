/** This tab as an agent: connects to the controller's page, and reconnects whenever the link is lost. */
import { computed, signal } from '@preact/signals'
import type { Channel } from '../../host/channel/channel.ts'
import { WorkerClock } from '../../host/clock.ts'
import type { LinkSink } from '../../host/connection-table.ts'
import { browserName } from '../../host/identity.ts'
import { identityByLibrary } from '../../host/identity-by-library.ts'
import { Rendezvous } from '../../host/rendezvous.ts'
import { lab } from '../../language/lab.ts'
import { serverInWords } from '../../share/error-words.ts'
import type { Say } from '../../share/saying.ts'
import { hearing, sendFrame } from './frames.ts'
import { parseCommand, type Report } from './messages.ts'
import { isOwnCode } from './own-codes.ts'
import { PeerRunner } from './peer-runner.ts'

export class AgentTab {
  readonly #clock = new WorkerClock()
  readonly #rendezvous: Rendezvous
  readonly #runner = new PeerRunner(this.#clock, report => this.#say(report))
  #channel: Channel | undefined
  readonly isLinked = signal(false)
  /** Any page can open such a link: one from another browser takes part once somebody says so here. */
  readonly takesPart = signal(false)
  readonly trouble = signal<Say | undefined>(undefined)
  readonly peers = computed(() => this.#runner.peers.value)

  constructor(code: string) {
    this.takesPart.value = isOwnCode(code)
    this.#rendezvous = new Rendezvous({
      code,
      self: identityByLibrary(),
      clock: this.#clock,
      maxLinks: 1,
      onListed: () => {},
      onTrouble: why => {
        if (!this.#channel) this.trouble.value = () => serverInWords(why) ?? { english: why }
      },
      onOpen: (_, channel, hangUp) => this.#opened(channel, hangUp),
      onFailed: () => {
        this.trouble.value = () => lab.texts.join.noAnswer
      },
    })
  }

  takePart(): void {
    this.takesPart.value = true
    this.#sayHere()
  }

  close(): void {
    this.#runner.close()
    this.#rendezvous.close()
    this.#clock.close()
  }

  #opened(channel: Channel, hangUp: () => void): LinkSink {
    this.#channel = channel
    this.isLinked.value = true
    this.trouble.value = undefined
    if (this.takesPart.value) this.#sayHere()
    return hearing({
      parse: parseCommand,
      hear: command => {
        if (this.takesPart.value) this.#runner.obey(command)
      },
      onStrange: () => {
        hangUp()
        this.#lost(() => lab.texts.join.otherVersion)
      },
      onClose: () => this.#lost(() => lab.texts.join.gone),
    })
  }

  #lost(why: Say): void {
    this.#channel = undefined
    this.isLinked.value = false
    this.trouble.value = why
    this.#runner.close()
  }

  #sayHere(): void {
    this.#say({ report: 'here', browser: browserName() })
  }

  #say(report: Report): void {
    if (this.#channel) sendFrame(this.#channel, report)
  }
}
