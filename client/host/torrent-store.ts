/**
 * What this tab stores of one torrent: in the browser, or the person's own files. Opened once and
 * kept over all runs; verified anew when somebody asks for it, before the next run goes on.
 */
import { assert } from '../../shared/base/assert.ts'
import type { Info } from '../../shared/torrent/info.ts'
import { fileOf, streamFile } from './content.ts'
import type { Place } from './storage.ts'
import { FileStore } from './store/files.ts'
import type { PieceStore } from './store/piece-store.ts'
import type { Verifier } from './verify.ts'

export interface TorrentStorePorts {
  readonly place: Pick<Place, 'open' | 'keepFiles' | 'forget' | 'release'>
  readonly verifier: Verifier
  onProgress(): void
}

export class TorrentStore {
  readonly #ports: TorrentStorePorts
  readonly #closed = new AbortController()
  /** In the order of `info.files`. */
  #files: readonly File[] | undefined
  #store: PieceStore | undefined
  #verification: { share: number; done?: Promise<void> } | undefined

  constructor(files: readonly File[] | undefined, ports: TorrentStorePorts) {
    this.#files = files
    this.#ports = ports
  }

  get kind(): PieceStore['kind'] {
    return this.#store?.kind ?? 'disk'
  }

  /** It is the person's own files. */
  get isOwn(): boolean {
    return this.#files !== undefined
  }

  /** The share of the pieces hashed anew, while that goes on. */
  get verifying(): number | undefined {
    return this.#verification?.share
  }

  async open(info: Info): Promise<PieceStore> {
    this.#store ??= await this.#create(info)
    const verification = this.#verification
    if (verification) {
      verification.done ??= this.#verify(this.#store, info, verification)
      await verification.done
    }
    return this.#store
  }

  /** The next `open` gives only what is intact. False if that is under way already. */
  verifyNext(): boolean {
    if (this.#verification) return false
    this.#verification = { share: 0 }
    return true
  }

  /** The next `open` gives these files; what was fetched before is in them too. */
  adopt(files: readonly File[]): void {
    this.#files = files
    void this.#store?.remove()
    this.#store = undefined
  }

  /** At once. */
  close(): void {
    this.#closed.abort()
    this.#store?.close()
  }

  /** After `close`: leaves the place, and with `forget` nothing in it. */
  async leave(forget: boolean): Promise<void> {
    if (forget) {
      await this.#store?.remove()
      await this.#ports.place.forget()
    }
    this.#ports.place.release()
  }

  stream(info: Info, fileIndex: number): ReadableStream<Uint8Array> {
    return streamFile(info, this.#opened, fileIndex)
  }

  file(info: Info, fileIndex: number): Promise<File> {
    return fileOf(info, this.#opened, fileIndex)
  }

  get #opened(): PieceStore {
    assert(this.#store, 'content was asked for before it is there')
    return this.#store
  }

  async #create(info: Info): Promise<PieceStore> {
    if (!this.#files) return this.#ports.place.open(info)
    // In its own time: the link is there already.
    void this.#ports.place.keepFiles(info, this.#files)
    return new FileStore(info, this.#files)
  }

  async #verify(store: PieceStore, info: Info, verification: { share: number }): Promise<void> {
    const { verifier, onProgress } = this.#ports
    const onShare = (share: number) => {
      verification.share = share
      onProgress()
    }
    try {
      await verifier.verify(store, info, onShare, this.#closed.signal)
    } finally {
      this.#verification = undefined
    }
  }
}
