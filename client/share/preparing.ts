/** Files that a person drops, chooses or pastes: a share is prepared, a `.torrent` is opened. */
import type { SharedFile } from '../host/api.ts'
import type { Page } from './page.ts'
import { withProgress } from './progress.ts'

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

/** A `.torrent` inside a folder is a file like any other. */
const isTorrentFile = ({ path }: SharedFile): boolean =>
  path.length === 1 && /\.torrent$/i.test(path[0] ?? '')

async function share(page: Page, files: readonly SharedFile[]): Promise<void> {
  if (page.preparing.value) {
    page.trouble.value = 'One moment: the files before these are still being prepared.'
    return
  }
  page.trouble.value = undefined
  page.showStart()
  const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0)
  const begun = { name: nameFor(files), files: files.length, totalBytes }
  await withProgress(page.preparing, begun, async options => {
    const torrent = await page.session.share(files, { ...page.sharing.value, ...options })
    page.remember(torrent, { mine: true, wanted: true, paused: false })
    page.show(torrent)
  })
}

/** The name of the one file or folder that holds them all, if there is one. */
function nameFor(files: readonly SharedFile[]): string {
  const root = files[0]?.path[0] ?? ''
  return files.every(({ path }) => path[0] === root) ? root : `${files.length} files`
}
