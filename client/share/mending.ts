/** Files chosen again in the place of those that were shared and have changed, or gone, since. */
import type { SharedFile } from '../host/api.ts'
import { sharing } from '../language/sharing.ts'
import type { Page } from './page.ts'
import { quoted } from './quoted.ts'
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
  page.notice.say = () => sharing.texts.lost.checking
  let wrong: SharedFile | undefined
  let isMended = false
  try {
    for (const { torrent, view } of hurt) {
      const result = await torrent.mend(files)
      wrong ??= result.wrong[0]
      if (result.mended.length === 0) continue
      isMended = true
      page.show(torrent)
      const names = result.mended.map(index => view.info?.files[index]?.path.at(-1) ?? '')
      page.notice.say = () => thanks(names)
      // What is not of this share as well is a new one.
      const known = (file: SharedFile) =>
        view.info?.files.some(({ length }) => length === file.file.size)
      if (files.every(known)) return true
    }
  } finally {
    if (!isMended) page.notice.say = undefined
  }
  if (isAsked) wrong ??= files[0]
  if (isMended || wrong === undefined) return isMended && isAsked
  const texts = sharing.texts.lost
  page.question.value = {
    title: texts.isAnother(quoted([wrong.path.at(-1) ?? ''])),
    text: texts.isAnotherMeans,
    no: texts.notNow,
    yes: { label: texts.shareAsNew, act: () => void shareAsNew(page, files) },
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

function thanks(names: readonly string[]): string {
  const { isBack, areBack } = sharing.texts.lost
  return names.length === 1 ? isBack(quoted(names)) : areBack(names.length)
}
