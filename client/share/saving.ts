/** Getting finished files out of the page: saved to the disk, or opened in a tab. One save at a time. */
import type { Info } from '../../shared/torrent/info.ts'
import { openFile } from './open.ts'
import { paced } from './paced.ts'
import type { Page } from './page.ts'
import { bytesOf } from './sizes.ts'
import type { Item } from './snapshot.ts'

/** Most visits save nothing. */
const saver = () => import('./save.ts')

/** Called while the server is there: when the download is complete it may be gone. */
export function prepareToSave(): void {
  saver().catch(error => console.warn('What saves files could not be loaded yet.', error))
}

/** Often enough to feel alive. */
const PROGRESS_MS = 200

export async function saveItem(
  page: Page,
  { torrent }: Item,
  info: Info,
  indices: readonly number[],
): Promise<void> {
  if (page.saving.value) return
  const { swarm } = torrent
  const controller = new AbortController()
  const totalBytes = bytesOf(info, indices)
  const cancel = () => controller.abort()
  const show = (doneBytes: number) => {
    page.saving.value = { swarm, doneBytes, totalBytes, cancel }
  }
  let over = false
  const onProgress = paced(
    (doneBytes: number) => {
      if (!over) show(doneBytes)
    },
    () => PROGRESS_MS,
  )
  show(0)
  try {
    const { saveFiles } = await saver()
    if (await saveFiles(torrent, info, indices, { signal: controller.signal, onProgress }))
      page.remember(torrent, { saved: true })
  } catch (error) {
    page.complain(error)
  } finally {
    over = true
    page.saving.value = undefined
  }
}

export async function openItem(page: Page, item: Item, info: Info, index: number): Promise<void> {
  try {
    await openFile(item.torrent, index, info.files[index]?.path.at(-1) ?? info.name)
  } catch (error) {
    page.complain(error)
  }
}
