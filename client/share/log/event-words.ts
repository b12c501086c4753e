/** The log's events in sentences; the export has all fields of each record. */
import type { LoggedEvent, PeerId } from '../../host/api.ts'
import { countOf as counted, formatBytes } from '../format.ts'

type Event = LoggedEvent['event']

/** `nameOf`: what a peer is called. */
export function eventInWords(event: Event, nameOf: (id: PeerId) => string): string {
  const remote = 'remote' in event ? nameOf(event.remote) : ''
  switch (event.event) {
    case 'joined':
      return 'Joined the swarm'
    case 'announced':
      return `Announced: ${countOf(event.seeders, 'seeder')}, ${countOf(event.leechers, 'leecher')}`
    case 'announceFailed':
      return `Announce refused: ${event.reason}`
    case 'trackerDown':
      return `Tracker not reached: ${event.reason}`
    case 'dialled':
      return `Connecting to ${remote}${event.via ? ` through ${nameOf(event.via)}` : ''}`
    case 'dialFailed':
      return `No connection to ${remote}: ${event.reason}`
    case 'linked':
      return `Connected to ${remote}`
    case 'reached':
      return `${remote}: ${event.reach.replace('-', ' ')}`
    case 'unlinked':
      return `${remote} is gone: ${event.reason}`
    case 'banned':
      return `${remote} is shut out ${event.forMs ? `for ${event.forMs / 60_000} min` : 'for good'}: ${event.reason}`
    case 'metadataReceived':
      return `Names and sizes received from ${remote}`
    case 'metadataFailed':
      return `${remote} sent names and sizes that do not match the link`
    case 'opened':
      return `Store opened: ${event.held} of ${countOf(event.pieces, 'piece')} held`
    case 'choked':
      return fromTo(event.by, remote, 'choke')
    case 'unchoked':
      return fromTo(event.by, remote, 'unchoke')
    case 'requested':
      return `Requested ${block(event)} from ${remote} (${event.pick})`
    case 'snubbed':
      return `${remote} does not answer: ${countOf(event.released, 'request')} given to others`
    case 'pieceFailed':
      return `Piece ${event.piece} was damaged: fetching it again`
    case 'verifyFailed':
      return `${event.piece === undefined ? 'Names and sizes' : `Piece ${event.piece}`} could not be checked: ${event.reason}`
    case 'pieceHeld':
      return `Piece ${event.piece} verified and kept`
    case 'writeFailed':
      return `Piece ${event.piece} could not be kept: ${event.reason}`
    case 'readFailed':
      return `Piece ${event.piece} could not be read: ${event.reason}`
    case 'finished':
      return 'Finished: all that is wanted is verified'
    case 'broken':
      return `Ended by a fault of this program: ${event.reason}`
    case 'block':
    case 'request':
    case 'cancel':
    case 'reject':
      return `${fromTo(event.by, remote, event.event)} ${block(event)}`
    case 'have':
    case 'suggest':
    case 'allowedFast':
      return `${fromTo(event.by, remote, event.event)} piece ${event.piece}`
    case 'bitfield':
      return `${fromTo(event.by, remote, event.event)}, ${formatBytes(event.bytes)}`
    case 'handshake':
    case 'interested':
    case 'notInterested':
    case 'haveAll':
    case 'haveNone':
    case 'extended':
      return fromTo(event.by, remote, event.event)
    case 'gossipRound':
      // The lab keeps two numbers of each event.
      if (event.sent === undefined) return plainly(event)
      return `Round ${event.round}: ${countOf(event.useful, 'piece')} received, ${event.redundant} in vain, ${event.sent} sent`
    case 'stalled':
      return `Piece ${event.piece}, promised by ${remote}, does not come`
    case 'silent':
      return `Nothing heard of ${remote} for some time`
    case 'heardAgain':
      return `${remote} is heard again`
    default:
      return plainly(event)
  }
}

/** A hostile tab's reports may lack the number. */
const countOf = (count: number | undefined, one: string): string => counted(count ?? 0, one)

const block = ({ piece, begin }: { piece: number; begin: number }) => `${piece} at ${begin}`

/** 'To Brave Otter: have' or 'From Brave Otter: have'. */
const fromTo = (by: 'me' | 'remote', remote: string, what: string): string =>
  `${by === 'me' ? 'To' : 'From'} ${remote}: ${what}`

/** An event without a sentence of its own, field by field. */
function plainly(event: Event): string {
  const { event: name, ...fields } = event as Event & Record<string, unknown>
  return [name, ...Object.entries(fields).map(([key, value]) => `${key} ${value}`)].join(', ')
}
