/**
 * Files written into a folder that the person has chosen, one piece in memory at a time. A name that is
 * refused is replaced by a plainer one, and a file that cannot be saved ends none of the others.
 */
export interface FileToSave {
  /** As the torrent has it. */
  readonly path: readonly string[]
  /** The same in names that every system known to us takes: what is tried first. */
  readonly savedPath: readonly string[]
  stream(): ReadableStream<Uint8Array>
}

export interface Renamed {
  readonly name: string
  readonly savedAs: string
}

export interface Unsaved {
  readonly name: string
  readonly why: unknown
}

/** Folders tried: 'photos', 'photos (2)' … before giving up. */
const MAX_FOLDER_NAMES = 100

export class FolderWriter {
  readonly #root: FileSystemDirectoryHandle
  readonly #signal: AbortSignal
  readonly #folders = new Map<string, FileSystemDirectoryHandle>()
  #number = 0
  readonly renamed: Renamed[] = []
  readonly unsaved: Unsaved[] = []

  private constructor(root: FileSystemDirectoryHandle, signal: AbortSignal) {
    this.#root = root
    this.#signal = signal
  }

  /** Never in a folder that was there before. */
  static async in(
    parent: FileSystemDirectoryHandle,
    { name, savedName }: { readonly name: string; readonly savedName: string },
    signal: AbortSignal,
  ): Promise<FolderWriter> {
    const names = [savedName, ...plainerNames(savedName, 1)]
    const { made, as } = await underOneOf(names, name => newFolder(parent, name))
    const writer = new FolderWriter(made, signal)
    if (as !== name) writer.renamed.push({ name, savedAs: as })
    return writer
  }

  /** Rejects where no other file could be saved either. */
  async save(file: FileToSave): Promise<void> {
    try {
      await this.#write(file)
    } catch (why) {
      if (this.#signal.aborted || endsAll(why)) throw why
      this.unsaved.push({ name: file.path.at(-1) as string, why })
    }
  }

  async #write({ path, savedPath, stream }: FileToSave): Promise<void> {
    const folder = await this.#folder(path, savedPath.slice(0, -1))
    const { made, as } = await this.#under(path, savedPath, name => newFile(folder, name))
    try {
      await stream().pipeTo(made as WritableStream<Uint8Array>, { signal: this.#signal })
    } catch (error) {
      // Nobody is to take the beginning of a file for all of it.
      await folder.removeEntry(as).catch(() => undefined)
      throw error
    }
  }

  async #folder(
    path: readonly string[],
    savedPath: readonly string[],
  ): Promise<FileSystemDirectoryHandle> {
    if (savedPath.length === 0) return this.#root
    const key = savedPath.join('/')
    const known = this.#folders.get(key)
    if (known) return known
    const parent = await this.#folder(path, savedPath.slice(0, -1))
    const { made } = await this.#under(path, savedPath, name =>
      parent.getDirectoryHandle(name, { create: true }),
    )
    this.#folders.set(key, made)
    return made
  }

  async #under<T>(
    path: readonly string[],
    savedPath: readonly string[],
    make: (name: string) => Promise<T>,
  ) {
    const savedName = savedPath.at(-1) as string
    const found = await underOneOf([savedName, ...plainerNames(savedName, ++this.#number)], make)
    const name = path[savedPath.length - 1] as string
    if (found.as !== name) this.renamed.push({ name, savedAs: found.as })
    return found
  }
}

/** Longest start of a plainer name: short, as whole paths have their limits as well. */
const MAX_PLAIN_LENGTH = 40

/** For a file system that refuses a name which is good elsewhere; the plainest last. `number` keeps them apart. */
export function plainerNames(name: string, number: number): string[] {
  const ending = /(?<=.)\.\w{1,15}$/.exec(name)?.[0] ?? ''
  const start = name
    .slice(0, name.length - ending.length)
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9-]+/g, '_')
    .slice(0, MAX_PLAIN_LENGTH)
  return [`${start}-${number}${ending}`, `file-${number}${ending}`, `file-${number}`]
}

/** The first name that is taken. Rejects as the best one did. */
async function underOneOf<T>(
  names: readonly string[],
  make: (name: string) => Promise<T>,
): Promise<{ made: T; as: string }> {
  let refusal: unknown
  for (const name of names) {
    try {
      return { made: await make(name), as: name }
    } catch (error) {
      if (endsAll(error)) throw error
      refusal ??= error
    }
  }
  throw refusal
}

/** No name and no other file would help. */
const endsAll = (error: unknown): boolean =>
  error instanceof DOMException &&
  (error.name === 'QuotaExceededError' || error.name === 'NotAllowedError')

async function newFile(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemWritableFileStream> {
  // A file system may take two names for one that we tell apart.
  if (await isThere(() => folder.getFileHandle(name)))
    throw new DOMException('a file of that name is already there', 'InvalidModificationError')
  const handle = await folder.getFileHandle(name, { create: true })
  try {
    return await handle.createWritable()
  } catch (error) {
    await folder.removeEntry(name).catch(() => undefined)
    throw error
  }
}

async function newFolder(
  parent: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemDirectoryHandle> {
  for (let attempt = 1; attempt <= MAX_FOLDER_NAMES; attempt++) {
    const candidate = attempt === 1 ? name : `${name} (${attempt})`
    if (!(await isThere(() => parent.getDirectoryHandle(candidate))))
      return parent.getDirectoryHandle(candidate, { create: true })
  }
  throw new DOMException(`a folder named ${name} is already there`, 'InvalidModificationError')
}

/** As a file or as a folder. */
async function isThere(find: () => Promise<FileSystemHandle>): Promise<boolean> {
  try {
    await find()
    return true
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return false
    if (error instanceof DOMException && error.name === 'TypeMismatchError') return true
    throw error
  }
}
