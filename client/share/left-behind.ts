/** What of the files that somebody handed over cannot be shared: said, and asked where it matters. */
import { HostError, type SharedFile } from '../host/api.ts'
import type { Collected } from './collect.ts'
import { countOf } from './format.ts'
import type { Page } from './page.ts'
import { shareFiles } from './sharing.ts'

/** Names in one sentence: more would fill the page. */
const MAX_NAMES = 3

export async function askOrTell(
  page: Page,
  { files, unreadable, empty }: Collected,
): Promise<void> {
  if (unreadable.length > 0) return ask(page, files, unreadable, empty)
  if (files.length === 0)
    return page.complain(
      new HostError(
        'no-files',
        `There is no file in ${namesOf(empty)}, and a folder without files cannot be shared. Choose another.`,
      ),
    )
  await shareAndTell(page, files, empty)
}

export function askForRest(
  page: Page,
  files: readonly SharedFile[],
  unreadable: readonly SharedFile[],
): void {
  const rest = files.filter(file => !unreadable.includes(file))
  const names = unreadable.map(({ path }) => path.at(-1) ?? '')
  ask(page, rest, names, [])
}

function ask(
  page: Page,
  rest: readonly SharedFile[],
  unreadable: readonly string[],
  empty: readonly string[],
): void {
  const title = `${namesOf(unreadable)} cannot be read`
  if (rest.length === 0)
    return page.complain(
      new HostError('unreadable-file', `${title}. Check that you may open it, then share again.`),
    )
  page.question.value = {
    title,
    text: `Check that it is still there and that you may open it. ${countOf(rest.length, 'other file', 'other files')} can be shared without it.`,
    no: 'Cancel',
    yes: { label: 'Share the rest', act: () => void shareAndTell(page, rest, empty, unreadable) },
  }
}

async function shareAndTell(
  page: Page,
  files: readonly SharedFile[],
  empty: readonly string[],
  unreadable: readonly string[] = [],
): Promise<void> {
  try {
    await shareFiles(page, files)
  } catch (error) {
    return page.complain(error)
  }
  const left = [
    empty.length > 0 &&
      `${empty.length === 1 ? 'A folder' : 'Folders'} without files cannot be shared: ${namesOf(empty)} was left out.`,
    unreadable.length > 0 && `${namesOf(unreadable)} was left out.`,
  ].filter(sentence => sentence !== false)
  if (page.current && left.length > 0) page.notice.value = left.join(' ')
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).map(name => `“${name}”`)
  const more = names.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}
