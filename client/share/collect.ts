import { HostError, type SharedFile } from '../host/api.ts'

/** Files in one share, at most: their names all travel in the metadata before the first piece. */
export const MAX_SHARED_FILES = 5_000

/** Files that operating systems create in folders; nobody means to send them. */
const SYSTEM_FILES = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini'])

/** From an `<input type=file>`, with or without `webkitdirectory`, or from the clipboard. */
export function chosenFiles(files: Iterable<File>): SharedFile[] {
  const shared: SharedFile[] = []
  for (const file of files) {
    const path = file.webkitRelativePath ? file.webkitRelativePath.split('/') : [file.name]
    add(shared, file, path)
  }
  return shared
}

/** To be called inside the drop event: its items are gone when the event is over. */
export function droppedFiles(transfer: DataTransfer): Promise<SharedFile[]> {
  const entries: FileSystemEntry[] = []
  const loose: File[] = []
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    const file = entry ? undefined : item.getAsFile()
    if (entry) entries.push(entry)
    else if (file) loose.push(file)
  }
  return walk(entries, chosenFiles(loose))
}

/** Depth first, in the order the folder lists them. */
export async function walk(
  entries: readonly FileSystemEntry[],
  shared: SharedFile[] = [],
): Promise<SharedFile[]> {
  for (const entry of entries) await visit(entry, [], shared)
  return shared
}

async function visit(
  entry: FileSystemEntry,
  folder: readonly string[],
  shared: SharedFile[],
): Promise<void> {
  const path = [...folder, entry.name]
  if (isFile(entry)) add(shared, await fileOf(entry), path)
  else if (isDirectory(entry))
    for await (const child of childrenOf(entry)) await visit(child, path, shared)
}

function add(shared: SharedFile[], file: File, path: readonly string[]): void {
  if (path.length > 1 && SYSTEM_FILES.has(file.name)) return
  if (shared.length >= MAX_SHARED_FILES) {
    throw new HostError(
      'too-large',
      `These are more than ${MAX_SHARED_FILES.toLocaleString('en')} files. Put them into one archive (a ZIP file) and share that.`,
    )
  }
  shared.push({ file, path })
}

/** `readEntries` returns a batch at a time (100 in Chromium), and an empty one at the end. */
async function* childrenOf(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = folder.createReader()
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, error => reject(unreadable(folder, error))),
    )
    if (some.length === 0) return
    yield* some
  }
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, error => reject(unreadable(entry, error))))

const unreadable = (entry: FileSystemEntry, cause: unknown): HostError =>
  new HostError(
    'unreadable-file',
    `“${entry.name}” cannot be read. Check that you may open it, then try again.`,
    { cause },
  )

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
