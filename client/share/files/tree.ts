/** A torrent's files as folders in folders, and the rows of it that are to be seen. Pure. */
import type { Info, TorrentFile } from '../../../shared/torrent/info.ts'

interface Folder {
  readonly name: string
  /** Tells it from all others. */
  readonly path: string
  readonly folders: Map<string, Folder>
  readonly files: number[]
  /** Where its files begin and end in the tree's `order`, those of its folders included. */
  first: number
  end: number
}

export interface FileTree {
  readonly root: Folder
  /** All files, by index, in the order of the tree. */
  readonly order: readonly number[]
}

interface RowPlace {
  readonly key: string
  readonly level: number
  /** Among those in the same folder, from 1. */
  readonly position: number
  readonly siblings: number
}

export interface FolderRow extends RowPlace {
  readonly kind: 'folder'
  readonly name: string
  readonly path: string
  readonly isOpen: boolean
  /** Its files that are to be seen, by index. */
  readonly files: readonly number[]
}

export interface FileRow extends RowPlace {
  readonly kind: 'file'
  readonly index: number
}

export type Row = FolderRow | FileRow

const trees = new WeakMap<Info, FileTree>()

/** Built once for each torrent. */
export function treeOf(info: Info): FileTree {
  const known = trees.get(info)
  if (known) return known
  const tree = treeFrom(info.files)
  trees.set(info, tree)
  return tree
}

function treeFrom(files: readonly TorrentFile[]): FileTree {
  const root = folder('', '')
  for (const [index, { path }] of files.entries()) {
    let into = root
    for (const name of path.slice(0, -1)) {
      const inner = into.folders.get(name) ?? folder(name, `${into.path}/${name}`)
      into.folders.set(name, inner)
      into = inner
    }
    into.files.push(index)
  }
  const order: number[] = []
  number(root, order)
  return { root, order }
}

const folder = (name: string, path: string): Folder => ({
  ...{ name, path, folders: new Map(), files: [], first: 0, end: 0 },
})

/** A folder's folders come before its files, as in file managers. */
function number(into: Folder, order: number[]): void {
  into.first = order.length
  for (const inner of into.folders.values()) number(inner, order)
  for (const index of into.files) order.push(index)
  into.end = order.length
}

/** `isFound`: whether a file is to be seen; a folder is while one of its files is. */
export function rowsOf(
  { root, order }: FileTree,
  isFound: (index: number) => boolean,
  isOpen: (path: string) => boolean,
): Row[] {
  const rows: Row[] = []
  add(root, 1)
  return rows

  function add(into: Folder, level: number): void {
    const folders = [...into.folders.values()].flatMap(inner => {
      const files = order.slice(inner.first, inner.end).filter(isFound)
      return files.length > 0 ? { inner, files } : []
    })
    const files = into.files.filter(isFound)
    const siblings = folders.length + files.length
    let position = 0
    for (const { inner, files } of folders) {
      const { last, name } = through(inner)
      const { path } = last
      const opened = isOpen(path)
      position++
      const place = { key: path, level, position, siblings }
      rows.push({ kind: 'folder', ...place, name, path, isOpen: opened, files })
      if (opened) add(last, level + 1)
    }
    for (const index of files) {
      position++
      rows.push({ kind: 'file', key: `${index}`, level, position, siblings, index })
    }
  }
}

/** Folders that hold one folder and nothing else are one row: "2026 / summer / day 1". */
function through(outer: Folder): { last: Folder; name: string } {
  let last = outer
  let { name } = outer
  while (last.files.length === 0 && last.folders.size === 1) {
    const [inner] = last.folders.values()
    last = inner as Folder
    name += ` / ${last.name}`
  }
  return { last, name }
}
