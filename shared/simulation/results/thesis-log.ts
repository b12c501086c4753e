/**
 * A run's events in the words of the thesis's own log (Mimidis-Kentis 2013, "Παράδειγμα εξόδου"), line for
 * line as it prints them. Events that its program does not have (cancels, rejects, a second tracker) are
 * left out. What its tracker prints when a request comes, stands here where the answer has come.
 */
import type { Topology } from '../../network/topology.ts'
import { BLOCK_BYTES } from '../../wire/message.ts'
import type { LogRecord } from './event-log.ts'

/** RP and RF are the thesis's; the other reasons have no name there. */
const PICKS: Readonly<Record<string, string>> = { random: 'RP', rarest: 'RF' }
/** Our peers share one torrent. */
const TORRENT = 1

export class ThesisLog {
  readonly #blockBytes: number
  /** By the name of a peer that has no number in it. */
  readonly #numbers = new Map<string, number>()
  readonly #ids = new Map<string, string>()
  /** Peers that the tracker knows. */
  readonly #registered = new Set<string>()
  /** 'client1 client2': the first has dialled the second. */
  readonly #dialled = new Set<string>()
  /** By peer and piece: how it was picked, for blocks that are asked for later. */
  readonly #picks = new Map<string, string>()
  #lastFinishedMs = 0

  constructor(blockBytes = BLOCK_BYTES) {
    this.#blockBytes = blockBytes
  }

  /** What it prints before anything happens. */
  static opening({ peers, routers, tracker, links }: Topology): string {
    const nodes = [tracker, ...peers, ...routers]
    const lines = ['Topology Description', `The topology has ${nodes.length} nodes`]
    const neighbours = new Map<string, string[]>(nodes.map(node => [node, []]))
    for (const { from, to } of links) {
      neighbours.get(from)?.push(to)
      neighbours.get(to)?.push(from)
    }
    for (const [i, node] of nodes.entries()) {
      const others = neighbours.get(node) ?? []
      lines.push(
        `Node i=${i} is btnetwork.${node}`,
        `It has ${others.length} conns to other nodes and ${others.length} conns from other nodes`,
        'Connections to other modules are:',
        ...others.map((other, gate) => `btnetwork.${other} through gate port$o[${gate}]`),
      )
    }
    return asText([...lines, 'Tracker: Initialisation successful'])
  }

  /** No line, one or several, each with its line break. */
  print = (record: LogRecord): string => asText(this.#lines(record))

  /** When the last client has finished it says how long everything took. */
  get closing(): string {
    return asText([`Total time: ${seconds(this.#lastFinishedMs)}`])
  }

  #lines(record: LogRecord): string[] {
    const { event, peer, time, piece } = record
    const me = this.#numberOf(peer)
    const other = record.remote === null ? 0 : this.#numberOf(record.remote)
    const isMine = record.by === 'me'
    const torrent = `torrent with id= ${TORRENT}`
    switch (event) {
      case 'joined':
        this.#ids.set(peer, `${record.id ?? peer}`)
        return [
          `Initializing module btnetwork.${peer}, stage 0`,
          `CLIENT${me}: Initialisation successful with id ${this.#idOf(peer)}`,
          `CLIENT${me}: Sent a request message to the tracker for ${torrent}`,
        ]
      case 'announced':
        return [
          ...this.#register(peer, me),
          `CLIENT${me}: Received an update message from the tracker for ${torrent}`,
          `CLIENT${me}: PeerList Updated`,
        ]
      case 'dialled':
        this.#dialled.add(`${me} ${other}`)
        // The thesis has no space before "with".
        return [`CLIENT${me}: Handshake Initiated for ${torrent}with peer ${other}`]
      case 'handshake': {
        if (isMine) return []
        const line = `CLIENT${me}: Handshake Request Received for ${torrent} from peer ${other}`
        return this.#isDialler(me, other) ? [line, `CLIENT${me}: Handshake was a reply`] : [line]
      }
      case 'linked':
        return this.#isDialler(me, other)
          ? [`Connection between nodes ${me} and ${other} is active`]
          : []
      case 'haveAll':
      case 'haveNone':
      case 'bitfield':
        return isMine ? [`CLIENT: ${me} sent a bit-field message to client ${other}`] : []
      case 'interested':
        return isMine ? [`Client ${me} sent an "interested" message to client ${other}`] : []
      case 'notInterested':
        return isMine ? [`Client ${me} sent a "not interested" message to client ${other}`] : []
      case 'unchoked':
        return isMine ? [`CLIENT ${me} un-chocked client ${other}`] : []
      case 'choked':
        return isMine ? [`CLIENT ${me} chocked client ${other}`] : []
      case 'requested':
        return [
          `CLIENT${me}: Requested block (${this.#pickOf(record)}) ${this.#blockOf(record)} of piece ${piece} for torrent ${TORRENT} from peer ${other}`,
        ]
      case 'block':
        return isMine
          ? []
          : [
              `CLIENT${me}: Received block ${this.#blockOf(record)} of piece ${piece} for torrent ${TORRENT} from client ${other}`,
            ]
      case 'pieceHeld':
        return [`CLIENT ${me} has finished piece ${piece}`]
      case 'have':
        return isMine ? [`CLIENT ${me} sent a have message to client ${other}`] : []
      case 'finished':
        this.#lastFinishedMs = time
        return [`CLIENT ${me} finished at ${seconds(time)}`]
      default:
        return []
    }
  }

  /** What the tracker says of a request. */
  #register(peer: string, number: number): string[] {
    const id = this.#idOf(peer)
    const isFirst = this.#registered.size === 0
    const isNew = !this.#registered.has(peer)
    this.#registered.add(peer)
    return [
      `Tracker: Received a request message for torrent with id=${TORRENT} from peer with id= ${id}`,
      ...(isFirst ? [`TRACKER: Added torrent with id=${TORRENT} to the database`] : []),
      ...(isNew
        ? [
            `TRACKER: Added a new peer with id=${id} and ip= ${number} to torrent's ${TORRENT} database`,
          ]
        : []),
    ]
  }

  #isDialler(me: number, other: number): boolean {
    return this.#dialled.has(`${me} ${other}`)
  }

  #pickOf({ peer, piece, pick }: LogRecord): string {
    const key = `${peer} ${piece}`
    // Further blocks of a piece are asked for as it was picked.
    const reason = pick === 'partial' ? this.#picks.get(key) : pick
    this.#picks.set(key, reason ?? 'partial')
    return PICKS[`${reason}`] ?? `${reason ?? pick}`
  }

  #blockOf({ begin = 0 }: LogRecord): number {
    return Math.floor(begin / this.#blockBytes)
  }

  #idOf(peer: string): string {
    return this.#ids.get(peer) ?? peer
  }

  /** 'client31' is 31. Peers of tabs have no numbers: the first that is named is 1. */
  #numberOf(name: string): number {
    const [, digits] = /^[a-z]{1,20}(\d{1,9})$/i.exec(name) ?? []
    if (digits !== undefined) return Number(digits)
    const number = this.#numbers.get(name) ?? this.#numbers.size + 1
    this.#numbers.set(name, number)
    return number
  }
}

const asText = (lines: readonly string[]): string => lines.map(line => `${line}\n`).join('')

/** Six digits, as C++ prints a double. */
const seconds = (ms: number): number => Number((ms / 1000).toPrecision(6))
