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
  /** Of what there is now: `adopt` puts another in its place. */
  #opening: Promise<PieceStore> | undefined
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
    this.#opening ??= this.#create(info)
    const opening = this.#opening
    const store = await opening.catch(error => {
      if (opening === this.#opening) this.#opening = undefined
      throw error
    })
    if (opening !== this.#opening) return this.open(info)
    this.#store = store
    if (this.#closed.signal.aborted) store.close()
    const verification = this.#verification
    if (verification) {
      verification.done ??= this.#verify(store, info, verification)
      await verification.done
    }
    return store
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
    this.#opening?.then(store => store.remove()).catch(warnOfLeftover)
    this.#opening = undefined
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
      const store = await this.#opening?.catch(() => undefined)
      await store?.remove()
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
    const files = this.#files
    if (!files) return this.#ports.place.open(info)
    // In its own time: the link is there already.
    void this.#ports.place.keepFiles(info, files)
    return new FileStore(info, files)
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

const warnOfLeftover = (error: unknown) =>
  console.warn('tabswarm: what was fetched before these files were shared stays stored', error)
