/**
 * From the swarm's store to the person's disk. Streams where the browser can (File System Access:
 * one piece in memory at a time); elsewhere hands over a File that the browser's storage backs.
 */
import type { Info } from '../../shared/torrent/info.ts'
import { HostError, type Torrent } from '../host/api.ts'
import { bytesOf } from './sizes.ts'

export interface SaveOptions {
  readonly signal: AbortSignal
  readonly onProgress: (doneBytes: number) => void
}

/** Chromium's pickers; not yet in TypeScript's DOM library. */
interface Pickers {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>
  showDirectoryPicker?: (options: { mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>
}

/** A ZIP without a folder picker is a Blob first: past this it is files one by one. */
const MAX_ZIP_BYTES = 1_000_000_000

/** How long a browser may take to begin reading a download's blob. */
const DOWNLOAD_START_MS = 60_000

/** Folders tried: 'photos', 'photos (2)' … before giving up. */
const MAX_FOLDER_NAMES = 100

/** False when the person closed the picker. Rejects with a `HostError`. */
export async function saveFiles(
  torrent: Torrent,
  info: Info,
  indices: readonly number[],
  options: SaveOptions,
): Promise<boolean> {
  try {
    if (indices.length === 1) await saveOne(torrent, info, indices[0] as number, options)
    else await saveMany(torrent, info, indices, options)
    return true
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return false
    throw asHostError(error)
  }
}

async function saveOne(torrent: Torrent, info: Info, index: number, options: SaveOptions) {
  const name = nameOf(info, index)
  const { showSaveFilePicker } = window as Pickers
  if (showSaveFilePicker) {
    const target = await showSaveFilePicker.call(window, { suggestedName: name })
    await pour(torrent.stream(index), target, counting(options))
  } else {
    download(await torrent.file(index), name)
  }
}

async function saveMany(
  torrent: Torrent,
  info: Info,
  indices: readonly number[],
  options: SaveOptions,
) {
  const { showDirectoryPicker } = window as Pickers
  if (showDirectoryPicker) {
    const chosen = await showDirectoryPicker.call(window, { mode: 'readwrite' })
    await saveInto(await newFolder(chosen, info.name), torrent, info, indices, options)
  } else if (bytesOf(info, indices) <= MAX_ZIP_BYTES) {
    download(await zipped(torrent, info, indices, options), `${info.name}.zip`)
  } else {
    for (const index of indices) download(await torrent.file(index), nameOf(info, index))
  }
}

async function saveInto(
  root: FileSystemDirectoryHandle,
  torrent: Torrent,
  info: Info,
  indices: readonly number[],
  options: SaveOptions,
) {
  const counted = counting(options)
  for (const index of indices) {
    const path = pathOf(info, index)
    let folder = root
    for (const part of path.slice(0, -1))
      folder = await folder.getDirectoryHandle(part, { create: true })
    const target = await folder.getFileHandle(path.at(-1) as string, { create: true })
    await pour(torrent.stream(index), target, counted)
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

async function zipped(
  torrent: Torrent,
  info: Info,
  indices: readonly number[],
  options: SaveOptions,
): Promise<Blob> {
  const { downloadZip } = await import('client-zip')
  const counted = counting(options)
  async function* members() {
    for (const index of indices) {
      options.signal.throwIfAborted()
      const input = torrent.stream(index).pipeThrough(tally(counted))
      yield { name: pathOf(info, index).join('/'), input, lastModified: new Date() }
    }
  }
  return downloadZip(members()).blob()
}

interface Counting extends SaveOptions {
  readonly add: (bytes: number) => void
}

function counting(options: SaveOptions): Counting {
  let doneBytes = 0
  const add = (bytes: number) => {
    doneBytes += bytes
    options.onProgress(doneBytes)
  }
  return { ...options, add }
}

const tally = ({ add }: Counting): TransformStream<Uint8Array, Uint8Array> =>
  new TransformStream({
    transform(bytes, controller) {
      add(bytes.length)
      controller.enqueue(bytes)
    },
  })

async function pour(
  from: ReadableStream<Uint8Array>,
  target: FileSystemFileHandle,
  counted: Counting,
) {
  const writable = await target.createWritable()
  await from.pipeThrough(tally(counted)).pipeTo(writable as WritableStream<Uint8Array>, {
    signal: counted.signal,
  })
}

function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  setTimeout(() => URL.revokeObjectURL(url), DOWNLOAD_START_MS)
}

/** A single file carries its name in `info.name`, a folder's files their paths below it. */
const pathOf = (info: Info, index: number): readonly string[] =>
  info.files[index]?.path ?? [info.name]

const nameOf = (info: Info, index: number): string => pathOf(info, index).at(-1) ?? info.name

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
