/**
 * Bytes carried in each of a few hundred equal spans of time, by peers and lanes. When a run outgrows
 * them, neighbouring spans are merged: a run of an hour takes no more memory than one of a second.
 */
import type { Millis } from '../../../shared/base/ids.ts'

/** Payload bytes in each span, unless said otherwise. */
export interface Samples {
  readonly spanMs: Millis
  readonly spans: number
  /** By row, then by span. */
  readonly down: Float32Array<ArrayBuffer>
  readonly up: Float32Array<ArrayBuffer>
  /** By lane, then by span: all bytes that the lane carried, headers included. */
  readonly lanes: Float32Array<ArrayBuffer>
  readonly useful: Float64Array<ArrayBuffer>
  /** Bytes of blocks that the receiver already had. */
  readonly redundant: Float64Array<ArrayBuffer>
  /** Bytes sent by peers that were seeders from the start. */
  readonly fromSeeders: Float64Array<ArrayBuffer>
}

/** More than a screen has pixels for a chart, before the first merge. */
const MAX_SPANS = 1024
/** In the largest swarms. 4 bytes each, once in the worker and once in the page. */
const MAX_VALUES = 4_000_000
/** With fewer a chart is too coarse. */
const MIN_SPANS = 128

type Series = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

export class Sampler {
  spanMs: Millis
  readonly #maxSpans: number
  readonly #down: Float32Array<ArrayBuffer>[] = []
  readonly #up: Float32Array<ArrayBuffer>[] = []
  readonly #lanes: Float32Array<ArrayBuffer>[]
  readonly #useful: Float64Array<ArrayBuffer>
  readonly #redundant: Float64Array<ArrayBuffer>
  readonly #fromSeeders: Float64Array<ArrayBuffer>
  #span = 0

  constructor(spanMs: Millis, counts: { readonly peers: number; readonly lanes: number }) {
    this.spanMs = spanMs
    const series = 2 * counts.peers + counts.lanes
    const spans = Math.floor(MAX_VALUES / series)
    // Even, so that pairs merge without a rest.
    this.#maxSpans = 2 * Math.floor(Math.min(MAX_SPANS, Math.max(MIN_SPANS, spans)) / 2)
    this.#lanes = Array.from({ length: counts.lanes }, () => new Float32Array(this.#maxSpans))
    this.#useful = new Float64Array(this.#maxSpans)
    this.#redundant = new Float64Array(this.#maxSpans)
    this.#fromSeeders = new Float64Array(this.#maxSpans)
  }

  get beginMs(): Millis {
    return this.#span * this.spanMs
  }

  get endMs(): Millis {
    return (this.#span + 1) * this.spanMs
  }

  addRow(): void {
    this.#down.push(new Float32Array(this.#maxSpans))
    this.#up.push(new Float32Array(this.#maxSpans))
  }

  /** Payload bytes. */
  received(
    from: number,
    to: number,
    what: { useful: number; redundant: number; isFromSeeder: boolean },
  ): void {
    const bytes = what.useful + what.redundant
    add(this.#up[from], this.#span, bytes)
    add(this.#down[to], this.#span, bytes)
    add(this.#useful, this.#span, what.useful)
    add(this.#redundant, this.#span, what.redundant)
    if (what.isFromSeeder) add(this.#fromSeeders, this.#span, bytes)
  }

  carried(lane: number, bytes: number): void {
    add(this.#lanes[lane], this.#span, bytes)
  }

  next(): void {
    this.#span++
    if (this.#span < this.#maxSpans) return
    for (const series of this.#all()) mergePairs(series)
    this.#span /= 2
    this.spanMs *= 2
  }

  snapshot(): Samples {
    const spans = this.#span + 1
    return {
      spanMs: this.spanMs,
      spans,
      down: joined(this.#down, spans),
      up: joined(this.#up, spans),
      lanes: joined(this.#lanes, spans),
      useful: this.#useful.slice(0, spans),
      redundant: this.#redundant.slice(0, spans),
      fromSeeders: this.#fromSeeders.slice(0, spans),
    }
  }

  #all(): Series[] {
    const totals = [this.#useful, this.#redundant, this.#fromSeeders]
    return [...this.#down, ...this.#up, ...this.#lanes, ...totals]
  }
}

function add(series: Series | undefined, span: number, bytes: number): void {
  if (series) series[span] = (series[span] as number) + bytes
}

function mergePairs(series: Series): void {
  const half = series.length / 2
  for (let i = 0; i < half; i++) {
    series[i] = (series[2 * i] as number) + (series[2 * i + 1] as number)
  }
  series.fill(0, half)
}

function joined(parts: readonly Float32Array[], spans: number): Float32Array<ArrayBuffer> {
  const all = new Float32Array(parts.length * spans)
  for (const [i, part] of parts.entries()) all.set(part.subarray(0, spans), i * spans)
  return all
}

/** A moment, and the time before it that is averaged over. */
interface Window {
  readonly atMs: Millis
  readonly windowMs: Millis
}

/** Of payload. */
export const bitRateAt = (
  samples: Samples,
  way: 'down' | 'up',
  row: number,
  window: Window,
): number => bitRateIn(samples[way], row, samples, window)

export function bytesAt(
  { spanMs, spans, ...samples }: Samples,
  way: 'down' | 'up',
  row: number,
  atMs: Millis,
): number {
  return bytesIn(samples[way], row * spans, Math.min(Math.floor(atMs / spanMs) + 1, spans))
}

function bytesIn(series: Float32Array, first: number, count: number): number {
  let bytes = 0
  for (let i = first; i < first + count; i++) bytes += series[i] as number
  return bytes
}

/** The share of a lane's capacity that was used, 0 to 1. */
export const utilisationAt = (
  samples: Samples,
  { lane, rateBitsPerSec }: { readonly lane: number; readonly rateBitsPerSec: number },
  window: Window,
): number => Math.min(1, bitRateIn(samples.lanes, lane, samples, window) / rateBitsPerSec)

/** Averaged over at least one span that ends by `atMs`. */
function bitRateIn(series: Float32Array, row: number, samples: Samples, window: Window): number {
  const { spanMs, spans } = samples
  const { first, count } = spansIn(samples, window)
  return count === 0 ? 0 : (bytesIn(series, row * spans + first, count) * 8000) / (count * spanMs)
}

/** Those that a window is averaged over. */
export function spansIn({ spanMs, spans }: Samples, { atMs, windowMs }: Window) {
  const last = Math.min(Math.floor(atMs / spanMs), spans - 1)
  const count = Math.max(0, Math.min(last + 1, Math.max(1, Math.round(windowMs / spanMs))))
  return { first: last - count + 1, count }
}
