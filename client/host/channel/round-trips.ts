/** What is new of the round trips that ICE measures: each answer to a check of it is one (RFC 7675). */

/** Of the selected pair (webrtc-stats). */
export interface PairRoundTrips {
  readonly pair: string
  readonly lastMs: number
  /** Of all answers; undefined where the browser does not count them. */
  readonly totalMs: number | undefined
  readonly responses: number | undefined
}

export interface NewRoundTrips {
  readonly ms: number
  readonly readings: number
}

export class RoundTripReader {
  #before: PairRoundTrips | undefined

  /** Of several the last, or what they were on average if that is less. Undefined: there are none. */
  read(now: PairRoundTrips): NewRoundTrips | undefined {
    const before = this.#before?.pair === now.pair ? this.#before : undefined
    this.#before = now
    if (now.responses === undefined || now.totalMs === undefined)
      return { ms: now.lastMs, readings: 1 }
    const readings = now.responses - (before?.responses ?? 0)
    if (readings <= 0) return undefined
    const averageMs = (now.totalMs - (before?.totalMs ?? 0)) / readings
    return { ms: Math.min(now.lastMs, averageMs), readings }
  }
}
