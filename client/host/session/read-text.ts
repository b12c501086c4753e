/** The links in whatever people paste: one as this program writes it at once, all others with patience. */
import type { LinksInText } from '../../../shared/torrent/link-text.ts'
import { MAX_LINK_LENGTH, MagnetError } from '../../../shared/torrent/magnet.ts'
import { HostError } from '../api.ts'
import { later } from '../later.ts'

/** As `formatMagnet` writes it, alone or behind an address. */
const CLEAN =
  /^(?:https?:\/\/[^\s#"'<>()[\]{}%]*)?#?(magnet:\?xt=urn:btih:[0-9a-f]{40}(?:&[a-z][a-z.-]*(?:=(?:[\w.~,:-]|%[0-9a-f]{2})*)?)*)$/i

/** The magnet in a link that needs no patience: `readText` reads all others. */
export function cleanMagnet(text: string): string | undefined {
  const magnet = text.length <= MAX_LINK_LENGTH ? CLEAN.exec(text.trim())?.[1] : undefined
  // A full stop at its end is of the sentence; what was escaped twice is to be undone twice.
  if (magnet === undefined || /[.,:~]$|%25[0-9a-f]{2}/i.test(magnet)) return undefined
  try {
    return decodeURIComponent(magnet) && magnet
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}

/** The links of this program do without. */
const loadPatience = later(() => import('../../../shared/torrent/link-text.ts'))

/** The links in whatever people paste. Rejects with a `HostError`. */
export async function readText(text: string): Promise<LinksInText> {
  const magnet = cleanMagnet(text)
  if (magnet !== undefined) return { magnets: [magnet], notes: [] }
  const { readLinks } = await loadPatience()
  try {
    return readLinks(text)
  } catch (error) {
    throw asLinkError(error)
  }
}

export function asLinkError(error: unknown): unknown {
  if (!(error instanceof MagnetError)) return error
  return new HostError('bad-link', error.message, {
    cause: error,
    detail: { kind: 'link', fault: error.code },
  })
}
