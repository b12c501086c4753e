/** All that must hold of a run, whatever goes wrong in it: a word for each, and the sentence. */

export const INVARIANTS = {
  stored: 'what is written is the torrent, verified before and once',
  held: 'a piece counts as held once it is written, not before',
  served: 'what is served is held, and the torrent',
  claimed: 'only pieces that are held are announced, or, choking by turns, on their way',
  open: 'a link is spoken on, and closed, only while it is open',
  connected: 'nobody is connected to twice, or to himself',
  dialled: 'nobody is dialled by a way that is down',
  timely: 'what is in the making becomes a link, or is given up in time',
  vouched: 'whom the server vouches for is kept out by nobody under the same name',
  linked: 'links and connections in the making stay within their limits',
  answered: 'every offer is answered at once, and once',
  blamed: 'who alone sent a piece that fails its check is shut out at once',
  banned: 'nobody who keeps the rules shuts out another who does',
  announced: 'the server is told one thing at a time, while it is there',
  asked: 'a block is asked only of who holds it and lets us, once, and only if missing',
  copied: 'few blocks are asked at once, and each of few',
  awaited: 'no request waits for ever, and what the peer says of them is so',
  sent: 'a block is sent only to who asked for it, unchoked, and once',
  bounded: 'slots, waiting requests and send queues stay within their limits',
  counted:
    'bytes are conserved: what came is useful or wasted, what is held came, what went is counted',
  paced: 'a peer that was woken wants to be woken later, and none is busy for ever',
  carried: 'a link brings what was sent, in order and once',
  finished: 'everyone who is to finish does, in time, and every byte is right',
  rested: 'who has everything asks for nothing, and who has left keeps nothing',
  asserted: 'no assertion fails, and nothing is thrown',
} as const

export type InvariantName = keyof typeof INVARIANTS
