/** Thumbnails of pictures that are here, one at a time, of rows in sight. What gives none costs a bounded time. */
import { workerUrl } from '../../host/worker-url.ts'
import thumbnailWorkerUrl from './thumbnail.worker.ts?worker&url'

/** Larger files are not read for a thumbnail. */
export const MAX_PICTURE_BYTES = 30_000_000
/** Kept for rows that come back into sight: 31 kB each. */
const MAX_KEPT = 300
/** A picture that takes longer is given up, and its Worker with it. */
const MAX_MS = 4_000
/** After that nothing more is tried: somebody may have made such pictures on purpose. */
const MAX_GIVEN_UP = 3

interface Wanted {
  readonly key: string
  readonly read: () => Promise<Blob>
  readonly show: (thumbnail: ImageBitmap) => void
}

export class Thumbnails {
  /** `none`: it was tried. The one that was shown last comes last. */
  readonly #kept = new Map<string, ImageBitmap | 'none'>()
  readonly #waiting = new Set<Wanted>()
  readonly #makeWorker: () => Worker
  #worker: Worker | undefined
  #isMaking = false
  #givenUp = 0

  constructor(makeWorker = () => new Worker(workerUrl(thumbnailWorkerUrl), { type: 'module' })) {
    this.#makeWorker = makeWorker
  }

  /** Shown at once, or when it is made. Returns what takes the wish back. */
  want(wanted: Wanted): () => void {
    const kept = this.#kept.get(wanted.key)
    if (kept !== undefined) {
      this.#keep(wanted.key, kept)
      if (kept !== 'none') wanted.show(kept)
      return () => undefined
    }
    this.#waiting.add(wanted)
    void this.#makeAll()
    return () => this.#waiting.delete(wanted)
  }

  async #makeAll(): Promise<void> {
    if (this.#isMaking) return
    this.#isMaking = true
    for (const wanted of this.#waiting) {
      if (this.#givenUp >= MAX_GIVEN_UP) break
      const made = await this.#make(wanted).catch(() => undefined)
      this.#keep(wanted.key, made ?? 'none')
      // Not if it has gone out of sight meanwhile.
      if (this.#waiting.delete(wanted) && made) wanted.show(made)
    }
    this.#isMaking = false
  }

  async #make({ read }: Wanted): Promise<ImageBitmap | undefined> {
    const file = await read()
    this.#worker ??= this.#makeWorker()
    const worker = this.#worker
    return new Promise(resolve => {
      const giveUp = () => {
        this.#givenUp++
        worker.terminate()
        this.#worker = undefined
        resolve(undefined)
      }
      const timer = setTimeout(giveUp, MAX_MS)
      worker.onerror = () => {
        clearTimeout(timer)
        giveUp()
      }
      worker.onmessage = ({ data }: MessageEvent<ImageBitmap | undefined>) => {
        clearTimeout(timer)
        resolve(data)
      }
      worker.postMessage(file)
    })
  }

  #keep(key: string, made: ImageBitmap | 'none'): void {
    this.#kept.delete(key)
    this.#kept.set(key, made)
    const [oldest] = this.#kept
    if (this.#kept.size <= MAX_KEPT || !oldest) return
    // Not closed: a row may still show it.
    this.#kept.delete(oldest[0])
  }
}
