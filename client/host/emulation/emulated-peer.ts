/**
 * One real peer of an emulated swarm: its own connections, tracker line and place in the network, in
 * a tab that may hold several. Those who are there from the start are linked while emulated time
 * stands: making connections takes real time, which is none of the network's.
 */

import type { Millis, PeerId } from '../../../shared/base/ids.ts'
import { CONNECT_TIMEOUT_MS } from '../../../shared/dialling/making.ts'
import { SERVER } from '../../../shared/dialling/way.ts'
import { factoryOf } from '../../../shared/peer/exchange-choice.ts'
import type { LoggedEvent } from '../../../shared/peer/log-record.ts'
import { SimulatedTorrent } from '../../../shared/simulation/torrent.ts'
import type { Connect, ConnectionHandlers } from '../channel/channel.ts'
import { stamped } from '../channel/stamped.ts'
import { webRtc } from '../channel/webrtc.ts'
import { WorkerClock } from '../clock.ts'
import { newSeed } from '../identity.ts'
import { identityByLibrary } from '../identity-by-library.ts'
import { LogRing } from '../log-ring.ts'
import { Run } from '../run.ts'
import { coordinatorLine } from '../shaper/coordinator-line.ts'
import { EmulatedNetwork } from '../shaper/emulated-network.ts'
import { MemoryStore } from '../storage/memory.ts'
import { connectServer, connectTracker, type ServerSocket, type TrackerClient } from '../tracker.ts'
import { TrackerSockets } from '../tracker-socket.ts'
import type { Newcomer, PeerOutcome, PeerStatus } from './newcomer.ts'

/** All peers of a tab have the same machine under them. */
const clock = new WorkerClock()

export type OnEvent = (atMs: Millis, event: LoggedEvent['event']) => void

/** Notes what the plan waits for, and tells whoever watches. */
class WatchedLog extends LogRing {
  heldPieces = 0
  finishedMs: Millis | undefined
  onFinished = () => {}
  readonly #onEvent: OnEvent

  constructor(onEvent: OnEvent) {
    super()
    this.#onEvent = onEvent
  }

  override push(atMs: Millis, event: LoggedEvent['event']): void {
    if (event.event === 'pieceHeld') this.heldPieces++
    super.push(atMs, event)
    this.#onEvent(atMs, event)
    if (event.event !== 'finished') return
    this.finishedMs = atMs
    this.onFinished()
  }
}

export class EmulatedPeer {
  readonly #network: EmulatedNetwork
  readonly #torrent: SimulatedTorrent
  readonly #store: MemoryStore
  readonly #log: WatchedLog
  readonly #socket: ServerSocket
  readonly #server: TrackerClient
  readonly #run: Run
  #hasArrived = false
  #hasLeft = false
  #opened = 0
  #halfOpen = 0

  private constructor(
    newcomer: Newcomer,
    network: EmulatedNetwork,
    torrent: SimulatedTorrent,
    store: MemoryStore,
    socket: ServerSocket,
    onEvent: OnEvent,
  ) {
    const { exchange, maxLinks } = newcomer
    this.#network = network
    this.#torrent = torrent
    this.#store = store
    this.#socket = socket
    this.#log = new WatchedLog(onEvent)
    const identity = identityByLibrary()
    this.#server = connectTracker(
      {
        onUp: () => this.#run.onServer({ type: 'trackerUp', tracker: SERVER }),
        onDown: reason => this.#run.onServer({ type: 'trackerDown', tracker: SERVER, reason }),
        onSignal: (signal, group) => this.#run.onSignal(signal, group),
      },
      location.origin,
      identity,
    )
    const knows = newcomer.holds === 'everything' || newcomer.torrent.joinWith === 'torrent'
    this.#run = new Run(
      {
        infoHash: torrent.infoHash,
        info: knows ? torrent.info : undefined,
        wanted: true,
        log: this.#log,
        trackers: [],
        usesServer: true,
        exchange: factoryOf(exchange),
        storage: { open: async () => this.#store },
      },
      {
        identity,
        clock: network.clock,
        server: this.#server,
        trackerSockets: new TrackerSockets(clock),
        connect: this.#counted(stamped(network, webRtc())),
        maxLinks,
        onChange: () => {},
      },
    )
    this.#run.begin()
  }

  /** Takes its place; rejects with an `EmulationError` if it cannot have it. */
  static async join(newcomer: Newcomer, onEvent: OnEvent = () => {}): Promise<EmulatedPeer> {
    const { emulation, node, holds, torrent, seed } = newcomer
    const socket = connectServer(location.origin)
    const network = await EmulatedNetwork.enter(
      { emulation, node },
      { line: coordinatorLine(socket), clock, seed: newSeed() },
    ).catch(error => {
      socket.close()
      throw error
    })
    const shared = new SimulatedTorrent(torrent, seed)
    const store = new MemoryStore(shared.info)
    if (holds === 'everything')
      for (let piece = 0; piece < shared.info.pieceCount; piece++)
        await store.write(piece, shared.piece(piece).slice())
    const peer = new EmulatedPeer(newcomer, network, shared, store, socket, onEvent)
    peer.#stay(newcomer)
    return peer
  }

  get peerId(): PeerId {
    return this.#run.driver.inspect().peerId
  }

  get node(): string {
    return this.#network.node
  }

  /** In emulated time: no event that is reported later happened earlier. */
  now(): Millis {
    return this.#network.clock.now()
  }

  /** Starts emulated time for all peers. */
  start(): void {
    coordinatorLine(this.#socket).start()
  }

  /** Leaves the swarm and gives its place back. */
  close(): void {
    if (!this.#hasLeft) this.#run.end()
    this.#server.close()
    this.#network.close()
    this.#socket.close()
  }

  status(): PeerStatus {
    return {
      node: this.node,
      hasArrived: this.#hasArrived,
      opened: this.#opened,
      halfOpen: this.#halfOpen,
      heldPieces: this.#log.heldPieces,
      isDone: this.#hasLeft || this.#log.finishedMs !== undefined,
    }
  }

  async outcome(): Promise<PeerOutcome> {
    const { peerId, downloaded, uploaded, wasted, sources, gossip } = this.#run.driver.inspect()
    return {
      node: this.node,
      peerId,
      isIntact: await this.#isIntact(),
      finishedMs: this.#log.finishedMs,
      hasLeft: this.#hasLeft,
      downloaded,
      uploaded,
      wasted,
      sources,
      ...(gossip && { gossip }),
      lateness: this.#network.lateness.view(),
      clockErrorMs: this.#network.clockErrorMs,
      fault: this.#network.fault ?? this.#run.driver.broken,
    }
  }

  /** Counts connections, and times them out in real time: emulated time stands still at first. */
  #counted(connect: Connect): Connect {
    return (role, handlers, kind) => {
      let isHalfOpen = true
      this.#halfOpen++
      const cancelTimeout = clock.after(CONNECT_TIMEOUT_MS, () => {
        connection.close()
        counting.onClose('no connection within 20 s')
      })
      const settle = () => {
        cancelTimeout()
        if (isHalfOpen) this.#halfOpen--
        isHalfOpen = false
      }
      const counting: ConnectionHandlers = {
        ...handlers,
        onOpen: channel => {
          settle()
          this.#opened++
          handlers.onOpen(channel)
        },
        onClose: reason => {
          settle()
          handlers.onClose(reason)
        },
      }
      const connection = connect(role, counting, kind)
      return {
        signal: signal => connection.signal(signal),
        close: () => {
          settle()
          connection.close()
        },
      }
    }
  }

  #stay({ arrivesMs, leavesMs, leavesAfterMs }: Newcomer): void {
    const { clock } = this.#network
    const arrive = () => {
      this.#hasArrived = true
      this.#run.appear()
    }
    const leave = () => {
      this.#hasLeft = true
      this.#run.end()
    }
    if (arrivesMs === 0) arrive()
    else clock.at(arrivesMs, arrive)
    if (leavesMs !== undefined) clock.at(leavesMs, leave)
    if (leavesAfterMs !== undefined) this.#log.onFinished = () => clock.after(leavesAfterMs, leave)
  }

  async #isIntact(): Promise<boolean> {
    const { pieceCount } = this.#torrent.info
    const pieces = await this.#store.readMany(0, pieceCount)
    return (
      pieces.size === pieceCount &&
      [...pieces].every(([piece, bytes]) => this.#torrent.isTrue(piece, bytes))
    )
  }
}
