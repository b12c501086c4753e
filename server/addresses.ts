/**
 * What each address has used, over all of its connections at both doors and by plain HTTP, and what
 * happens when that is too much: its connections wait, and the heaviest of them ends.
 */
import { type Rate, TokenBucket } from '../shared/base/bucket.ts'
import type { ServerLimits } from './limits.ts'

/** An address is forgotten this long after its last connection: its budgets are full again by then. */
export const ADDRESS_MEMORY_MS = 120_000

/** Above the connections there may be. Beyond it, whoever left first is forgotten sooner. */
export const MAX_ADDRESSES = 20_000

/** A pause ends before a heartbeat that waits behind it is missed (10 s). */
export const MAX_PAUSE_MS = 5_000

/** Stopping and starting a thousand connections takes some milliseconds: not for less than this. */
const MIN_PAUSE_MS = 50

/** One connection, as far as its address needs to know it. */
export interface Source {
  /** Bytes in memory for it, when last counted. */
  readonly heldBytes: number
  /** Counts them anew: what the system has taken to send is not held any more. */
  recount(): void
  /** Whether what it sends waits in the network. */
  setPaused(paused: boolean): void
  end(reason: string): void
}

/** Work is measured in time of the processor: of a busy machine's pauses nobody is guilty. */
export function workedMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

export type AddressLimits = Pick<
  ServerLimits,
  | 'connectsPerAddress'
  | 'requestsPerAddress'
  | 'bytesPerAddress'
  | 'workMsPerAddress'
  | 'maxHeldBytesPerAddress'
  | 'maxHeldBytesInAll'
  | 'announcesPerAddress'
  | 'signalsPerAddress'
>

/** One budget of a connection and the same of its address: both must allow what is taken. */
export class Budget {
  readonly #own: TokenBucket
  readonly #address: TokenBucket

  constructor(own: Rate, address: TokenBucket, now: number) {
    this.#own = new TokenBucket(own, now)
    this.#address = address
  }

  take(now: number): boolean {
    return this.#own.take(now) && this.#address.take(now)
  }
}

export class Address {
  readonly name: string
  readonly connects: TokenBucket
  readonly requests: TokenBucket
  readonly announces: TokenBucket
  readonly signals: TokenBucket
  readonly #bytes: TokenBucket
  readonly #work: TokenBucket
  readonly #sources = new Set<Source>()
  #resume: NodeJS.Timeout | undefined
  /** Who is resumed first, so that each has its turn. */
  #turn = 0
  #isLightening = false
  /** TCP connections and sockets that count on it. */
  users = 0
  heldBytes = 0
  restingSince = 0

  constructor(name: string, limits: AddressLimits, now: number) {
    this.name = name
    this.connects = new TokenBucket(limits.connectsPerAddress, now)
    this.requests = new TokenBucket(limits.requestsPerAddress, now)
    this.announces = new TokenBucket(limits.announcesPerAddress, now)
    this.signals = new TokenBucket(limits.signalsPerAddress, now)
    this.#bytes = new TokenBucket(limits.bytesPerAddress, now)
    this.#work = new TokenBucket(limits.workMsPerAddress, performance.now())
  }

  get isPaused(): boolean {
    return this.#resume !== undefined
  }

  add(source: Source): void {
    this.#sources.add(source)
    if (this.isPaused) source.setPaused(true)
  }

  delete(source: Source): void {
    this.#sources.delete(source)
  }

  /** Bytes that came in. */
  received(bytes: number, now: number): void {
    this.#bytes.spend(now, bytes)
    this.#pauseFor(this.#bytes.debtMs(now))
  }

  /** Work that was done for it. */
  worked(ms: number): void {
    const now = performance.now()
    this.#work.spend(now, ms)
    this.#pauseFor(this.#work.debtMs(now))
  }

  /** Ends its heaviest connections until no more than `max` bytes are held for it. */
  lighten(max: number): void {
    if (this.#isLightening) return
    this.#isLightening = true
    for (const source of this.#sources) source.recount()
    const byWeight = [...this.#sources].sort((a, b) => b.heldBytes - a.heldBytes)
    for (const source of byWeight) {
      if (this.heldBytes <= max) break
      source.end('reads too slowly')
    }
    this.#isLightening = false
  }

  #pauseFor(debtMs: number): void {
    if (debtMs === 0 || this.isPaused) return
    const resume = () => {
      this.#resume = undefined
      const sources = [...this.#sources]
      this.#turn = (this.#turn + 1) % Math.max(1, sources.length)
      const inTurn = [...sources.slice(this.#turn), ...sources.slice(0, this.#turn)]
      for (const source of inTurn) source.setPaused(false)
    }
    const pauseMs = Math.min(Math.max(debtMs, MIN_PAUSE_MS), MAX_PAUSE_MS)
    this.#resume = setTimeout(resume, pauseMs).unref()
    for (const source of this.#sources) source.setPaused(true)
  }
}

export class Addresses {
  readonly #limits: AddressLimits
  readonly #byName = new Map<string, Address>()
  /** Without a connection; who left first comes first. */
  readonly #resting = new Set<Address>()
  #heldBytes = 0

  constructor(limits: AddressLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#byName.size
  }

  of(name: string, now: number): Address {
    const known = this.#byName.get(name)
    if (known) return known
    if (this.size >= MAX_ADDRESSES) this.#forgetFirst()
    const address = new Address(name, this.#limits, now)
    this.#byName.set(name, address)
    this.#rest(address, now)
    return address
  }

  /** One connection more counts on it, until `leave`. */
  enter(name: string, now: number): Address {
    const address = this.of(name, now)
    this.#resting.delete(address)
    address.users++
    return address
  }

  leave(address: Address, now: number): void {
    if (--address.users === 0) this.#rest(address, now)
  }

  /** Forgets who left long ago. */
  sweep(now: number): void {
    for (const address of this.#resting) {
      if (now - address.restingSince < ADDRESS_MEMORY_MS) return
      this.#forgetFirst()
    }
  }

  /** Counts what is held for a connection of this address, and ends the heaviest if it is too much. */
  held(address: Address, changeBytes: number): void {
    address.heldBytes += changeBytes
    this.#heldBytes += changeBytes
    if (changeBytes <= 0) return
    const { maxHeldBytesPerAddress, maxHeldBytesInAll } = this.#limits
    if (address.heldBytes > maxHeldBytesPerAddress) address.lighten(maxHeldBytesPerAddress)
    if (this.#heldBytes > maxHeldBytesInAll) this.#lightenHeaviest(maxHeldBytesInAll)
  }

  #lightenHeaviest(max: number): void {
    for (let before = Infinity; this.#heldBytes > max && this.#heldBytes < before; ) {
      before = this.#heldBytes
      const heaviest = [...this.#byName.values()].reduce((a, b) =>
        b.heldBytes > a.heldBytes ? b : a,
      )
      heaviest.lighten(heaviest.heldBytes - 1)
    }
  }

  #rest(address: Address, now: number): void {
    address.restingSince = now
    this.#resting.add(address)
  }

  #forgetFirst(): void {
    const [first] = this.#resting
    if (!first) return
    this.#resting.delete(first)
    this.#byName.delete(first.name)
  }
}
