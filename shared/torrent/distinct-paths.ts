/**
 * Paths that no file system takes for one another: Windows and macOS do not tell upper from lower case,
 * macOS does not tell NFC from NFD, and repairs may have made two names one.
 */
import { cut, safeName, stemAndEnding } from './file-name.ts'

/**
 * In UTF-8 bytes, with room for ` (100000)` and for what Chromium puts behind a name while it writes
 * (`.99.crswap`) below the 255 that file systems take.
 */
const MAX_NUMBERED_BYTES = 235

/** By the name that a file system sees which knows neither case nor composition. */
interface Folder {
  readonly folders: Map<string, { readonly name: string; readonly inside: Folder }>
  readonly files: Set<string>
  /** By name: the next number to try. */
  readonly numbers: Map<string, number>
}

const emptyFolder = (): Folder => ({ folders: new Map(), files: new Set(), numbers: new Map() })

/** Both ways, for letters that have two lower cases or none; Windows compares in upper case. */
const fold = (name: string): string =>
  name.toLowerCase().normalize('NFD').toUpperCase().normalize('NFC')

/**
 * The same paths, each its own. Folders that a file system takes for one are one; of files that it takes
 * for one, the first keeps its name and the others are numbered, as `notes (1).txt`.
 */
export function distinctPaths(paths: readonly (readonly string[])[]): string[][] {
  const root = emptyFolder()
  const places = paths.map(path => place(root, path))
  const isFirst = places.map(({ folder, name }) => {
    const key = fold(name)
    if (folder.folders.has(key) || folder.files.has(key)) return false
    folder.files.add(key)
    return true
  })
  return places.map(({ above, folder, name }, i) => [
    ...above,
    isFirst[i] ? name : numbered(folder, name),
  ])
}

interface FilePlace {
  readonly above: readonly string[]
  readonly folder: Folder
  readonly name: string
}

function place(root: Folder, path: readonly string[]): FilePlace {
  let folder = root
  const above: string[] = []
  for (const name of path.slice(0, -1)) {
    const key = fold(name)
    const there = folder.folders.get(key) ?? { name, inside: emptyFolder() }
    folder.folders.set(key, there)
    above.push(there.name)
    folder = there.inside
  }
  return { above, folder, name: path.at(-1) as string }
}

function numbered(folder: Folder, name: string): string {
  const { stem, ending } = stemAndEnding(cut(name, MAX_NUMBERED_BYTES))
  // Cutting may have split what belongs together.
  const start = safeName(stem)
  // Long names that differ behind the cut count together.
  const counter = fold(start + ending)
  for (let number = folder.numbers.get(counter) ?? 1; ; number++) {
    const candidate = `${start} (${number})${ending}`
    const key = fold(candidate)
    if (folder.files.has(key) || folder.folders.has(key)) continue
    folder.files.add(key)
    folder.numbers.set(counter, number + 1)
    return candidate
  }
}
