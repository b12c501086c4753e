/** Addresses in torrents and magnet links: which are kept, and which trackers a page can speak with. */

/** Kept at most, to be handed on: real torrents list a few, attackers ten thousand. */
const MAX_URLS = 20
/** In characters; longer ones are not addresses. */
const MAX_URL_LENGTH = 1024
/** No script or file schemes, no look-alike letters. */
const TRACKER_URL = /^(wss?|https?|udp):\/\/[\x21-\x7e]+$/i

/** Contacted at most: magnets of WebTorrent name three, and each costs a socket and offers. */
const MAX_CONTACTED = 4

/** The usable ones, each once, in order. */
export const trackerUrls = (candidates: Iterable<string>): string[] =>
  usable(candidates, TRACKER_URL)

function usable(candidates: Iterable<string>, pattern: RegExp): string[] {
  const urls = new Set<string>()
  for (const url of candidates) {
    if (urls.size === MAX_URLS) break
    if (url.length <= MAX_URL_LENGTH && pattern.test(url)) urls.add(url)
  }
  return [...urls]
}

const WEB_URL = /^https?:\/\/[\x21-\x7e]+$/i

/** The usable addresses of web seeds (BEP 19), each once, in order. */
export const webSeedUrls = (candidates: Iterable<string>): string[] => usable(candidates, WEB_URL)

/** Where the server of a page speaks the WebTorrent tracker protocol. `origin`: of the page. */
export const announceUrl = (origin: string): string => `${origin.replace(/^http/, 'ws')}/announce`

/**
 * Those of a torrent's trackers that a page contacts besides its own server, which knows it already.
 * A secure page may open secure sockets only, and a name and password are nobody's business here.
 */
export function contactableTrackers(urls: Iterable<string>, origin: string): `ws${string}`[] {
  const own = new URL(announceUrl(origin)).href
  const secure = own.startsWith('wss:')
  const contactable = new Set<`ws${string}`>()
  for (const url of urls) {
    if (contactable.size === MAX_CONTACTED) break
    if (!TRACKER_URL.test(url) || !URL.canParse(url)) continue
    const { protocol, username, href } = new URL(url)
    const speaks = protocol === 'wss:' || (protocol === 'ws:' && !secure)
    if (speaks && username === '' && href !== own) contactable.add(href as `ws${string}`)
  }
  return [...contactable]
}
