/**
 * What to call a peer. Ids mean nothing to people, and four rows that all say "Chrome" mean little
 * more: the id picks two words, the same ones on every screen it appears on.
 */
import type { PeerId } from '../host/api.ts'

const MANNERS = [
  'Amber', 'Brave', 'Brisk', 'Calm', 'Clever', 'Coral', 'Dapper', 'Early',
  'Fair', 'Gentle', 'Golden', 'Happy', 'Hazel', 'Indigo', 'Jolly', 'Keen',
  'Lucky', 'Mellow', 'Merry', 'Misty', 'Nimble', 'Noble', 'Olive', 'Patient',
  'Quiet', 'Rosy', 'Silver', 'Spry', 'Sunny', 'Swift', 'Tidy', 'Witty',
] as const // biome-ignore format: a word list, read as a block

const ANIMALS = [
  'Badger',
  'Bee',
  'Beetle',
  'Bison',
  'Crane',
  'Cricket',
  'Dolphin',
  'Falcon',
  'Finch',
  'Fox',
  'Gecko',
  'Heron',
  'Ibex',
  'Jay',
  'Kestrel',
  'Lark',
  'Lynx',
  'Magpie',
  'Marten',
  'Moth',
  'Newt',
  'Otter',
  'Owl',
  'Panda',
  'Puffin',
  'Raven',
  'Robin',
  'Seal',
  'Sparrow',
  'Swan',
  'Tern',
  'Wren',
] as const

/** From the end of the id: its beginning is the same for all peers of one program (BEP 20). */
export function peerName(id: PeerId): string {
  const bits = Number.parseInt(id.slice(-8), 16)
  return `${MANNERS[bits & 31]} ${ANIMALS[(bits >>> 5) & 31]}`
}

const BROWSERS = ['Firefox', 'Edge', 'Opera', 'Chrome', 'Chromium', 'Safari'] as const

/** Longest client name shown; a remote may send far more. */
const MAX_CLIENT_CHARS = 32

/** 'tabswarm 0.1.0 Firefox' -> 'Firefox'; other programs by their own name; never control characters. */
export function clientName(client: string | undefined): string {
  const clean = (client ?? '').replace(/[\p{C}\s]+/gu, ' ').trim()
  if (clean === '') return 'unknown program'
  if (/^tabswarm /i.test(clean)) {
    const browser = BROWSERS.find(name => new RegExp(`\\b${name}\\b`).test(clean))
    if (browser) return browser
  }
  const letters = [...clean]
  return letters.length > MAX_CLIENT_CHARS
    ? `${letters.slice(0, MAX_CLIENT_CHARS - 1).join('')}…`
    : clean
}
