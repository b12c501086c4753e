/**
 * How many `RTCPeerConnection`s a page has. Chromium allows 500 in a process and counts a closed one
 * until the garbage is collected, which closed ones alone never cause: they are small
 * (https://bugs.chromium.org/p/chromium/issues/detail?id=825576).
 */

/** Of Chromium's 500; the rest is for those of other code in this process. */
const MAX_OPEN = 480
/** Each time this number of connections more was closed, the browser is made to look for garbage. */
const UNCOLLECTED_STEP = 50
/** Seen to make Chromium collect within a second; 32 MB were not enough. The pages are never touched. */
const PRESSURE_BYTES = 64 * 1024 * 1024

export class ConnectionCount {
  #open = 0
  #uncollected = 0
  readonly #registry = new FinalizationRegistry<void>(() => {
    this.#uncollected--
  })

  /** Lanes leave room for links. */
  isFull(isLane: boolean): boolean {
    return this.#open >= (isLane ? MAX_OPEN / 2 : MAX_OPEN)
  }

  made(): void {
    this.#open++
  }

  /** Once for each that was made. */
  closed(connection: object): void {
    this.#open--
    this.#uncollected++
    this.#registry.register(connection)
    if (this.#uncollected % UNCOLLECTED_STEP === 0) void new ArrayBuffer(PRESSURE_BYTES)
  }
}
