/** What came of saving, in sentences. */
import { HostError } from '../host/api.ts'
import { sharing } from '../language/sharing.ts'
import { listed, quoted } from './quoted.ts'
import type { Renamed, Unsaved } from './save-into-folder.ts'
import { PageError } from './saying.ts'

/** Names in one sentence: more would fill the page. */
const MAX_RENAMED = 20
const MAX_UNSAVED = 5

export function renamedInWords(renamed: readonly Renamed[]): string {
  const texts = sharing.texts.saving
  return texts.renamed(listed(renamed.map(texts.renamedPair), MAX_RENAMED))
}

/** Some could not be saved, of which the first tells why. */
export function unsavedError(unsaved: readonly Unsaved[], hasOthers: boolean): HostError {
  const [first] = unsaved
  const what = () => {
    const names = quoted(
      unsaved.map(({ name }) => name),
      MAX_UNSAVED,
    )
    return unsaved.length === 1
      ? names
      : sharing.texts.saving.several({ count: unsaved.length, names })
  }
  return refusalOf(what, first?.why, hasOthers)
}

/** `what`: the name of the file or folder, in quotes. */
export function refusalOf(what: () => string, cause: unknown, restIsSaved = false): HostError {
  if (cause instanceof HostError) return cause
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : ''
  if (name === 'QuotaExceededError')
    return new PageError('storage-full', () => sharing.texts.saving.diskFull(what()), { cause })
  const said = cause instanceof Error || cause instanceof DOMException ? cause.message : `${cause}`
  const why = said.replace(/[.\s]+$/, '')
  const say = () => {
    const { failed, restSaved, reload, allow, elsewhere } = sharing.texts.saving
    const help = name === 'StoreError' ? reload : name === 'NotAllowedError' ? allow : elsewhere
    return [failed({ what: what(), why }), ...(restIsSaved ? [restSaved] : []), help].join(' ')
  }
  return new PageError('unreadable-file', say, { cause })
}
