/** Names of files in a sentence. */
import { list, number } from '../language/format.ts'
import { share } from '../language/share.ts'

/** More would fill the page. */
const MAX_NAMES = 3

/** '“a”', '“a” and “b”', '“a”, “b”, “c” and 2 more'. */
export function quoted(names: readonly string[], most = MAX_NAMES): string {
  return listed(names.map(share.texts.names.quoted), most)
}

export function listed(all: readonly string[], most: number): string {
  const more = all.length - most
  const shown = all.slice(0, most)
  return list(more > 0 ? [...shown, share.texts.names.more(number(more))] : shown)
}
