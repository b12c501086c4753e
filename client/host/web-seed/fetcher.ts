/**
 * The page's side of the Worker that fetches. Only that Worker may reach other sites: its script comes
 * with a policy of its own (`server/headers.ts`), and the page's own stays as narrow as before.
 */
import type { FetchFailure, RangeFetch } from '../../../shared/webseed/fetch.ts'
import { workerUrl } from '../worker-url.ts'
import type { FetchReply, FetchRequest } from './web-seed.worker.ts'
import fetcherUrl from './web-seed.worker.ts?worker&url'

export interface FetchSink {
  onBytes(bytes: Uint8Array): void
  /** Once; not after it was aborted. */
  onEnd(failure: FetchFailure | undefined): void
}

export class Fetcher {
  /** Undefined until it is needed, and when it could not be loaded. */
  #worker: Worker | undefined
  readonly #sinks = new Map<number, FetchSink>()
  #lastId = 0

  /** Returns what ends it. */
  fetch({ url, from, length }: RangeFetch, sink: FetchSink): () => void {
    const id = ++this.#lastId
    this.#sinks.set(id, sink)
    this.#worker ??= this.#newWorker()
    this.#post({ id, range: { url, from, length } })
    return () => {
      if (this.#sinks.delete(id)) this.#post({ id })
    }
  }

  close(): void {
    this.#sinks.clear()
    this.#worker?.terminate()
  }

  #newWorker(): Worker {
    const worker = new Worker(workerUrl(fetcherUrl), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<FetchReply>) => this.#onReply(data)
    // It could not be loaded: the server of the page is away, and may be back at the next fetch.
    worker.onerror = () => {
      worker.terminate()
      this.#worker = undefined
      for (const id of [...this.#sinks.keys()]) this.#end(id, { kind: 'network' })
    }
    return worker
  }

  #post(request: FetchRequest): void {
    this.#worker?.postMessage(request)
  }

  #onReply(reply: FetchReply): void {
    if ('bytes' in reply) this.#sinks.get(reply.id)?.onBytes(new Uint8Array(reply.bytes))
    else this.#end(reply.id, reply.failure)
  }

  #end(id: number, failure: FetchFailure | undefined): void {
    const sink = this.#sinks.get(id)
    this.#sinks.delete(id)
    sink?.onEnd(failure)
  }
}
