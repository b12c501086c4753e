/** Files that a person drops, chooses or pastes: a share is prepared, a `.torrent` is opened. */
import type { SharedFile } from '../host/api.ts'
import { paced } from './paced.ts'
import type { Page } from './page.ts'
import type { Preparing } from './under-way.ts'

/** Often enough to feel alive. */
const PROGRESS_MS = 200

export async function takeFiles(
  page: Page,
  found: Promise<readonly SharedFile[]> | readonly SharedFile[],
): Promise<void> {
  try {
    const files = await found
    if (files.length > 0 && files.every(isTorrentFile))
      await page.openTorrentFiles(files.map(({ file }) => file))
    else await share(page, files)
  } catch (error) {
    page.complain(error)
  }
}

/** Inside a folder it is a file like any other. */
const isTorrentFile = ({ path }: SharedFile): boolean =>
  path.length === 1 && /\.torrent$/i.test(path[0] ?? '')

async function share(page: Page, files: readonly SharedFile[]): Promise<void> {
  if (page.preparing.value) {
    page.trouble.value = 'One moment: the files before these are still being prepared.'
    return
  }
  page.trouble.value = undefined
  const controller = new AbortController()
  const preparing = prepare(files, () => controller.abort())
  page.preparing.value = preparing
  page.showStart()
  const onProgress = paced(
    (doneBytes: number) => {
      if (page.preparing.value?.cancel === preparing.cancel)
        page.preparing.value = { ...preparing, doneBytes }
    },
    () => PROGRESS_MS,
  )
  try {
    const { signal } = controller
    const torrent = await page.session.share(files, { ...page.sharing.value, signal, onProgress })
    page.remember(torrent, { mine: true, wanted: true, paused: false })
    page.show(torrent)
  } finally {
    page.preparing.value = undefined
  }
}

function prepare(files: readonly SharedFile[], cancel: () => void): Preparing {
  const first = files[0]
  const root = first?.path[0] ?? ''
  const together = files.every(({ path }) => path[0] === root)
  return {
    name: together ? root : `${files.length} files`,
    files: files.length,
    doneBytes: 0,
    totalBytes: files.reduce((sum, { file }) => sum + file.size, 0),
    cancel,
  }
}
