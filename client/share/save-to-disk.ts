/**
 * From the swarm's store to the person's disk. Streams where the browser can (File System Access:
 * one piece in memory at a time); elsewhere hands over a File that the browser's storage backs.
 */
import type { Info } from '../../shared/torrent/info.ts'
import { HostError, type Torrent } from '../host/api.ts'
import { later } from '../host/later.ts'
import { savedName, savedPaths } from '../host/torrent/saved-names.ts'
import { giveFile } from './give-file.ts'
import type { WorkOptions } from './progress.ts'
import { bytesOf } from './snapshot.ts'

const loadZip = later(() => import('client-zip'))

/** Chromium's pickers; not yet in TypeScript's DOM library. */
interface Pickers {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>
  showDirectoryPicker?: (options: { mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>
}

/** A ZIP without a folder picker is a Blob first: larger downloads are saved file by file. */
const MAX_ZIP_BYTES = 1_000_000_000

/** Folders tried: 'photos', 'photos (2)' … before giving up. */
const MAX_FOLDER_NAMES = 100

/** False when the person closed the picker. Rejects with a `HostError`. */
export async function saveFiles(
  torrent: Torrent,
  info: Info,
  indices: readonly number[],
  options: WorkOptions,
): Promise<boolean> {
  try {
    const source = new Source(torrent, info, options)
    if (indices.length === 1) await saveOne(source, indices[0] as number)
    else await saveMany(source, indices)
    return true
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return false
    throw asHostError(error)
  }
}

/** The files of one torrent; counts the bytes that are read from them. */
class Source {
  readonly torrent: Torrent
  readonly info: Info
  readonly signal: AbortSignal
  readonly #onProgress: (doneBytes: number) => void
  /** By file: near names where some system would refuse those of the torrent. */
  readonly #paths: readonly (readonly string[])[]
  #doneBytes = 0

  constructor(torrent: Torrent, info: Info, { signal, onProgress }: WorkOptions) {
    this.torrent = torrent
    this.info = info
    this.signal = signal
    this.#onProgress = onProgress
    this.#paths = savedPaths(info.files.map(file => file.path))
  }

  /** A single file carries its name in `info.name`, a folder's files their paths below it. */
  path(index: number): readonly string[] {
    return this.#paths[index] ?? [savedName(this.info.name)]
  }

  name(index: number): string {
    return this.path(index).at(-1) ?? savedName(this.info.name)
  }

  stream(index: number): ReadableStream<Uint8Array> {
    const count = new TransformStream<Uint8Array, Uint8Array>({
      transform: (bytes, controller) => {
        this.#doneBytes += bytes.length
        this.#onProgress(this.#doneBytes)
        controller.enqueue(bytes)
      },
    })
    return this.torrent.stream(index).pipeThrough(count)
  }

  async writeTo(target: FileSystemFileHandle, index: number): Promise<void> {
    const writable = await target.createWritable()
    const { signal } = this
    await this.stream(index).pipeTo(writable as WritableStream<Uint8Array>, { signal })
  }
}

async function saveOne(source: Source, index: number) {
  const name = source.name(index)
  const { showSaveFilePicker } = window as Pickers
  if (!showSaveFilePicker) return giveFile(await source.torrent.file(index), name)
  const target = await showSaveFilePicker.call(window, { suggestedName: name })
  await source.writeTo(target, index)
}

async function saveMany(source: Source, indices: readonly number[]) {
  const { torrent, info } = source
  const { showDirectoryPicker } = window as Pickers
  if (showDirectoryPicker) {
    const chosen = await showDirectoryPicker.call(window, { mode: 'readwrite' })
    await saveInto(await newFolder(chosen, savedName(info.name)), source, indices)
  } else if (bytesOf(info, indices) <= MAX_ZIP_BYTES) {
    giveFile(await zipped(source, indices), `${savedName(info.name)}.zip`)
  } else {
    for (const index of indices) giveFile(await torrent.file(index), source.name(index))
  }
}

async function saveInto(
  root: FileSystemDirectoryHandle,
  source: Source,
  indices: readonly number[],
) {
  for (const index of indices) {
    let folder = root
    for (const part of source.path(index).slice(0, -1))
      folder = await folder.getDirectoryHandle(part, { create: true })
    const target = await folder.getFileHandle(source.name(index), { create: true })
    await source.writeTo(target, index)
  }
}

/** Never writes into a folder that was there before. */
async function newFolder(
  parent: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemDirectoryHandle> {
  for (let attempt = 1; attempt <= MAX_FOLDER_NAMES; attempt++) {
    const candidate = attempt === 1 ? name : `${name} (${attempt})`
    if (!(await contains(parent, candidate)))
      return parent.getDirectoryHandle(candidate, { create: true })
  }
  throw new DOMException(`a folder named ${name} is already there`, 'InvalidModificationError')
}

async function contains(parent: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await parent.getDirectoryHandle(name)
    return true
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return false
    if (error instanceof DOMException && error.name === 'TypeMismatchError') return true
    throw error
  }
}

async function zipped(source: Source, indices: readonly number[]): Promise<Blob> {
  const { downloadZip } = await loadZip()
  async function* members() {
    for (const index of indices) {
      source.signal.throwIfAborted()
      const name = source.path(index).join('/')
      yield { name, input: source.stream(index), lastModified: new Date() }
    }
  }
  return downloadZip(members()).blob()
}

function asHostError(cause: unknown): HostError {
  if (cause instanceof HostError) return cause
  if (cause instanceof DOMException && cause.name === 'QuotaExceededError')
    return new HostError(
      'storage-full',
      'The disk is full. Free some space, then save again: nothing has to be downloaded twice.',
      { cause },
    )
  const why = cause instanceof Error ? cause.message : String(cause)
  return new HostError(
    'unreadable-file',
    `It could not be saved there (${why}). Choose another place and save again: nothing has to be downloaded twice.`,
    { cause },
  )
}
