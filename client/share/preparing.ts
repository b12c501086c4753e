/** Files that a person drops, chooses or pastes: they are shared, and a `.torrent` is opened. */
import { type SharedFile, UnreadableError } from '../host/api.ts'
import { type Collected, type CollectOptions, chosenFiles } from './collect.ts'
import type { Page } from './page.ts'
import { withProgress } from './progress.ts'
import { isHurt } from './screen.ts'
import { shareFiles } from './sharing.ts'

type Collect = (options: CollectOptions) => Promise<Collected>

/** `given`: the files, or what collects them. */
export async function takeFiles(page: Page, given: readonly File[] | Collect): Promise<void> {
  if (page.preparing.value) {
    page.trouble.value = 'One moment: the files before these are still being prepared.'
    return
  }
  try {
    if (typeof given !== 'function') return await take(page, chosenFiles(given))
    const collected = await collect(page, given)
    const { files, unreadable, empty } = collected
    if (unreadable.length + empty.length === 0) await take(page, files)
    else await (await import('./left-behind.ts')).askOrTell(page, collected)
  } catch (error) {
    page.complain(error)
  }
}

async function collect(page: Page, given: Collect): Promise<Collected> {
  let collected: Collected | undefined
  const looking = { name: 'Looking for files', files: 0, totalBytes: 0 }
  await withProgress(page.preparing, looking, async ({ signal, onProgress }) => {
    collected = await given({ signal, onFound: onProgress })
  })
  return collected as Collected
}

async function take(page: Page, files: readonly SharedFile[]): Promise<void> {
  if (files.length > 0 && files.every(isTorrentFile))
    return page.openTorrentFiles(files.map(({ file }) => file))
  const hurt = page.snapshot.value.items.filter(isHurt)
  if (hurt.length > 0 && (await (await import('./mending.ts')).mend(page, hurt, files))) return
  try {
    await shareFiles(page, files)
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error
    ;(await import('./left-behind.ts')).askForRest(page, files, error.files)
  }
}

/** A `.torrent` inside a folder is a file like any other. */
const isTorrentFile = ({ path }: SharedFile): boolean =>
  path.length === 1 && /\.torrent$/i.test(path[0] ?? '')
