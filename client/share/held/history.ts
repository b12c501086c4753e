/**
 * How many pieces each peer of a torrent held over time, as far as this tab knows: the data of the chart.
 * Begins when other peers are there, and again when all had left and others come. Knows no clock.
 */
import { effect } from '@preact/signals'
import type { PeerId, Torrent } from '../../host/api.ts'
import type { Page } from '../page.ts'
import type { Curve, Step } from './curves.ts'

/** Lines in the chart: more could not be told apart, and peers may come and go without end. */
const MAX_PEERS = 40
/** In one line: when there are more, every other step is dropped, which no screen would show. */
const MAX_STEPS = 600

export interface Observed {
  readonly peerId: PeerId
  readonly heldCount: number
  readonly info: { readonly pieceCount: number } | undefined
  readonly links: readonly { readonly remote: PeerId; readonly heldCount: number | undefined }[]
}

export interface PeerCurve extends Omit<Curve, 'name'> {
  readonly peerId: PeerId
  /** When it had everything; undefined if it has not. */
  readonly completeMs: number | undefined
}

interface Track {
  steps: Step[]
  goneMs: number | undefined
  completeMs: number | undefined
}

export class HeldHistory {
  #beganAtMs: number | undefined
  #nowMs = 0
  #isOver = true
  readonly #tracks = new Map<PeerId, Track>()

  /** This tab first, then the others in the order they came. Times are in ms from the beginning. */
  get curves(): readonly PeerCurve[] {
    return [...this.#tracks].map(([peerId, track]) => ({ peerId, ...track }))
  }

  /** The end of the time axis: now, or shortly after everybody had everything. */
  get endMs(): number {
    if (!this.#isOver) return this.#nowMs
    const changes = [...this.#tracks.values()].map(({ steps }) => steps.at(-1)?.[0] ?? 0)
    return Math.min(this.#nowMs, 1.05 * Math.max(0, ...changes))
  }

  note({ peerId, heldCount, info, links }: Observed, atMs: number): void {
    if (!info) return
    const others = links.flatMap(({ remote, heldCount: held }) =>
      held === undefined ? [] : [[remote, held] as const],
    )
    if (others.length > 0 && this.#wasAlone()) this.#begin(atMs)
    if (this.#beganAtMs === undefined) return
    this.#nowMs = atMs - this.#beganAtMs
    const here = new Map([[peerId, heldCount] as const, ...others])
    for (const [id, held] of here) this.#noteOne(id, held, info.pieceCount)
    for (const [id, track] of this.#tracks) if (!here.has(id)) track.goneMs ??= this.#nowMs
    this.#isOver = [...here.values()].every(held => held >= info.pieceCount)
  }

  #noteOne(peerId: PeerId, held: number, pieceCount: number): void {
    let track = this.#tracks.get(peerId)
    if (!track) {
      if (this.#tracks.size >= MAX_PEERS && !this.#forgetOneGone()) return
      track = { steps: [], goneMs: undefined, completeMs: undefined }
      this.#tracks.set(peerId, track)
    }
    track.goneMs = undefined
    if (held >= pieceCount) track.completeMs ??= this.#nowMs
    if (track.steps.at(-1)?.[1] === held) return
    track.steps.push([this.#nowMs, held])
    if (track.steps.length > MAX_STEPS)
      track.steps = track.steps.filter((_, i) => i % 2 === 0 || i === MAX_STEPS)
  }

  /** False if no peer has left. */
  #forgetOneGone(): boolean {
    const gone = [...this.#tracks].find(([, { goneMs }]) => goneMs !== undefined)
    return gone !== undefined && this.#tracks.delete(gone[0])
  }

  #wasAlone(): boolean {
    const [, ...others] = this.#tracks.values()
    return others.every(({ goneMs }) => goneMs !== undefined)
  }

  #begin(atMs: number): void {
    this.#tracks.clear()
    this.#beganAtMs = atMs
  }
}

const histories = new WeakMap<Torrent, HeldHistory>()
const followed = new WeakSet<Page>()

/** Follows a page from the first call on: most visitors never gossip. */
export function heldIn(page: Page, torrent: Torrent): HeldHistory {
  if (!followed.has(page)) {
    followed.add(page)
    effect(() => {
      const { items, atMs } = page.snapshot.value
      for (const item of items) if (item.view.gossip) historyOf(item.torrent).note(item.view, atMs)
    })
  }
  return historyOf(torrent)
}

function historyOf(torrent: Torrent): HeldHistory {
  const history = histories.get(torrent) ?? new HeldHistory()
  histories.set(torrent, history)
  return history
}
