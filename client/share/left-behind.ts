/** What of the files that somebody handed over cannot be shared: said, and asked where it matters. */
import { HostError, type SharedFile, UnreadableError } from '../host/api.ts'
import type { Collected } from './collect.ts'
import { countOf } from './format.ts'
import type { Page } from './page.ts'
import { quoted } from './quoted.ts'
import { shareFiles } from './sharing.ts'

export async function askOrTell(
  page: Page,
  { files, unreadable, empty }: Collected,
): Promise<void> {
  if (unreadable.length > 0) return ask(page, files, unreadable, empty)
  if (files.length === 0)
    return page.complain(
      new HostError(
        'no-files',
        `There is no file in ${quoted(empty)}, and a folder without files cannot be shared. Choose another.`,
      ),
    )
  await shareAndTell(page, files, empty)
}

export function askForRest(
  page: Page,
  files: readonly SharedFile[],
  unreadable: readonly SharedFile[],
  leftBefore: Pick<Collected, 'empty' | 'unreadable'> = { empty: [], unreadable: [] },
): void {
  const rest = files.filter(file => !unreadable.includes(file))
  const names = unreadable.map(({ path }) => path.at(-1) ?? '')
  ask(page, rest, [...leftBefore.unreadable, ...names], leftBefore.empty)
}

function ask(
  page: Page,
  rest: readonly SharedFile[],
  unreadable: readonly string[],
  empty: readonly string[],
): void {
  const title = `${quoted(unreadable)} cannot be read`
  const [they, them] = unreadable.length === 1 ? ['it is', 'it'] : ['they are', 'them']
  if (rest.length === 0)
    return page.complain(
      new HostError(
        'unreadable-file',
        `${title}. Check that you may open ${them}, then share again.`,
      ),
    )
  page.question.value = {
    title,
    text: `Check that ${they} still there and that you may open ${them}. ${countOf(rest.length, 'other file', 'other files')} can be shared without ${them}.`,
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
    if (!(error instanceof UnreadableError)) return page.complain(error)
    return askForRest(page, files, error.files, { empty, unreadable })
  }
  const left = [
    empty.length > 0 &&
      `${empty.length === 1 ? 'A folder' : 'Folders'} without files cannot be shared: ${leftOut(empty)}`,
    unreadable.length > 0 && leftOut(unreadable),
  ].filter(sentence => sentence !== false)
  if (page.current && left.length > 0) page.notice.value = left.join(' ')
}

const leftOut = (names: readonly string[]): string =>
  `${quoted(names)} ${names.length === 1 ? 'was' : 'were'} left out.`
