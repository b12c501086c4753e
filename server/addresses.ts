/**
 * What each address has used, over all of its connections at both doors and by plain HTTP, and what
 * happens when that is too much: its connections wait, and the heaviest of them ends.
 */
import { performance } from 'node:perf_hooks'
import { TokenBucket } from '../shared/base/bucket.ts'
import { AddressBudgets, type BudgetLimits } from './address-budgets.ts'
import type { ServerLimits } from './limits.ts'
import { type Party, Turns } from './turns.ts'
import { CLOCK_MS, WorkMeter, workedMs } from './work-meter.ts'
import { WriteBatch } from './write-batch.ts'

/** An address is forgotten this long after its last connection: its budgets are full again by then. */
export const ADDRESS_MEMORY_MS = 120_000

/** Above the connections there may be. Beyond it, whoever left first is forgotten sooner. */
export const MAX_ADDRESSES = 20_000

/** A pause ends before a heartbeat that waits behind it is missed (10 s). */
export const MAX_PAUSE_MS = 5_000

/** Stopping and starting a connection costs some microseconds, so not for less than this. */
const MIN_PAUSE_MS = 10

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

/**
 * The clock by which time for work is given: it stands still while other processes have the processor. On a
 * busy machine a quarter of each second would be all that there is.
 */
const availableMs = (): number => workedMs() + performance.eventLoopUtilization().idle

export type AddressLimits = BudgetLimits &
  Pick<ServerLimits, 'workMsPerAddress' | 'maxHeldBytesPerAddress' | 'maxHeldBytesInAll'>

export class Address implements Party {
  readonly name: string
  readonly budgets: AddressBudgets
  readonly #work: TokenBucket
  readonly #turns: Turns
  readonly #sources = new Set<Source>()
  /** Of the sources, those that are not paused. */
  readonly #flowing = new Set<Source>()
  /** What is to be done when its pause is over, in this order; each connection has at most two of them. */
  readonly #waiting: (() => void)[] = []
  #pause: NodeJS.Timeout | undefined
  /** Of work. */
  #unspentMs = 0
  #isLightening = false
  /** TCP connections and sockets that count on it. */
  users = 0
  heldBytes = 0
  /** At other nodes, when last heard; and here, when last told. */
  socketsElsewhere = 0
  socketsTold = 0
  restingSince = 0

  constructor(name: string, limits: AddressLimits, turns: Turns, now: number) {
    this.name = name
    this.budgets = new AddressBudgets(limits, now)
    this.#work = new TokenBucket(limits.workMsPerAddress, availableMs())
    this.#turns = turns
  }

  add(source: Source): void {
    this.#sources.add(source)
    this.#flowing.add(source)
    if (this.#pause) this.#stop(source)
  }

  delete(source: Source): void {
    this.#sources.delete(source)
    this.#flowing.delete(source)
  }

  /** At once, or when it is its turn. */
  inTurn(work: () => void): void {
    if (this.#pause || this.#waiting.length > 0) this.#waiting.push(work)
    else work()
  }

  /** Behind connections that are to be accepted before. */
  whenCalm(work: () => void): void {
    this.#waiting.push(work)
    if (!this.#pause) this.#turns.add(this)
  }

  takeTurn(): boolean {
    if (this.#pause) return false
    this.#waiting.shift()?.()
    return !this.#pause && this.#waiting.length > 0
  }

  /** Bytes that came in. */
  received(bytes: number, now: number): void {
    this.budgets.bytes.spend(now, bytes)
    this.#pauseFor(this.budgets.bytes.debtMs(now))
  }

  /** This much of each budget is used up over all nodes. */
  learn(used: readonly number[], now: number): void {
    this.budgets.learn(used, now)
    this.#pauseFor(this.budgets.bytes.debtMs(now))
  }

  /** Work that was done for it. */
  worked(ms: number): void {
    this.#unspentMs += ms
    if (this.#unspentMs < CLOCK_MS) return
    const now = availableMs()
    this.#work.spend(now, this.#unspentMs)
    this.#unspentMs = 0
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
    if (debtMs === 0 || this.#pause) return
    this.#pauseAgain(debtMs, performance.now() + MAX_PAUSE_MS)
    for (const source of this.#flowing) this.#stop(source)
  }

  #pauseAgain(debtMs: number, endAt: number): void {
    const goOn = () => {
      const now = performance.now()
      const owedMs = this.#work.debtMs(availableMs())
      if (owedMs > 0 && now < endAt) return this.#pauseAgain(owedMs, endAt)
      this.#pause = undefined
      this.#turns.add(this)
    }
    const pauseMs = Math.min(Math.max(debtMs, MIN_PAUSE_MS), MAX_PAUSE_MS)
    this.#pause = setTimeout(goOn, pauseMs).unref()
  }

  /** It goes on after those that have stopped before it. */
  #stop(source: Source): void {
    this.#flowing.delete(source)
    source.setPaused(true)
    this.#waiting.push(() => {
      if (!this.#sources.has(source)) return
      this.#flowing.add(source)
      source.setPaused(false)
    })
  }
}

export class Addresses {
  readonly #limits: AddressLimits
  readonly #byName = new Map<string, Address>()
  readonly meter = new WorkMeter()
  readonly writes = new WriteBatch()
  readonly turns = new Turns(this.meter)
  /** Without a connection; who left first comes first. */
  readonly #resting = new Set<Address>()
  /** Forgotten, while other nodes still believe that they have sockets here. */
  readonly #goneUntold = new Set<string>()
  #heldBytes = 0

  constructor(limits: AddressLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#byName.size
  }

  get all(): Iterable<Address> {
    return this.#byName.values()
  }

  /** Each is told once. */
  takeGoneUntold(): string[] {
    const names = [...this.#goneUntold].filter(name => !this.#byName.has(name))
    this.#goneUntold.clear()
    return names
  }

  find(name: string): Address | undefined {
    return this.#byName.get(name)
  }

  of(name: string, now: number): Address {
    const known = this.#byName.get(name)
    if (known) return known
    if (this.size >= MAX_ADDRESSES) this.#forgetFirst()
    const address = new Address(name, this.#limits, this.turns, now)
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
    if (first.socketsTold > 0) this.#goneUntold.add(first.name)
  }
}
