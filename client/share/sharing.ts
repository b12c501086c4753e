/** A share is prepared, and shown. */
import type { SharedFile } from '../host/api.ts'
import { share } from '../language/share.ts'
import type { Page } from './page.ts'
import { withProgress } from './progress.ts'

/** Rejects with a `HostError`. */
export async function shareFiles(page: Page, files: readonly SharedFile[]): Promise<void> {
  page.trouble.say = undefined
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
  return files.every(({ path }) => path[0] === root)
    ? root
    : share.texts.torrent.files(files.length)
}
