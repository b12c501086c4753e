/** What happened to a torrent, line by line: for those who know the protocol. Names of messages stay as they are. */
import { number, plural } from '../format.ts'

interface Of {
  readonly remote: string
}
interface Why {
  readonly reason: string
}
interface Piece {
  readonly piece: number
}

const texts = {
  kinds: {
    swarm: 'Swarm and tracker',
    links: 'Connections',
    choking: 'Choking and interest',
    requests: 'Requests and blocks',
    pieces: 'Pieces',
    gossip: 'Gossip',
  },
  joined: 'Joined the swarm',
  announced: ({ seeders, leechers }: { seeders: number; leechers: number }) =>
    `Announced: ${plural(seeders, { one: '# seeder', other: '# seeders' })}, ${plural(leechers, { one: '# leecher', other: '# leechers' })}`,
  announceFailed: ({ reason }: Why) => `Announce refused: ${reason}`,
  trackerDown: ({ reason }: Why) => `Tracker not reached: ${reason}`,
  dialled: ({ remote }: Of) => `Connecting to ${remote}`,
  dialledVia: ({ remote, via }: Of & { readonly via: string }) =>
    `Connecting to ${remote} through ${via}`,
  dialFailed: ({ remote, reason }: Of & Why) => `No connection to ${remote}: ${reason}`,
  linked: ({ remote }: Of) => `Connected to ${remote}`,
  reached: ({ remote, reach }: Of & { readonly reach: string }) => `${remote}: ${reach}`,
  ways: { 'same-network': 'same network', direct: 'direct', relayed: 'relayed' },
  unlinked: ({ remote, reason }: Of & Why) => `${remote} is gone: ${reason}`,
  banned: ({ remote, minutes, reason }: Of & Why & { readonly minutes: number }) =>
    `${remote} is shut out for ${number(minutes)} min: ${reason}`,
  bannedForGood: ({ remote, reason }: Of & Why) => `${remote} is shut out for good: ${reason}`,
  metadataReceived: ({ remote }: Of) => `Names and sizes received from ${remote}`,
  metadataFailed: ({ remote }: Of) => `${remote} sent names and sizes that do not match the link`,
  opened: ({ held, pieces }: { held: number; pieces: number }) =>
    plural(pieces, {
      one: `Store opened: ${number(held)} of # piece held`,
      other: `Store opened: ${number(held)} of # pieces held`,
    }),
  requested: ({ remote, block, pick }: Of & { readonly block: string; readonly pick: string }) =>
    `Requested ${block} from ${remote} (${pick})`,
  snubbed: ({ remote, released }: Of & { readonly released: number }) =>
    plural(released, {
      one: `${remote} does not answer: # request given to others`,
      other: `${remote} does not answer: # requests given to others`,
    }),
  pieceFailed: ({ piece }: Piece) => `Piece ${piece} was damaged: fetching it again`,
  verifyFailed: ({ piece, reason }: Piece & Why) =>
    `Piece ${piece} could not be checked: ${reason}`,
  metadataNotChecked: ({ reason }: Why) => `Names and sizes could not be checked: ${reason}`,
  pieceHeld: ({ piece }: Piece) => `Piece ${piece} verified and kept`,
  writeFailed: ({ piece, reason }: Piece & Why) => `Piece ${piece} could not be kept: ${reason}`,
  readFailed: ({ piece, reason }: Piece & Why) => `Piece ${piece} could not be read: ${reason}`,
  finished: 'Finished: all that is wanted is verified',
  broken: ({ reason }: Why) => `Ended by a fault of this program: ${reason}`,
  /** `what`: a message as the protocol names it, and perhaps which block. */
  sent: ({ remote, what }: Of & { readonly what: string }) => `To ${remote}: ${what}`,
  received: ({ remote, what }: Of & { readonly what: string }) => `From ${remote}: ${what}`,
  /** Where it begins within its piece. */
  block: ({ piece, begin }: Piece & { readonly begin: number }) => `${piece} at ${begin}`,
  piece: ({ piece }: Piece) => `piece ${piece}`,
  gossipRound: ({
    round,
    useful,
    redundant,
    sent,
  }: {
    round: number
    useful: number
    redundant: number
    sent: number
  }) =>
    plural(useful, {
      one: `Round ${round}: # piece received, ${redundant} in vain, ${sent} sent`,
      other: `Round ${round}: # pieces received, ${redundant} in vain, ${sent} sent`,
    }),
  stalled: ({ remote, piece }: Of & Piece) => `Piece ${piece}, promised by ${remote}, has not come`,
  silent: ({ remote }: Of) => `Nothing heard from ${remote} for some time`,
  heardAgain: ({ remote }: Of) => `${remote} is heard from again`,
}

export default texts
export type LogTexts = typeof texts
