/**
 * From the swarm's store to the person's disk. Streams where the browser can (File System Access:
 * one piece in memory at a time); elsewhere hands over a File that the browser's storage backs.
 */
import type { Info } from '../../shared/torrent/info.ts'
import type { HostError, Torrent } from '../host/api.ts'
import { later } from '../host/later.ts'
import { savedName, savedPaths } from '../host/torrent/saved-names.ts'
import { giveFile } from './give-file.ts'
import type { WorkOptions } from './progress.ts'
import { quoted } from './quoted.ts'
import type { FolderWriter, Renamed, Unsaved } from './save-into-folder.ts'
import { refusalOf, renamedInWords, unsavedError } from './saved-words.ts'
import { bytesOf } from './snapshot.ts'

/** Chromium's pickers; not yet in TypeScript's DOM library. */
interface Pickers {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>
  showDirectoryPicker?: (options: { mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>
}

const loadFolders = later(() => import('./save-into-folder.ts'))
const loadZip = later(() => import('client-zip'))

/** A ZIP without a folder picker is a Blob first: larger downloads are saved file by file. */
const MAX_ZIP_BYTES = 1_000_000_000

export interface Saved {
  /** What was saved under another name. */
  readonly notice?: (() => string) | undefined
  /** What was not saved. */
  readonly trouble?: HostError | undefined
}

/** Undefined when the person closed the picker, or ended it. Rejects with a `HostError`. */
export async function saveFiles(
  torrent: Torrent,
  info: Info,
  indices: readonly number[],
  options: WorkOptions,
): Promise<Saved | undefined> {
  const saving = new Save(torrent, info, indices, options)
  try {
    await saving.run()
    return saving.result
  } catch (error) {
    if (options.signal.aborted || error instanceof Declined) return undefined
    throw refusalOf(() => quoted([saving.name]), error)
  }
}

/** The person closed the picker. */
class Declined extends Error {}

async function picked<T>(picking: Promise<T>): Promise<T> {
  try {
    return await picking
  } catch (error) {
    const isClosed = error instanceof DOMException && error.name === 'AbortError'
    throw isClosed ? new Declined() : error
  }
}

/** Counts the bytes that are read from the files of one torrent. */
class Save {
  readonly #torrent: Torrent
  readonly #info: Info
  readonly #indices: readonly number[]
  readonly #signal: AbortSignal
  readonly #onProgress: (doneBytes: number) => void
  /** By file: near names where some system would refuse those of the torrent. */
  readonly #paths: readonly (readonly string[])[]
  readonly #unsaved: Unsaved[] = []
  readonly #renamed = new Map<string, Renamed>()
  #doneBytes = 0

  constructor(
    torrent: Torrent,
    info: Info,
    indices: readonly number[],
    { signal, onProgress }: WorkOptions,
  ) {
    this.#torrent = torrent
    this.#info = info
    this.#indices = indices
    this.#signal = signal
    this.#onProgress = onProgress
    this.#paths = savedPaths(info.files.map(file => file.path))
  }

  run(): Promise<void> {
    const [only] = this.#indices
    return this.#indices.length === 1 ? this.#saveOne(only as number) : this.#saveMany()
  }

  get result(): Saved {
    const unsaved = this.#unsaved
    const renamed = [...this.#renamed.values()]
    return {
      ...(renamed.length > 0 && { notice: () => renamedInWords(renamed) }),
      ...(unsaved.length > 0 && {
        trouble: unsavedError(unsaved, unsaved.length < this.#indices.length),
      }),
    }
  }

  get name(): string {
    const [only] = this.#indices
    return this.#indices.length === 1 ? this.#nameOf(only as number) : this.#info.name
  }

  /** A single file carries its name in `info.name`, a folder's files their paths below it. */
  #nameOf(index: number): string {
    return this.#info.files[index]?.path.at(-1) ?? this.#info.name
  }

  #path(index: number): readonly string[] {
    return this.#paths[index] ?? [savedName(this.#info.name)]
  }

  #savedName(index: number): string {
    return this.#path(index).at(-1) ?? savedName(this.#info.name)
  }

  #stream(bytes: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const count = new TransformStream<Uint8Array, Uint8Array>({
      transform: (bytes, controller) => {
        this.#doneBytes += bytes.length
        this.#onProgress(this.#doneBytes)
        controller.enqueue(bytes)
      },
    })
    return bytes.pipeThrough(count)
  }

  async #saveOne(index: number): Promise<void> {
    const name = this.#savedName(index)
    const { showSaveFilePicker } = window as Pickers
    if (!showSaveFilePicker) {
      giveFile(await this.#torrent.file(index), name)
      return this.#note(this.#nameOf(index), name)
    }
    const target = await picked(showSaveFilePicker.call(window, { suggestedName: name }))
    const writable = await target.createWritable()
    const stream = this.#stream(this.#torrent.stream(index))
    await stream.pipeTo(writable as WritableStream<Uint8Array>, { signal: this.#signal })
    // Another name is the person's own choice.
    if (target.name === name) this.#note(this.#nameOf(index), name)
  }

  async #saveMany(): Promise<void> {
    const name = savedName(this.#info.name)
    const { showDirectoryPicker } = window as Pickers
    if (showDirectoryPicker) {
      const chosen = await picked(showDirectoryPicker.call(window, { mode: 'readwrite' }))
      const names = { name: this.#info.name, savedName: name }
      const { FolderWriter } = await loadFolders()
      return this.#saveInto(await FolderWriter.in(chosen, names, this.#signal))
    }
    if (bytesOf(this.#info, this.#indices) <= MAX_ZIP_BYTES) {
      const archive = await this.#zipped()
      if (this.#unsaved.length < this.#indices.length) giveFile(archive, `${name}.zip`)
      return
    }
    for (const index of this.#indices) {
      const file = await this.#read(index)
      if (file) giveFile(file, this.#savedName(index))
    }
  }

  async #saveInto(writer: FolderWriter): Promise<void> {
    for (const index of this.#indices)
      await writer.save({
        path: this.#info.files[index]?.path ?? [],
        savedPath: this.#path(index),
        stream: () => this.#stream(this.#torrent.stream(index)),
      })
    for (const { name, savedAs } of writer.renamed) this.#note(name, savedAs)
    this.#unsaved.push(...writer.unsaved)
  }

  async #zipped(): Promise<Blob> {
    const { downloadZip } = await loadZip()
    const members = async function* (this: Save) {
      for (const index of this.#indices) {
        const file = await this.#read(index)
        if (!file) continue
        const name = this.#path(index).join('/')
        yield {
          name,
          size: file.size,
          input: this.#stream(file.stream()),
          lastModified: new Date(),
        }
      }
    }
    return downloadZip(members.call(this)).blob()
  }

  /** Undefined if it cannot be read: the others can. */
  async #read(index: number): Promise<File | undefined> {
    this.#signal.throwIfAborted()
    try {
      const file = await this.#torrent.file(index)
      this.#notePath(index)
      return file
    } catch (why) {
      this.#unsaved.push({ name: this.#nameOf(index), why })
      return undefined
    }
  }

  #notePath(index: number): void {
    const path = this.#info.files[index]?.path ?? []
    for (const [i, savedAs] of this.#path(index).entries()) this.#note(path[i] ?? savedAs, savedAs)
  }

  #note(name: string, savedAs: string): void {
    if (name !== savedAs) this.#renamed.set(`${name}/${savedAs}`, { name, savedAs })
  }
}
