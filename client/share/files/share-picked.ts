/** Some of the files that are here, by a link of their own: nobody gets the others by it. */
import type { Info } from '../../../shared/torrent/info.ts'
import type { SharedFile } from '../../host/api.ts'
import { sharing } from '../../language/sharing.ts'
import type { Page } from '../page.ts'
import { shareFiles } from '../sharing.ts'
import type { Item } from '../snapshot.ts'

export async function sharePicked(
  page: Page,
  { torrent, name }: Item,
  info: Info,
  indices: readonly number[],
): Promise<void> {
  const files: SharedFile[] = []
  for (const index of indices) {
    const path = info.files[index]?.path ?? []
    // One file is shared by its name alone; several stay in the folder that they came in.
    const shown = indices.length === 1 ? path.slice(-1) : [info.name, ...path]
    files.push({ file: await torrent.file(index), path: shown })
  }
  await shareFiles(page, files)
  page.notice.say = () => sharing.texts.files.otherLinkStays(name)
}
