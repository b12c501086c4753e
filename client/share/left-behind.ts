/** What of the files that somebody handed over cannot be shared: said, and asked where it matters. */
import { type SharedFile, UnreadableError } from '../host/api.ts'
import { share } from '../language/share.ts'
import { sharing } from '../language/sharing.ts'
import type { Collected } from './collect.ts'
import type { Page } from './page.ts'
import { quoted } from './quoted.ts'
import { PageError } from './saying.ts'
import { shareFiles } from './sharing.ts'

export async function askOrTell(
  page: Page,
  { files, unreadable, empty }: Collected,
): Promise<void> {
  if (unreadable.length > 0) return ask(page, files, unreadable, empty)
  if (files.length === 0)
    return page.complain(
      new PageError('no-files', () => sharing.texts.leftBehind.emptyFolder(quoted(empty))),
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
  const isOne = unreadable.length === 1
  const about = () => ({ names: quoted(unreadable), count: unreadable.length })
  if (rest.length === 0)
    return page.complain(
      new PageError('unreadable-file', () => sharing.texts.leftBehind.unreadableOnly(about())),
    )
  const texts = sharing.texts.leftBehind
  const without = isOne ? texts.restWithoutOne : texts.restWithoutSome
  page.question.value = {
    title: texts.unreadable(about()),
    text: `${isOne ? texts.checkOne : texts.checkSome} ${without(rest.length)}`,
    no: share.texts.page.cancel,
    yes: {
      label: texts.shareRest,
      act: () => void shareAndTell(page, rest, empty, unreadable),
    },
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
  if (page.current && empty.length + unreadable.length > 0)
    page.notice.say = () => leftOutInWords(empty, unreadable)
}

function leftOutInWords(empty: readonly string[], unreadable: readonly string[]): string {
  const { emptyLeftOut, leftOut } = sharing.texts.leftBehind
  const about = (names: readonly string[]) => ({ names: quoted(names), count: names.length })
  const left = [
    empty.length > 0 && emptyLeftOut(about(empty)),
    unreadable.length > 0 && leftOut(about(unreadable)),
  ]
  return left.filter(sentence => sentence !== false).join(' ')
}
