/**
 * Tracker addresses of torrents and magnet links. They are kept to be handed on, never contacted:
 * this program only speaks to the server that its page came from.
 */

/** Kept at most: real torrents list a few, attackers ten thousand. */
const MAX_TRACKERS = 20
/** In characters; longer ones are not addresses. */
const MAX_URL_LENGTH = 1024
/** No script or file schemes, no look-alike letters. */
const TRACKER_URL = /^(wss?|https?|udp):\/\/[\x21-\x7e]+$/i

/** The usable ones, each once, in order. */
export function trackerUrls(candidates: Iterable<string>): string[] {
  const urls = new Set<string>()
  for (const url of candidates) {
    if (urls.size === MAX_TRACKERS) break
    if (url.length <= MAX_URL_LENGTH && TRACKER_URL.test(url)) urls.add(url)
  }
  return [...urls]
}
