/** Runs in the page beside the product: keeps what a tab's first torrent did, and answers tests and tools. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { LoggedEvent, Reach, Session, Torrent } from '../../client/host/api.ts'
import '../../client/language/english.ts'
import { unreachedInWords } from '../../client/share/words.ts'

const LOOK_FOR_SESSION_MS = 10

export type Probe = typeof probe

/** A tab at one moment. Bytes are payload. */
export type TabSnapshot = NonNullable<ReturnType<Probe['snapshot']>>

declare global {
  interface Window {
    /** The share page's session, for tools. */
    tabswarm?: Session
    tabswarmProbe?: Probe
  }
}

const DROWNING = ['requested', 'pieceHeld']
/** What fits a failure's message. */
const RECENT_EVENTS = 30

let firstByteAt: number | undefined
let finishedAt: number | undefined
let downloaded = 0
let downloadedAt = 0
let longestPauseMs = 0
/** By remote, as last seen: a link that has ended is not in the view any more. */
const reachOf = new Map<string, Reach>()
const heldAt: (readonly [at: number, held: number])[] = []

const torrentNow = (): Torrent | undefined => window.tabswarm?.torrents[0]

const looking = setInterval(() => {
  const session = window.tabswarm
  if (!session) return
  clearInterval(looking)
  session.subscribe(observe)
  observe()
}, LOOK_FOR_SESSION_MS)

function observe(): void {
  const view = torrentNow()?.view
  if (!view) return
  for (const { remote, reach } of view.links) if (reach) reachOf.set(remote, reach)
  if (view.downloaded > 0) firstByteAt ??= Date.now()
  if (view.downloaded > downloaded) {
    if (downloaded > 0) longestPauseMs = Math.max(longestPauseMs, Date.now() - downloadedAt)
    downloaded = view.downloaded
    downloadedAt = Date.now()
  }
  if (view.phase === 'seeding') finishedAt ??= Date.now()
  if (view.info && heldAt.at(-1)?.[1] !== view.heldCount) heldAt.push([Date.now(), view.heldCount])
}

const probe = {
  /** Undefined while the page has no torrent. */
  snapshot() {
    observe()
    const torrent = torrentNow()
    if (!torrent) return undefined
    const { view } = torrent
    return {
      infoHash: torrent.infoHash,
      magnet: torrent.magnet,
      name: torrent.name,
      peerId: view.peerId,
      phase: view.phase,
      trouble: view.trouble ?? view.tracker.trouble,
      online: window.tabswarm?.online ?? false,
      /** 0 while the metadata is unknown. */
      length: view.info?.length ?? 0,
      pieceLength: view.info?.pieceLength ?? 0,
      pieceCount: view.info?.pieceCount ?? 0,
      held: indices(view.held),
      bytesHeld: view.bytesHeld,
      downloaded: view.downloaded,
      uploaded: view.uploaded,
      wasted: view.wasted,
      storage: view.storage,
      /** What the page says where others are there, no connection gets through to them, and nobody else has anything. */
      cutOff:
        view.unreached.count > 0 && !view.links.some(({ heldCount = 0 }) => heldCount > 0)
          ? unreachedInWords(view)
          : undefined,
      remotes: view.links.map(link => link.remote),
      /** Useful bytes by remote, over all links this page ever had to it. */
      downloadedFrom: Object.fromEntries(
        view.sources.map(({ remote, bytes }): [string, number] => [remote, bytes]),
      ),
      /** How each remote of a link, now or before, was reached last. */
      reaches: Object.fromEntries(reachOf),
      /** Wall clock (Date.now) when these were first seen. */
      firstByteAt,
      finishedAt,
      /** Between one useful byte and the next. */
      longestPauseMs,
      /** Pieces held, each time that another count of them was seen. */
      heldAt,
      gossip: view.gossip,
      webSeeds: view.webSeeds,
    }
  },

  /** Of the events that the log still holds. */
  requestedPieces: (): number[] => [...new Set(piecesIn(torrentNow()?.log ?? []))],

  /** The latest events but requests, which would drown them, a line each. */
  recentEvents(): string[] {
    const log = torrentNow()?.log ?? []
    const telling = log.filter(({ event }) => !DROWNING.includes(event.event))
    return telling
      .slice(-RECENT_EVENTS)
      .map(({ atMs, event }) => `${Math.round(atMs)} ${JSON.stringify(event)}`)
  },

  async sha256(fileIndex: number): Promise<string> {
    const torrent = torrentNow()
    if (!torrent) throw new Error('this tab has no torrent')
    const hash = sha256.create()
    const reader = torrent.stream(fileIndex).getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return bytesToHex(hash.digest())
      hash.update(value)
    }
  },
}

window.tabswarmProbe = probe

const piecesIn = (events: readonly LoggedEvent[]): number[] =>
  events.flatMap(({ event }) => (event.event === 'requested' ? event.piece : []))

/** BEP 3: bit 7 of byte 0 is piece 0. */
function indices(bitfield: Uint8Array): number[] {
  const found: number[] = []
  for (let i = 0; i < bitfield.length * 8; i++) {
    if ((bitfield[i >> 3] as number) & (0x80 >> (i & 7))) found.push(i)
  }
  return found
}
