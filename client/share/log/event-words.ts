/** The log's events in sentences; the export has all fields of each record. */
import type { LoggedEvent, PeerId } from '../../host/api.ts'
import { formatBytes } from '../../language/format.ts'
import { log } from '../../language/log.ts'
import { messageName } from './message-names.ts'

type Event = LoggedEvent['event']

/** `nameOf`: what a peer is called. */
export function eventInWords(event: Event, nameOf: (id: PeerId) => string): string {
  const texts = log.texts
  const name = messageName(event.event)
  const remote = 'remote' in event ? nameOf(event.remote) : ''
  const from = (what: string) =>
    ('by' in event && event.by === 'me' ? texts.sent : texts.received)({ remote, what })
  switch (event.event) {
    case 'joined':
    case 'finished':
      return texts[event.event]
    case 'announced':
      // A hostile tab's reports may lack the numbers.
      return texts.announced({ seeders: event.seeders ?? 0, leechers: event.leechers ?? 0 })
    case 'announceFailed':
    case 'trackerDown':
    case 'broken':
      return texts[event.event](event)
    case 'dialled':
      return event.via
        ? texts.dialledVia({ remote, via: nameOf(event.via) })
        : texts.dialled({ remote })
    case 'dialFailed':
    case 'unlinked':
      return texts[event.event]({ remote, reason: event.reason })
    case 'linked':
    case 'metadataReceived':
    case 'metadataFailed':
    case 'silent':
    case 'heardAgain':
      return texts[event.event]({ remote })
    case 'reached':
      return texts.reached({ remote, reach: texts.ways[event.reach] ?? event.reach })
    case 'banned':
      return event.forMs
        ? texts.banned({ remote, minutes: event.forMs / 60_000, reason: event.reason })
        : texts.bannedForGood({ remote, reason: event.reason })
    case 'opened':
      return texts.opened({ held: event.held ?? 0, pieces: event.pieces ?? 0 })
    case 'requested':
      return texts.requested({ remote, block: texts.block(event), pick: event.pick })
    case 'snubbed':
      return texts.snubbed({ remote, released: event.released ?? 0 })
    case 'verifyFailed':
      return event.piece === undefined
        ? texts.metadataNotChecked(event)
        : texts.verifyFailed({ piece: event.piece, reason: event.reason })
    case 'pieceFailed':
    case 'pieceHeld':
      return texts[event.event](event)
    case 'writeFailed':
    case 'readFailed':
      return texts[event.event](event)
    case 'block':
    case 'request':
    case 'cancel':
    case 'reject':
      return from(`${name} ${texts.block(event)}`)
    case 'have':
    case 'suggest':
    case 'allowedFast':
      return from(`${name} ${texts.piece(event)}`)
    case 'bitfield':
      return from(`${name}, ${formatBytes(event.bytes)}`)
    case 'handshake':
    case 'choked':
    case 'unchoked':
    case 'interested':
    case 'notInterested':
    case 'haveAll':
    case 'haveNone':
    case 'extended':
      return from(name)
    case 'gossipRound': {
      // The lab keeps two numbers of each event.
      const { round, useful, redundant, sent } = event
      if (sent === undefined) return plainly(event)
      return texts.gossipRound({ round, useful: useful ?? 0, redundant, sent })
    }
    case 'stalled':
      return texts.stalled({ remote, piece: event.piece })
    default:
      return plainly(event)
  }
}

/** An event without a sentence of its own, field by field. */
function plainly(event: Event): string {
  const { event: name, ...fields } = event as Event & Record<string, unknown>
  return [name, ...Object.entries(fields).map(([key, value]) => `${key} ${value}`)].join(', ')
}
