/** Look at a finished file in a tab of its own, if its type is one that cannot run anything. */
import type { Torrent } from '../host/api.ts'
import { safeTypeOf } from './safe-type.ts'

/** One URL a file, for as long as the page lives: a film being watched still seeks through it. */
const urls = new WeakMap<Torrent, Map<number, string>>()

export async function openFile(torrent: Torrent, index: number, name: string): Promise<void> {
  const type = safeTypeOf(name)
  if (type === undefined) return
  const known = urls.get(torrent) ?? new Map<number, string>()
  urls.set(torrent, known)
  let url = known.get(index)
  if (url === undefined) {
    const file = await torrent.file(index)
    // A slice copies nothing and carries our type, whatever the file says of itself.
    url = URL.createObjectURL(file.slice(0, file.size, type))
    known.set(index, url)
  }
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.target = '_blank'
  anchor.rel = 'noopener'
  anchor.click()
}
