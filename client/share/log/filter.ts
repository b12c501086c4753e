/** Which of a log's events a person wants to see. */
import type { LoggedEvent, PeerId } from '../../host/api.ts'

type EventName = LoggedEvent['event']['event']

/** Events by subject. An event that is in no list belongs to `swarm`. */
const EVENTS = {
  links: ['dialled', 'dialFailed', 'linked', 'unlinked', 'banned', 'handshake', 'extended'],
  choking: ['choked', 'unchoked', 'interested', 'notInterested', 'snubbed'],
  requests: ['requested', 'request', 'block', 'cancel', 'reject', 'suggest', 'allowedFast'],
  pieces: [
    'pieceHeld',
    'pieceFailed',
    'verifyFailed',
    'writeFailed',
    'readFailed',
    'finished',
    'have',
    'bitfield',
    'haveAll',
    'haveNone',
  ],
  gossip: ['gossipRound', 'stalled', 'silent', 'heardAgain'],
} as const satisfies Record<string, readonly EventName[]>

export type Kind = keyof typeof EVENTS | 'swarm'

/** In the order in which they are offered; their names are in `client/language/en/log.ts`. */
export const KINDS: readonly Kind[] = ['swarm', 'links', 'choking', 'requests', 'pieces', 'gossip']

const KIND_OF = new Map<string, Kind>(
  Object.entries(EVENTS).flatMap(([kind, names]) =>
    names.map(name => [name, kind as Kind] as const),
  ),
)

export const kindNamed = (event: string): Kind => KIND_OF.get(event) ?? 'swarm'

export const kindOf = ({ event }: LoggedEvent): Kind => kindNamed(event.event)

const remoteOf = ({ event }: LoggedEvent): PeerId | undefined =>
  'remote' in event ? event.remote : undefined

export interface LogFilter {
  readonly remote: PeerId | undefined
  readonly kind: Kind | undefined
}

export const matching = (log: readonly LoggedEvent[], { remote, kind }: LogFilter): LoggedEvent[] =>
  log.filter(
    logged =>
      (remote === undefined || remoteOf(logged) === remote) &&
      (kind === undefined || kindOf(logged) === kind),
  )

/** In order of first appearance. */
export const remotesIn = (log: readonly LoggedEvent[]): PeerId[] => [
  ...new Set(log.flatMap(logged => remoteOf(logged) ?? [])),
]
