/**
 * Why the server refuses an announce, a place in a swarm or a connection. A failure has room for a text alone
 * (BEP 3): a page that speaks another language knows each again by its sentence, so there are no others.
 */
export const REFUSALS = {
  'not yours':
    'This peer id belongs to another connection. Wait half a minute, or reload the page.',
  'another id': 'This connection is in the swarm under another peer id. Stop that one first.',
  'too many swarms': 'This tab has too many torrents open. Remove one to open another.',
  'own share taken':
    'Your network has as many torrents open as the server allows it. Close one to open another.',
  'all taken': 'The server has no room for another torrent. Try again later.',
  'place given away':
    'The server is full, and your network has more torrents there than any other. Try again later.',
  'connection given away':
    'The server is full, and your network has more connections to it than any other. Try again later.',
  'too many connections':
    'Your network has more connections to these servers than one may have. Try again later.',
  'too often': 'This tab announces too often. It may again in a few seconds.',
  'no proof': 'This peer id is of a kind that must be proved, and no proof came. Reload the page.',
  'too many proofs': 'Too many proofs of peer ids at once. Try again in a minute.',
  'bad proof':
    'The proof of this peer id does not hold here. Reload the page; if that does not help, a proxy before the server changes the Host that it passes on.',
} as const

export type Refusal = keyof typeof REFUSALS

/** Of a client that has another version or a fault, for whoever mends it: in English alone. */
export const invalidAnnounce = (problem: string) =>
  `The announce is not valid: ${problem}.` as const

/** Nothing else can be answered. */
export type RefusalSentence = (typeof REFUSALS)[Refusal] | ReturnType<typeof invalidAnnounce>
