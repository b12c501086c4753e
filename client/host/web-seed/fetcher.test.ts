import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FetchFailure } from '../../../shared/webseed/fetch.ts'
import { Fetcher } from './fetcher.ts'
import type { FetchReply, FetchRequest } from './web-seed.worker.ts'

let isServerUp = true

/** Answers each fetch with one byte, if it could be loaded. */
class ScriptedWorker {
  onmessage: ((event: { data: FetchReply }) => void) | undefined
  onerror: (() => void) | undefined
  readonly #isLoaded = isServerUp

  constructor() {
    if (!this.#isLoaded) queueMicrotask(() => this.onerror?.())
  }

  postMessage({ id, range }: FetchRequest): void {
    if (!this.#isLoaded || !range) return
    queueMicrotask(() => {
      this.onmessage?.({ data: { id, bytes: new ArrayBuffer(1) } })
      this.onmessage?.({ data: { id, failure: undefined } })
    })
  }

  terminate(): void {}
}

beforeEach(() => void vi.stubGlobal('Worker', ScriptedWorker))
afterEach(() => void vi.unstubAllGlobals())

const fetched = (fetcher: Fetcher) =>
  new Promise<FetchFailure | number>(resolve => {
    let count = 0
    fetcher.fetch(
      { url: 'https://w.example/a', from: 0, length: 1 },
      {
        onBytes: ({ length }) => {
          count += length
        },
        onEnd: failure => resolve(failure ?? count),
      },
    )
  })

test('a Worker that cannot be loaded fails what was asked of it, and is loaded for the next', async () => {
  isServerUp = false
  const fetcher = new Fetcher()
  expect(await Promise.all([fetched(fetcher), fetched(fetcher)])).toEqual([
    { kind: 'network' },
    { kind: 'network' },
  ])
  isServerUp = true
  expect(await fetched(fetcher)).toBe(1)
})
