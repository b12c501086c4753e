/** Getting finished files out of the page: saved to the disk, or opened in a tab. One save at a time. */
import type { Info } from '../../shared/torrent/info.ts'
import { sharing } from '../language/sharing.ts'
import { laterWith } from './later-with.ts'
import { openFile } from './open-file.ts'
import type { Page } from './page.ts'
import { withProgress } from './progress.ts'
import { bytesOf, type Item, wantedFiles } from './snapshot.ts'

const loadSaver = laterWith([sharing], () => import('./save-to-disk.ts'))

export async function saveItem(
  page: Page,
  { torrent }: Item,
  info: Info,
  indices: readonly number[],
): Promise<void> {
  if (page.saving.value) return
  page.trouble.say = undefined
  page.notice.say = undefined
  const begun = { swarm: torrent.swarm, totalBytes: bytesOf(info, indices) }
  try {
    await withProgress(page.saving, begun, async options => {
      const { saveFiles } = await loadSaver()
      const saved = await saveFiles(torrent, info, indices, options)
      if (!saved) return
      const { notice, trouble } = saved
      page.notice.say = notice
      if (trouble) throw trouble
      if (indices.length >= wantedFiles(torrent.view).length)
        page.remember(torrent, { saved: true })
    })
  } catch (error) {
    // "Saved." is not to stand beside it.
    page.remember(torrent, { saved: false })
    page.complain(error)
  }
}

export async function openItem(page: Page, item: Item, info: Info, index: number): Promise<void> {
  try {
    await openFile(item.torrent, index, info.files[index]?.path.at(-1) ?? info.name)
  } catch (error) {
    page.complain(error)
  }
}
