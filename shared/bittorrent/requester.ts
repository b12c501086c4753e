/**
 * When to ask whom for which block, and how far ahead. A requester is a policy: it sees remotes and
 * pieces under way, sends requests through `Requests`, and keeps for itself what only it needs to know
 * of a remote.
 *
 * Adaptive: as many requests with each remote as its measured rate can answer; pieces already begun
 * before new ones, and in the endgame what the slowest still owe.
 */
import type { Millis } from '../base/ids.ts'
import { BLOCK_BYTES, ProtocolError } from '../wire/message.ts'
import type { Assembly } from './assembly.ts'
import type { ExchangeContext } from './context.ts'
import type { PartialPieces } from './partial-pieces.ts'
import type { Begin, Picking } from './piece-picker.ts'
import { RelaySparing } from './relay-sparing.ts'
import { type Remote, Withheld } from './remote.ts'
import { CROWD, depthOfCrowd, FAR_MS, MAX_DEPTH, MIN_DEPTH } from './request-depth.ts'
import type { BlockChoice, Requests } from './requests.ts'

export interface Requester {
  onBlock(remote: Remote): void
  /** The remote may take more requests: it holds a new piece, unchoked us, or has answered. */
  fill(remote: Remote, now: Millis): void
  /** Any remote may: a block became free to ask for, or time has passed. */
  fillAll(now: Millis): void
  /** Once a second, and when a rate limit lets something go on. */
  tick(now: Millis): void
}

/** What a requester works with. */
export interface RequesterParts {
  readonly context: ExchangeContext
  readonly partials: PartialPieces
  readonly requests: Requests
  readonly picking: Picking
}

/** A request unanswered for this long goes to someone else: at 13 kbit/s a block comes in that time. */
export const REQUEST_TIMEOUT_MS = 10_000
/** Of a link of several connections, one may stand still for as long while it mends what slow start has lost. */
const LANES_TIMEOUT_MS = 2 * REQUEST_TIMEOUT_MS
/**
 * Requests are topped up when this share of them is left: one message with many requests instead of
 * one for each block, which would cost both tabs a send and a wake-up each.
 */
const REFILL_BELOW = 0.75
/** On each lane of a link that has several: two blocks in its queue, and four that travel. */
const LANE_DEPTH = 6
/** On a far link of one connection too: a packet that is lost holds up all behind it for a round trip. But no more than come in this time. */
const FAR_PIPELINE_MS = 2_000
/** A web server is asked for runs of blocks, each in a request of its own: fewer and longer ones. */
const WEB_SEED_PIPELINE_MS = 3_000
/** The first run, before its rate is known: 512 KiB. */
const WEB_SEED_FIRST_DEPTH = 32
/** Who has sent nothing for this time may hold back what it was asked for. */
const SILENT_MS = 1_000
/** A remote that has sent this many blocks past one that it owes is asked for nothing more: 8 MB. */
const MAX_OVERTAKING = 500
/** Others have this time to finish a piece of which a remote kept back a block. */
const WITHHELD_MS = 60_000
/** In the endgame a block is asked of at most this many remotes. */
const ENDGAME_COPIES = 3
/** A block is taken over only from someone who would need this many times as long: estimates are rough. */
const STEAL_FACTOR = 2
/** A block due within this time is not taken over: the cancel would hardly overtake it. */
const WORTH_STEALING_SEC = 0.5
/** A remote without a measured rate counts as this slow, in bytes/s. */
const MIN_RATE = BLOCK_BYTES / 10

export class AdaptiveRequester implements Requester {
  readonly #context: ExchangeContext
  readonly #partials: PartialPieces
  readonly #requests: Requests
  readonly #picking: Picking
  readonly #relays = new RelaySparing()

  constructor({ context, partials, requests, picking }: RequesterParts) {
    this.#context = context
    this.#partials = partials
    this.#requests = requests
    this.#picking = picking
  }

  onBlock(remote: Remote): void {
    remote.snubbed = false
  }

  fill(remote: Remote, now: Millis): void {
    if (!mayGive(remote)) return
    const { remotes } = this.#context
    if (remote.isRelayed && this.#relays.isServedDirectly(remotes.values(), now)) return
    const depth = this.#depth(remote, now)
    if (remote.requests.size > REFILL_BELOW * depth) return
    if (remote.requests.overtaking >= remote.requests.lanes * MAX_OVERTAKING) return
    while (remote.requests.size < depth && this.#requests.mayAsk(now)) {
      const choice = this.#choose(remote, now)
      if (choice === undefined) return
      this.#requests.ask(remote, choice, now)
    }
  }

  /** Blocks taken back from a remote that does not send them go to the others first. */
  fillAll(now: Millis): void {
    const late: Remote[] = []
    for (const remote of this.#requests.remotesInTurn()) {
      if (!mayGive(remote)) continue
      if (isLate(remote)) late.push(remote)
      else this.fill(remote, now)
    }
    for (const remote of late) this.fill(remote, now)
  }

  tick(now: Millis): void {
    const guilty: Remote[] = []
    for (const remote of this.#context.remotes.values())
      if (!this.#releaseOverdue(remote, now)) guilty.push(remote)
    for (const { link } of guilty) this.#context.output.fault(link, keepsBack())
    this.fillAll(now)
  }

  /** How many requests keep the remote's link busy. A snubbed one is asked for a block at a time. */
  #depth(remote: Remote, now: Millis): number {
    if (remote.snubbed) return 1
    const rate = remote.down.rate(now)
    if (remote.isWebSeed) return this.#webSeedDepth(rate)
    const blocks = remote.requests.depth.blocks(rate, this.#context.blockBytes, remote.roundTripMs)
    const ofLanes = this.#depthOfLanes(remote, rate)
    const standing = remote.requests.lanes > 1 ? remote.requests.standing : 0
    const depth =
      ofLanes > 0 ? Math.max(blocks, ofLanes) + standing : this.#depthInCrowd(remote, blocks, now)
    return Math.min(depth, remote.requestLimit)
  }

  /**
   * What many remotes send faster than our line takes stands in a queue before it, while others wait for
   * their lines. Each is asked for one block all the same, and those that are silent do not count: they may
   * never answer.
   */
  #depthInCrowd({ requests }: Remote, blocks: number, now: Millis): number {
    const { remotes, blockBytes } = this.#context
    // As deep already: nothing more is asked for, whatever others owe us.
    if (remotes.size < CROWD || requests.size >= blocks) return blocks
    let [open, rate] = [0, 0]
    for (const other of remotes.values()) {
      if (other.isWebSeed || now - other.silentSince >= SILENT_MS) continue
      open += other.requests.size
      rate += other.down.rate(now)
    }
    const room = depthOfCrowd(rate, blockBytes) - open
    return Math.min(blocks, Math.max(1, requests.size + room))
  }

  #depthOfLanes({ requests: { lanes }, roundTripMs = 0 }: Remote, rate: number): number {
    if (lanes > 1) return lanes * LANE_DEPTH
    if (roundTripMs < FAR_MS) return 0
    return Math.min(
      LANE_DEPTH,
      Math.ceil((rate * FAR_PIPELINE_MS) / 1000 / this.#context.blockBytes),
    )
  }

  #webSeedDepth(rate: number): number {
    if (rate === 0) return WEB_SEED_FIRST_DEPTH
    const blocks = Math.ceil((rate * WEB_SEED_PIPELINE_MS) / 1000 / this.#context.blockBytes)
    return Math.min(MIN_DEPTH + blocks, MAX_DEPTH)
  }

  /**
   * A remote that sends nothing is snubbed; of one that sends, only overdue requests go to others. It is
   * snubbed too if it keeps those blocks back. False if it did so too often.
   */
  #releaseOverdue(remote: Remote, now: Millis): boolean {
    const { oldest } = remote.requests
    const timeoutMs = remote.requests.lanes > 1 ? LANES_TIMEOUT_MS : REQUEST_TIMEOUT_MS
    if (oldest === undefined || now - oldest.sentAt < timeoutMs) return true
    const isOverdue = (sentAt: Millis) => now - sentAt >= timeoutMs
    const overdue = [...remote.requests].filter(({ sentAt }) => isOverdue(sentAt))
    // Who has kept back a block once is not taken for slow when it lets us wait.
    const isKnown = remote.withheld !== undefined
    const withheld = overdue.filter(one => isKnown || remote.requests.hasPassed(one))
    const isSilent = isOverdue(remote.silentSince) && !remote.snubbed
    const pieces = new Set(withheld.map(({ piece }) => piece))
    const released = [...remote.requests].filter(
      ({ piece, sentAt }) => isSilent || isOverdue(sentAt) || pieces.has(piece),
    )
    if ((isSilent || withheld.length > 0) && !remote.snubbed) {
      remote.snubbed = true
      this.#context.output.log({ event: 'snubbed', remote: remote.id, released: released.length })
    }
    this.#requests.cancel(remote, released)
    if (withheld.length === 0) return true
    remote.withheld ??= new Withheld(now)
    for (const piece of pieces) {
      remote.withheld.pieces.set(piece, now)
      this.#partials.disown(remote.link, piece)
    }
    return remote.withheld.allowance.take(now, withheld.length)
  }

  // --- which block

  #choose(remote: Remote, now: Millis): BlockChoice | undefined {
    const choice =
      partial(this.#ownPartial(remote)) ??
      this.#beginSuggested(remote, now) ??
      partial(this.#orphan(remote, now)) ??
      this.#begin(remote, now) ??
      partial(this.#othersPartial(remote, now))
    if (choice !== undefined || isLate(remote)) return choice
    return this.#partials.isFull || this.#partials.isEndgame ? this.#steal(remote, now) : undefined
  }

  #ownPartial(remote: Remote): Assembly | undefined {
    const { current } = remote
    if (current?.owner !== remote.link || !this.#partials.open.has(current)) return undefined
    return remote.askable.has(current.piece) ? current : undefined
  }

  /** A piece that no remote is fetching, or an earlier one of this remote. */
  #orphan(remote: Remote, now: Millis): Assembly | undefined {
    for (const assembly of this.#partials.open) {
      const free = assembly.owner === undefined || assembly.owner === remote.link
      if (free && this.#mayJoin(remote, assembly, now)) return this.#own(assembly, remote)
    }
    return undefined
  }

  #begin(remote: Remote, now: Millis): BlockChoice | undefined {
    return this.#beginPiece(remote, this.#picking(remote, now))
  }

  /** What it has named is on its way to nobody else (see suggestions.ts), unlike what was begun here. */
  #beginSuggested(remote: Remote, now: Millis): BlockChoice | undefined {
    if (remote.suggested.size === 0 || remote.isWebSeed) return undefined
    const begin = this.#picking(remote, now)
    return begin && remote.suggested.has(begin.piece) ? this.#beginPiece(remote, begin) : undefined
  }

  #beginPiece(remote: Remote, begin: Begin | undefined): BlockChoice | undefined {
    if (begin === undefined || !this.#partials.makeRoomFor(begin.piece)) return undefined
    const assembly = this.#own(this.#partials.begin(begin.piece), remote)
    // What follows can be fetched by the same request, if nothing else is wanted sooner.
    if (remote.isWebSeed) this.#suggestNext(remote, begin.piece)
    return { assembly, block: 0, reason: begin.reason }
  }

  #suggestNext(remote: Remote, piece: number): void {
    const next = this.#partials.ranks.nextAlike(piece)
    remote.suggested = new Set(next === undefined ? [] : [next])
  }

  #othersPartial(remote: Remote, now: Millis): Assembly | undefined {
    for (const assembly of this.#partials.open) {
      if (!assembly.single && this.#mayJoin(remote, assembly, now)) return assembly
    }
    return undefined
  }

  /** Who kept back a block of the piece is asked for it again once the others had their chance. */
  #mayJoin(remote: Remote, { piece }: Assembly, now: Millis): boolean {
    if (!remote.askable.has(piece)) return false
    const withheldAt = remote.withheld?.pieces.get(piece)
    return withheldAt === undefined || now - withheldAt >= WITHHELD_MS
  }

  #own(assembly: Assembly, remote: Remote): Assembly {
    assembly.owner = remote.link
    remote.current = assembly
    return assembly
  }

  /**
   * Endgame, or no room for another piece: asks for a block of the slowest remote, so that pieces do not
   * wait for their last blocks.
   */
  #steal(remote: Remote, now: Millis): BlockChoice | undefined {
    const myEta = this.#etaSec(remote, remote.requests.size + 1, now)
    const worthSec = Math.max(STEAL_FACTOR * myEta, WORTH_STEALING_SEC)
    const slowest: { readonly other: Remote; readonly eta: number }[] = []
    for (const other of this.#context.remotes.values()) {
      if (other === remote || other.requests.size === 0) continue
      const eta = this.#owedSec(other, now)
      if (eta > worthSec) slowest.push({ other, eta })
    }
    slowest.sort((a, b) => b.eta - a.eta)
    for (const { other } of slowest) {
      for (const { piece, block } of [...other.requests].reverse()) {
        const assembly = this.#partials.of(piece)
        if (assembly === undefined || assembly.single || assembly.isReceived(block)) continue
        if (!remote.askable.has(piece) || remote.requests.has(piece, block)) continue
        if (assembly.timesAsked(block) >= ENDGAME_COPIES) continue
        return { assembly, block, reason: 'endgame' }
      }
    }
    return undefined
  }

  /** Without room others wait meanwhile: silence is then expected to last as long again. */
  #owedSec(other: Remote, now: Millis): number {
    const eta = this.#etaSec(other, other.requests.size, now)
    return this.#partials.isFull ? Math.max(eta, (now - other.silentSince) / 1_000) : eta
  }

  /** A late remote may never answer. */
  #etaSec(remote: Remote, requests: number, now: Millis): number {
    if (isLate(remote)) return Number.POSITIVE_INFINITY
    const bytes = requests * this.#context.blockBytes
    return bytes / Math.max(remote.down.rate(now), MIN_RATE)
  }
}

const keepsBack = (): ProtocolError =>
  new ProtocolError('withheld', 'keeps back blocks of pieces that it sends')

function partial(assembly: Assembly | undefined): BlockChoice | undefined {
  const block = assembly?.nextUnasked()
  return assembly && block !== undefined ? { assembly, block, reason: 'partial' } : undefined
}

/** It holds something that we want, and does not choke us. */
const mayGive = ({ amInterested, askable }: Remote): boolean => amInterested && askable.count > 0

const isLate = ({ snubbed, requests }: Remote): boolean => snubbed || requests.isOvertaken
