/**
 * How many requests keep a remote's link busy: what its measured rate sends until the next ones reach it.
 * No more, as what is asked of one remote no other sends.
 */
import type { Millis } from '../base/ids.ts'

/** One that comes, and one that the remote has when it has sent that. */
export const MIN_DEPTH = 2
/** Before anything is known. Four would be reserved for nothing in a crowd, two lose a round trip. */
const FIRST_DEPTH = 3
/** From this many remotes on several serve us side by side, and blocks that one keeps for later are blocks that others could send now. */
export const CROWD = 8
/** Open with all of a crowd together. Among 46 peers with equal lines 10 to 14 did best: with 8 lines ran dry, with 16 blocks queued. */
const MIN_CROWD_DEPTH = 12
/** The limit of libtorrent (max_out_request_queue): 8 MB on their way to us. */
export const MAX_DEPTH = 500
/** From this round trip on, losses and not the two ends decide how fast a connection is: below are this machine, a LAN, the same town. */
export const FAR_MS = 15
/** A route changes seldom; each window must see a moment without a queue. */
const ANSWER_WINDOW_MS = 10_000
/** Answers later than the promptest by more than this stood in a queue. */
const QUEUE_MS = 100
/** In a crowd, where the queue is of what others asked for: a block of 16 KiB at 6 Mbit/s. */
const CROWD_QUEUE_MS = 20
/**
 * Beside the time that answers take, requests cover the pauses of a busy tab. They need not where a
 * block itself takes as long: from this rate on all, below it in proportion, though never less than a
 * queue.
 */
const PAUSE_MS = 400
const PAUSE_RATE_BYTES_PER_SEC = 1_250_000

const pauseAt = (rateBytesPerSec: number): Millis =>
  PAUSE_MS * Math.min(rateBytesPerSec / PAUSE_RATE_BYTES_PER_SEC, 1)

/** How many requests all remotes of a crowd together may have to answer. `rateBytesPerSec`: of all. */
export function depthOfCrowd(rateBytesPerSec: number, blockBytes: number): number {
  const inPause = Math.ceil((rateBytesPerSec * pauseAt(rateBytesPerSec)) / 1000 / blockBytes)
  return Math.max(inPause, MIN_CROWD_DEPTH)
}

export class RequestDepth {
  /** The shortest times that answers took, of this window and the one before. */
  #shortestMs: Millis = Number.POSITIVE_INFINITY
  #shortestBeforeMs: Millis = Number.POSITIVE_INFINITY
  #windowEndsAt: Millis = Number.NEGATIVE_INFINITY
  /** What was found without knowing the rate, in blocks. */
  #found = FIRST_DEPTH
  #isSlowStart = true
  #isCrowd = false

  /** The remote begins to serve us, at a rate that nobody knows. `remotes`: how many there are. */
  restart(remotes: number): void {
    this.#isCrowd = remotes >= CROWD
    this.#found = this.#isCrowd ? MIN_DEPTH : FIRST_DEPTH
    this.#isSlowStart = true
  }

  /**
   * As TCP's slow start: one more for each answer, thus twice as many in each round trip, until answers
   * are late. Later by a queue they take one off, as a measured rate says how many are needed.
   * `open`: requests that were open, this one included.
   */
  answered(tookMs: Millis, open: number, now: Millis): void {
    this.#measure(tookMs, now)
    const queueMs = this.#isCrowd ? CROWD_QUEUE_MS : QUEUE_MS
    const isPrompt = tookMs <= this.#promptestMs + queueMs
    if (!isPrompt) {
      this.#isSlowStart = false
      this.#found = Math.max(this.#found - 1, MIN_DEPTH)
    } else if (this.#isSlowStart && open >= this.#found / 2) {
      this.#found = Math.min(this.#found + 1, MAX_DEPTH)
    }
  }

  /** `roundTripMs`: if it is known. */
  blocks(rateBytesPerSec: number, blockBytes: number, roundTripMs?: Millis): number {
    const pauseMs = Math.max(pauseAt(rateBytesPerSec), QUEUE_MS)
    const promptestMs = Number.isFinite(this.#promptestMs) ? this.#promptestMs : 0
    // Where every answer stands in a queue of our own asking, the promptest would make it longer each time.
    const answerMs =
      roundTripMs === undefined || rateBytesPerSec === 0
        ? promptestMs
        : Math.min(promptestMs, roundTripMs + (blockBytes * 1000) / rateBytesPerSec)
    const needed = 1 + Math.ceil((rateBytesPerSec * (answerMs + pauseMs)) / 1000 / blockBytes)
    return Math.min(Math.max(needed, this.#found), MAX_DEPTH)
  }

  /** The way there and back and one block, without queues: BBR measures round trips like this. */
  get #promptestMs(): Millis {
    return Math.min(this.#shortestMs, this.#shortestBeforeMs)
  }

  #measure(ms: Millis, now: Millis): void {
    if (now >= this.#windowEndsAt) {
      this.#shortestBeforeMs = this.#shortestMs
      this.#shortestMs = Number.POSITIVE_INFINITY
      this.#windowEndsAt = now + ANSWER_WINDOW_MS
    }
    this.#shortestMs = Math.min(this.#shortestMs, ms)
  }
}
