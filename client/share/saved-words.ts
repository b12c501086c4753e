/** What came of saving, in sentences. */
import { HostError } from '../host/api.ts'
import { countOf } from './format.ts'
import { listed, quoted } from './quoted.ts'
import type { Renamed, Unsaved } from './save-into-folder.ts'

/** Names in one sentence: more would fill the page. */
const MAX_RENAMED = 20
const MAX_UNSAVED = 5

const AGAIN = 'nothing has to be downloaded twice'

export function renamedInWords(renamed: readonly Renamed[]): string | undefined {
  if (renamed.length === 0) return undefined
  const pairs = renamed.map(({ name, savedAs }) => `“${name}” as “${savedAs}”`)
  return `Saved under a near name, as this browser or another system does not take its own: ${listed(pairs, MAX_RENAMED)}.`
}

/** Some could not be saved, of which the first tells why. */
export function unsavedError(unsaved: readonly Unsaved[], hasOthers: boolean): HostError {
  const [first] = unsaved
  const names = quoted(
    unsaved.map(({ name }) => name),
    MAX_UNSAVED,
  )
  const what = unsaved.length === 1 ? names : `${countOf(unsaved.length, 'file')} (${names})`
  const rest = hasOthers ? ' Everything else is saved.' : ''
  return refusalOf(what, first?.why, rest)
}

/** `what`: the name of the file or folder, in quotes. */
export function refusalOf(what: string, cause: unknown, rest = ''): HostError {
  if (cause instanceof HostError) return cause
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : ''
  if (name === 'QuotaExceededError')
    return new HostError(
      'storage-full',
      `The disk is full, and ${what} could not be saved. Free some space, then save again: ${AGAIN}.`,
      { cause },
    )
  const said = cause instanceof Error || cause instanceof DOMException ? cause.message : `${cause}`
  const why = said.replace(/[.\s]+$/, '')
  const help =
    name === 'StoreError'
      ? 'Reload the page: what is missing is fetched again. Then save it.'
      : name === 'NotAllowedError'
        ? `Save again, and allow it when the browser asks: ${AGAIN}.`
        : `Save again, to another folder or disk: ${AGAIN}.`
  const text = `${what} could not be saved: ${why}.${rest} ${help}`
  return new HostError('unreadable-file', text, { cause })
}
