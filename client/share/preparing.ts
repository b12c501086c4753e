/** Files that a person drops, chooses or pastes: they are shared, and a `.torrent` is opened. */
import { type SharedFile, UnreadableError } from '../host/api.ts'
import { later } from '../host/later.ts'
import { share } from '../language/share.ts'
import { sharing } from '../language/sharing.ts'
import { type Collected, chosenFiles, walk } from './collect.ts'
import type { Dropped } from './dropped.ts'
import type { Page } from './page.ts'
import { withProgress } from './progress.ts'
import { isHurt } from './screen.ts'
import { shareFiles } from './sharing.ts'

const loadLeftBehind = later(() => import('./left-behind.ts'))
const loadMending = later(() => import('./mending.ts'))

const busy = () => sharing.texts.leftBehind.busy

/** Rejects with a `HostError`. */
export async function prepare(page: Page, given: readonly File[] | Dropped): Promise<void> {
  if (page.preparing.value) {
    page.trouble.say = busy
    return
  }
  try {
    if (!('loose' in given)) return await take(page, chosenFiles(given))
    const collected = await collect(page, given)
    const { files, unreadable, empty } = collected
    if (unreadable.length + empty.length === 0) await take(page, files)
    else await (await loadLeftBehind()).askOrTell(page, collected)
  } finally {
    if (page.trouble.say === busy) page.trouble.say = undefined
  }
}

async function collect(page: Page, { entries, loose }: Dropped): Promise<Collected> {
  let collected: Collected | undefined
  const looking = { name: share.texts.preparing.looking, files: 0, totalBytes: 0 }
  await withProgress(page.preparing, looking, async ({ signal, onProgress }) => {
    collected = await walk(entries, { signal, onFound: onProgress }, chosenFiles(loose))
  })
  return collected as Collected
}

async function take(page: Page, files: readonly SharedFile[]): Promise<void> {
  if (files.length > 0 && files.every(isTorrentFile))
    return page.openTorrentFiles(files.map(({ file }) => file))
  const hurt = page.snapshot.value.items.filter(isHurt)
  if (hurt.length > 0 && (await (await loadMending()).mend(page, hurt, files))) return
  try {
    await shareFiles(page, files)
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error
    ;(await loadLeftBehind()).askForRest(page, files, error.files)
  }
}

/** A `.torrent` inside a folder is a file like any other. */
const isTorrentFile = ({ path }: SharedFile): boolean =>
  path.length === 1 && /\.torrent$/i.test(path[0] ?? '')
