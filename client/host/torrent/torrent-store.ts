/**
 * What this tab stores of one torrent: in the browser, or the person's own files. Opened once and
 * kept over all runs; verified anew when somebody asks for it, before the next run goes on.
 */
import { assert } from '../../../shared/base/assert.ts'
import type { Info, TorrentFile } from '../../../shared/torrent/info.ts'
import type { Mended, SharedFile } from '../api.ts'
import { later } from '../later.ts'
import type { TorrentSource } from '../session/torrent-source.ts'
import { loadFiles, type Place } from '../storage/browser-storage.ts'
import type { FileStore } from '../storage/files.ts'
import type { Verifier } from '../storage/hashing.ts'
import type { PieceStore } from '../storage/piece-store.ts'

const loadMend = later(() => import('./mend.ts'))

export interface TorrentStorePorts {
  readonly place: Pick<
    Place,
    'open' | 'keepFiles' | 'forget' | 'release' | 'claimAgain' | 'hasFiles'
  >
  readonly verifier: Verifier
  /** A link has brought it: what it is stays unstored until a piece of it is stored. */
  readonly isOffer?: boolean
  onProgress(): void
}

/** The person's own files, if it was shared from here. */
type Own = Pick<Partial<TorrentSource>, 'files' | 'kept'>

export class TorrentStore {
  readonly #ports: TorrentStorePorts
  /** Ends when it is closed, or put aside. */
  #life = new AbortController()
  /** The place is being claimed again. */
  #claiming: Promise<void> | undefined
  /** In the order of `info.files`. */
  #files: readonly File[] | undefined
  #kept: TorrentSource['kept']
  /** Of what there is now: `adopt` puts another in its place. */
  #opening: Promise<PieceStore> | undefined
  #store: PieceStore | undefined
  #verification: { share: number; done?: Promise<void> } | undefined

  constructor({ files, kept }: Own, ports: TorrentStorePorts) {
    this.#files = files
    this.#kept = kept
    this.#ports = ports
  }

  get kind(): PieceStore['kind'] {
    return this.#store?.kind ?? 'disk'
  }

  /** The pieces are in the person's own files. */
  get isOwn(): boolean {
    return this.#files !== undefined || isOwn(this.#store)
  }

  /** The person's own files that cannot be read as they were shared: indices. */
  get lostFiles(): readonly number[] {
    return isOwn(this.#store) ? [...this.#store.failed] : []
  }

  /** The share of the pieces hashed anew, while that goes on. */
  get verifying(): number | undefined {
    return this.#verification?.share
  }

  async open(info: Info): Promise<PieceStore> {
    this.#opening ??= this.#create(info)
    const opening = this.#opening
    const { signal } = this.#life
    const store = await opening.catch(error => {
      if (opening === this.#opening) this.#opening = undefined
      throw error
    })
    if (signal.aborted) store.close()
    if (opening !== this.#opening) return this.open(info)
    this.#store = store
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
  adopt({ files, kept }: Own): void {
    this.#files = files
    this.#kept = kept
    this.#opening?.then(store => store.remove()).catch(warnOfLeftover)
    this.#opening = undefined
    this.#store = undefined
  }

  /** The same files, chosen anew: every byte of them has been checked. */
  replace(info: Info, files: readonly File[]): void {
    if (isOwn(this.#store)) this.#store.replace(files, Array(info.pieceCount).keys())
    else this.adopt({ files })
    void this.#ports.place.keepFiles(info, files)
  }

  /** See `Torrent.mend`. `files`: to be adopted, as there were none. */
  async mend(
    info: Info,
    chosen: readonly SharedFile[],
  ): Promise<Mended & { files?: readonly File[] }> {
    const store = this.#store
    const { findAll, mend } = await loadMend()
    if (!isOwn(store)) return findAll(info, chosen)
    const mended = await mend(info, store, chosen)
    if (mended.mended.length > 0) void this.#ports.place.keepFiles(info, store.files)
    return mended
  }

  close(): void {
    this.#life.abort()
    this.#store?.close()
  }

  /** The page is put aside and may hold nothing that another tab waits for. What is on disk is opened anew. */
  suspend(): void {
    this.#life.abort()
    if (this.#verification) this.#verification = { share: 0 }
    if (!this.#store || this.#store.kind === 'disk') {
      this.#store?.close()
      this.#opening = undefined
      this.#store = undefined
    }
    this.#ports.place.release()
  }

  /** After `suspend`. */
  resume(info: Info | undefined): Promise<void> {
    const life = new AbortController()
    this.#life = life
    const { place } = this.#ports
    this.#claiming = place.claimAgain().then(() => {
      if (life.signal.aborted) return place.release()
      const store = this.#store
      if (info && isOwn(store) && !place.hasFiles) void place.keepFiles(info, store.files)
    })
    return this.#claiming
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

  /** Undefined also while it is not open. */
  async room(): Promise<number | undefined> {
    return this.#store?.room()
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
    if (this.#claiming) await this.#claiming
    const files = this.#files
    if (!files) return this.#ports.place.open(info, this.#ports.isOffer)
    // Not awaited: the browser may take minutes to copy them, and never rejects.
    void this.#ports.place.keepFiles(info, files)
    const kept = this.#kept
    const { FileStore } = await loadFiles()
    return new FileStore(info, files, kept)
  }

  async #verify(store: PieceStore, info: Info, verification: { share: number }): Promise<void> {
    const { verifier, onProgress } = this.#ports
    const onShare = (share: number) => {
      verification.share = share
      onProgress()
    }
    try {
      await verifier.verify(store, info, onShare, this.#life.signal)
    } finally {
      if (this.#verification === verification) this.#verification = undefined
    }
  }
}

/** The code of it comes only to those who share. */
const isOwn = (store: PieceStore | undefined): store is FileStore => store?.kind === 'files'

const warnOfLeftover = (error: unknown) =>
  console.warn('tabswarm: what was fetched before these files were shared stays stored', error)

/** Bytes of one file, in order; reads as fast as they are taken. Errors with a `StoreError`. */
function streamFile(
  info: Info,
  store: PieceStore,
  fileIndex: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const file = fileAt(info, fileIndex)
  const end = file.offset + file.length
  let at = file.offset
  return new ReadableStream({
    async pull(controller) {
      if (at < end) {
        const piece = Math.floor(at / info.pieceLength)
        const pieceStart = piece * info.pieceLength
        const bytes = await store.read(piece)
        const part = bytes.subarray(at - pieceStart, end - pieceStart)
        controller.enqueue(part)
        at += part.length
      }
      if (at >= end) controller.close()
    },
  })
}

/** The person's own file, or one that the browser builds from the pieces, on disk if it is large. */
async function fileOf(info: Info, store: PieceStore, fileIndex: number): Promise<File> {
  const { path } = fileAt(info, fileIndex)
  const name = path.at(-1) as string
  if (isOwn(store)) return store.files[fileIndex] as File
  const blob = await new Response(streamFile(info, store, fileIndex)).blob()
  return new File([blob], name)
}

function fileAt(info: Info, fileIndex: number): TorrentFile {
  const file = info.files[fileIndex]
  assert(file, `there is no file ${fileIndex}`)
  return file
}
