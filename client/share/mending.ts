/** Files chosen again in the place of those that were shared and have changed, or gone, since. */
import type { SharedFile } from '../host/api.ts'
import type { Page } from './page.ts'
import { shareFiles } from './sharing.ts'
import type { Item } from './snapshot.ts'

/**
 * False if they are something else, to be shared as such. `isAsked`: they were chosen for this share, so
 * what is something else is said to be wrong.
 */
export async function mend(
  page: Page,
  hurt: readonly Item[],
  files: readonly SharedFile[],
  { isAsked = false } = {},
): Promise<boolean> {
  page.notice.value = 'Checking whether these are the files that you shared.'
  let wrong: SharedFile | undefined
  let isMended = false
  try {
    for (const { torrent, view } of hurt) {
      const result = await torrent.mend(files)
      wrong ??= result.wrong[0]
      if (result.mended.length === 0) continue
      isMended = true
      page.show(torrent)
      page.notice.value = thanks(result.mended.map(index => view.info?.files[index]?.path.at(-1)))
      // What is not of this share as well is a new one.
      const known = (file: SharedFile) =>
        view.info?.files.some(({ length }) => length === file.file.size)
      if (files.every(known)) return true
    }
  } finally {
    if (!isMended) page.notice.value = undefined
  }
  if (isAsked) wrong ??= files[0]
  if (isMended || wrong === undefined) return isMended && isAsked
  page.question.value = {
    title: `“${wrong.path.at(-1)}” is not the file that you shared`,
    text: 'Its bytes are others, so it does not fit the link that you sent. Shared as new, it gets a link of its own.',
    no: 'Not now',
    yes: { label: 'Share as new', act: () => void shareAsNew(page, files) },
  }
  return true
}

async function shareAsNew(page: Page, files: readonly SharedFile[]): Promise<void> {
  try {
    await shareFiles(page, files)
  } catch (error) {
    page.complain(error)
  }
}

function thanks(names: readonly (string | undefined)[]): string {
  return names.length === 1
    ? `“${names[0]}” is here again, and the others can get it.`
    : `${names.length} files are here again, and the others can get them.`
}
