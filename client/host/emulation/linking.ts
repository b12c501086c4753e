/** Tells when the peers of an emulated swarm have all the links that they will make before time goes. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { PeerStatus } from './newcomer.ts'

/** When no link has come or gone for this time, all that will be are there. */
const QUIET_MS = 3_000
/** 700 links between 46 peers take a minute on two cores. */
const LINKING_LIMIT_MS = 240_000

export interface Linked {
  readonly links: number
  /** The share of the present peers that have a link. */
  readonly share: number
  readonly isDone: boolean
  /** Why it will not get there; undefined while it may. */
  readonly failure: string | undefined
}

export class Linking {
  readonly #beganMs: Millis
  #opened = -1
  #movedMs: Millis

  constructor(nowMs: Millis) {
    this.#beganMs = nowMs
    this.#movedMs = nowMs
  }

  /** `all`: the latest status of every peer. */
  look(all: readonly PeerStatus[], nowMs: Millis): Linked {
    const statuses = all.filter(({ hasArrived }) => hasArrived)
    const opened = sum(statuses.map(status => status.opened))
    const halfOpen = sum(statuses.map(status => status.halfOpen))
    if (opened !== this.#opened || halfOpen > 0) this.#movedMs = nowMs
    this.#opened = opened
    const alone = statuses.length > 1 ? statuses.filter(status => status.opened === 0).length : 0
    const isLate = nowMs - this.#beganMs > LINKING_LIMIT_MS
    return {
      links: opened / 2,
      share: statuses.length === 0 ? 0 : 1 - alone / statuses.length,
      isDone: alone === 0 && nowMs - this.#movedMs > QUIET_MS,
      failure: isLate ? tooMuch(alone, halfOpen) : undefined,
    }
  }
}

const tooMuch = (alone: number, halfOpen: number): string =>
  `After ${LINKING_LIMIT_MS / 1000} s: peers without a link ${alone}, links half made ${halfOpen}. This is too much for this machine: use fewer peers, or more peers in each tab.`

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
