/** What tells this tab from all others. Needs no secure context: plain http on a LAN has none. */
import { type PeerId, toHex } from '../../shared/base/ids.ts'

/** BEP 20: client and version; 'TW' is in no published list ('TS' is TorrentStorm). */
const CLIENT_PREFIX = '-TW0100-'
const PRINTABLE = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-.'

export function newPeerId(): PeerId {
  const bytes = new Uint8Array(20)
  new TextEncoder().encodeInto(CLIENT_PREFIX, bytes)
  const tail = crypto.getRandomValues(bytes.subarray(CLIENT_PREFIX.length))
  for (let i = 0; i < tail.length; i++)
    tail[i] = PRINTABLE.charCodeAt((tail[i] as number) % PRINTABLE.length)
  return toHex(bytes) as PeerId
}

/** 40 hex digits that nobody else will make. */
export const newMeetingCode = (): string => toHex(crypto.getRandomValues(new Uint8Array(20)))

export const newSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] as number

/** Every browser's user agent names its ancestors too: the most particular name comes first. */
const BROWSERS = [
  ['Firefox/', 'Firefox'],
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const

/** What this browser is called, for other people's list of peers. Never used to decide anything. */
export const browserName = (userAgent = navigator.userAgent): string =>
  BROWSERS.find(([token]) => userAgent.includes(token))?.[1] ?? 'browser'
