/** Files as people hand them over: dropped, chosen or pasted, with what of it cannot be shared. */
import { HostError, type SharedFile } from '../host/api.ts'
import { sharing } from '../language/sharing.ts'
import { PageError } from './saying.ts'

/** Files in one share, at most: their names all travel in the metadata before the first piece. */
export const MAX_SHARED_FILES = 5_000

/** Files that operating systems create in folders; nobody means to send them. */
const SYSTEM_FILES = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini'])

export interface Collected {
  readonly files: readonly SharedFile[]
  /** Names of files and folders, and of links that lead nowhere: the browser may not open them. */
  readonly unreadable: readonly string[]
  /** Names of folders without a file that could be shared. */
  readonly empty: readonly string[]
}

interface CollectOptions {
  readonly signal?: AbortSignal
  readonly onFound?: (files: number) => void
}

/** From an `<input type=file>`, with or without `webkitdirectory`, or from the clipboard. */
export function chosenFiles(files: Iterable<File>): SharedFile[] {
  const shared: SharedFile[] = []
  for (const file of files) {
    const path = file.webkitRelativePath ? file.webkitRelativePath.split('/') : [file.name]
    add(shared, file, path)
  }
  return shared
}

/** Depth first, in the order the folder lists them. What cannot be read ends nothing. */
export async function walk(
  entries: readonly FileSystemEntry[],
  { signal, onFound }: CollectOptions = {},
  files: SharedFile[] = [],
): Promise<Collected> {
  const unreadable: string[] = []
  const empty: string[] = []
  for (const entry of entries) await visit(entry, [])
  return { files, unreadable, empty }

  async function visit(entry: FileSystemEntry, folder: readonly string[]): Promise<void> {
    if (signal?.aborted) throw new HostError('cancelled', 'Sharing was cancelled.')
    const path = [...folder, entry.name]
    const found = files.length
    const missed = unreadable.length
    try {
      if (isFile(entry)) add(files, await fileOf(entry), path)
      else if (isDirectory(entry)) {
        const emptyBefore = empty.length
        for await (const child of childrenOf(entry)) await visit(child, path)
        const isEmpty = files.length === found && unreadable.length === missed
        // Of folders in one another the outermost is named.
        if (isEmpty) empty.splice(emptyBefore, empty.length, entry.name)
      }
    } catch (error) {
      if (error instanceof HostError) throw error
      unreadable.push(entry.name)
    }
    if (files.length > found) onFound?.(files.length)
  }
}

function add(shared: SharedFile[], file: File, path: readonly string[]): void {
  if (path.length > 1 && SYSTEM_FILES.has(file.name)) return
  if (shared.length >= MAX_SHARED_FILES) {
    throw new PageError('too-large', () => sharing.texts.leftBehind.tooMany(MAX_SHARED_FILES))
  }
  shared.push({ file, path })
}

/** `readEntries` returns a batch at a time (100 in Chromium), and an empty one at the end. */
async function* childrenOf(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = folder.createReader()
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) return
    yield* some
  }
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject))

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
