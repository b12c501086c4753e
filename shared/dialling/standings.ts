/** Where every remote that we have heard of stands with us, and how many stand how. */
import { assert } from '../base/assert.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { Attempt } from './rivals.ts'

/** Remotes remembered; beyond it the tracker's next list brings others. */
const MAX_KNOWN = 500

/**
 *              refresh               dial                opened
 *   (unknown) ------> known --------------> dialling -----------> linked
 *                      ^  ^                    | failed             | closed
 *                      |  +--- time --- resting <------------------+
 *                      |         offered: unknown | known | resting -> answering -> linked
 *   banned -> resting until a time, or for good.   offered while dialling or answering: one offer stands.
 *   offered while linked: a rival beside the link, see rivals.ts.
 */
export type Standing =
  | { readonly state: 'known' }
  | ({ readonly state: 'dialling' | 'answering'; readonly attempt: Attempt } & Past)
  | ({ readonly state: 'linked'; readonly link: LinkId; readonly since: Millis } & Past)
  | ({ readonly state: 'resting'; readonly until: Millis } & Past)

export interface Past {
  /** Consecutive dials that failed, and links that soon broke. */
  readonly failures: number
  /** The server vouches for its identity, or did last. */
  readonly vouched: boolean
}

export class Standings {
  readonly #byRemote = new Map<PeerId, Standing>()
  #linked = 0
  #halfOpen = 0

  get linked(): number {
    return this.#linked
  }

  get halfOpen(): number {
    return this.#halfOpen
  }

  get isFull(): boolean {
    return this.#byRemote.size >= MAX_KNOWN
  }

  get answeringUnvouched(): number {
    let count = 0
    for (const standing of this.#byRemote.values())
      if (standing.state === 'answering' && !standing.vouched) count++
    return count
  }

  [Symbol.iterator](): Iterator<[PeerId, Standing]> {
    return this.#byRemote[Symbol.iterator]()
  }

  has(remote: PeerId): boolean {
    return this.#byRemote.has(remote)
  }

  get(remote: PeerId): Standing | undefined {
    return this.#byRemote.get(remote)
  }

  failuresOf(remote: PeerId): number {
    const standing = this.#byRemote.get(remote)
    return standing && 'failures' in standing && standing.state !== 'linked' ? standing.failures : 0
  }

  set(remote: PeerId, standing: Standing): void {
    const before = this.#byRemote.get(remote)
    if (before?.state === 'linked') this.#linked--
    if (before && 'attempt' in before) this.#halfOpen--
    if (standing.state === 'linked') this.#linked++
    if ('attempt' in standing) this.#halfOpen++
    if (before === undefined) this.#makeRoom()
    this.#byRemote.set(remote, standing)
    assert(this.#linked >= 0 && this.#halfOpen >= 0, 'links miscounted')
  }

  /** Of a remote that is merely known or resting. */
  delete(remote: PeerId): void {
    this.#byRemote.delete(remote)
  }

  /** Forgets the oldest remote that is merely known or resting, if there are too many. */
  #makeRoom(): void {
    if (!this.isFull) return
    for (const [remote, { state }] of this.#byRemote) {
      if (state !== 'known' && state !== 'resting') continue
      this.#byRemote.delete(remote)
      return
    }
  }
}
