/** Runs the web seeds of one torrent beside its `Peer`: hands over what each says, and fetches. */
import type { LinkId } from '../../../shared/base/ids.ts'
import { seededRandom } from '../../../shared/base/random.ts'
import type { Input } from '../../../shared/peer/input.ts'
import type { Info } from '../../../shared/torrent/info.ts'
import type { FetchId } from '../../../shared/webseed/fetch.ts'
import type { WebSeedView } from '../../../shared/webseed/view.ts'
import {
  type WebSeedEffect,
  type WebSeedInput,
  WebSeeds,
} from '../../../shared/webseed/web-seeds.ts'
import type { Message } from '../../../shared/wire/message.ts'
import type { Clock } from '../clock.ts'
import type { WebSeedSink } from '../driver.ts'
import { newSeed } from '../identity.ts'
import type { Fetcher } from './fetcher.ts'

export { Fetcher } from './fetcher.ts'

/** Into the driver of the torrent's peer. */
export type Feed = (input: Input) => void

export interface WebSeedRunPorts {
  readonly clock: Clock
  readonly fetcher: Pick<Fetcher, 'fetch'>
  readonly isSecurePage: boolean
  readonly blockBytes: number
  feed: Feed
  onChange(): void
}

export class WebSeedRun implements WebSeedSink {
  readonly #ports: WebSeedRunPorts
  readonly #seeds: WebSeeds
  /** What ends each fetch. */
  readonly #aborts = new Map<FetchId, () => void>()
  #flushQueued = false
  #cancelWake: (() => void) | undefined
  #hasLeft = false

  constructor(info: Info, ports: WebSeedRunPorts) {
    this.#ports = ports
    const { isSecurePage, blockBytes } = ports
    this.#seeds = new WebSeeds({ info, isSecurePage, blockBytes }, seededRandom(newSeed()))
  }

  found(urls: readonly string[]): void {
    this.#handle({ type: 'found', urls })
    this.#ports.onChange()
  }

  told(link: LinkId, message: Message): void {
    this.#handle({ type: 'told', link, message })
  }

  blamed(link: LinkId, piece: number): void {
    this.#handle({ type: 'blamed', link, piece })
  }

  closed(link: LinkId): void {
    this.#handle({ type: 'closed', link })
  }

  inspect(): readonly WebSeedView[] {
    return this.#seeds.inspect(this.#ports.clock.now())
  }

  leave(): void {
    this.#handle({ type: 'leave' })
    this.#hasLeft = true
    this.#cancelWake?.()
  }

  #handle(input: WebSeedInput): void {
    if (this.#hasLeft) return
    for (const effect of this.#seeds.handle(input, this.#ports.clock.now())) this.#perform(effect)
    if (input.type !== 'flush') this.#queueFlush()
    this.#armWake()
  }

  /** Requests come one by one, and make one range once all of them are there. */
  #queueFlush(): void {
    if (this.#flushQueued) return
    this.#flushQueued = true
    queueMicrotask(() => {
      this.#flushQueued = false
      this.#handle({ type: 'flush' })
    })
  }

  #perform(effect: WebSeedEffect): void {
    if (effect.type === 'tell') return this.#ports.feed(effect.input)
    const { fetch } = effect
    if (effect.type === 'abort') {
      this.#aborts.get(fetch)?.()
      this.#aborts.delete(fetch)
      return
    }
    const abort = this.#ports.fetcher.fetch(effect, {
      onBytes: bytes => this.#handle({ type: 'received', fetch, bytes }),
      onEnd: failure => {
        this.#aborts.delete(fetch)
        this.#handle(failure ? { type: 'failed', fetch, failure } : { type: 'ended', fetch })
        this.#ports.onChange()
      },
    })
    this.#aborts.set(fetch, abort)
  }

  #armWake(): void {
    this.#cancelWake?.()
    this.#cancelWake = undefined
    const deadline = this.#hasLeft ? undefined : this.#seeds.nextDeadline()
    if (deadline === undefined) return
    const delayMs = Math.max(0, Math.ceil(deadline - this.#ports.clock.now()))
    this.#cancelWake = this.#ports.clock.after(delayMs, () => this.#handle({ type: 'tick' }))
  }
}
