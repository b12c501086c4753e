/**
 * One real peer of an emulated swarm: its own connections, tracker line and place in the network, in
 * a tab that may hold several. Those who are there from the start are linked while emulated time
 * stands: making connections takes real time, which is none of the network's.
 */
import type { Connect, ConnectionHandlers } from '../../../client/host/channel/channel.ts'
import { stamped } from '../../../client/host/channel/stamped.ts'
import { webRtc } from '../../../client/host/channel/webrtc.ts'
import { WorkerClock } from '../../../client/host/clock.ts'
import { newPeerId, newSeed } from '../../../client/host/hash.ts'
import { LogRing } from '../../../client/host/log-ring.ts'
import { Run } from '../../../client/host/run.ts'
import {
  type CoordinatorLine,
  coordinatorLine,
} from '../../../client/host/shaper/coordinator-line.ts'
import { EmulatedNetwork } from '../../../client/host/shaper/emulated-network.ts'
import { MemoryStore } from '../../../client/host/store/memory.ts'
import { connectServer, connectTracker, type TrackerClient } from '../../../client/host/tracker.ts'
import { TrackerSockets } from '../../../client/host/tracker-socket.ts'
import type { LoggedEvent } from '../../../shared/peer/log-record.ts'
import { SimulatedTorrent } from '../../../shared/simulation/torrent.ts'
import type { Newcomer, PeerOutcome, PeerStatus } from './plan.ts'

/** All peers of a tab have the same machine under them. */
const clock = new WorkerClock()

/** Notes what the plan waits for. */
class WatchedLog extends LogRing {
  heldPieces = 0
  finishedMs: number | undefined
  onFinished = () => {}

  override push(atMs: number, event: LoggedEvent['event']): void {
    if (event.event === 'pieceHeld') this.heldPieces++
    super.push(atMs, event)
    if (event.event !== 'finished') return
    this.finishedMs = atMs
    this.onFinished()
  }
}

export class EmulatedPeer {
  readonly #network: EmulatedNetwork
  readonly #torrent: SimulatedTorrent
  readonly #store: MemoryStore
  readonly #log = new WatchedLog()
  readonly #server: TrackerClient
  readonly #run: Run
  readonly #line: CoordinatorLine
  #hasArrived = false
  #hasLeft = false
  #opened = 0
  #halfOpen = 0

  private constructor(
    newcomer: Newcomer,
    network: EmulatedNetwork,
    torrent: SimulatedTorrent,
    store: MemoryStore,
    line: CoordinatorLine,
  ) {
    const { exchange, maxLinks } = newcomer
    this.#network = network
    this.#torrent = torrent
    this.#store = store
    this.#line = line
    this.#server = connectTracker(
      {
        onUp: () => this.#run.onTracker({ type: 'trackerUp' }),
        onDown: reason => this.#run.onTracker({ type: 'trackerDown', reason }),
        onSignal: signal => this.#run.onSignal(signal),
      },
      location.origin,
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
        openStore: async () => this.#store,
      },
      {
        peerId: newPeerId(),
        clock,
        protocolClock: network.clock,
        server: this.#server,
        trackerSockets: new TrackerSockets(clock),
        connect: this.#counted(stamped(network, webRtc())),
        maxLinks,
        exchange,
        onChange: () => {},
      },
    )
  }

  static async join(newcomer: Newcomer): Promise<EmulatedPeer> {
    const { emulation, node, holds, torrent, seed } = newcomer
    const line = coordinatorLine(connectServer(location.origin))
    const network = await EmulatedNetwork.enter(
      { emulation, node },
      { line, clock, seed: newSeed() },
    )
    const shared = new SimulatedTorrent(torrent, seed)
    const store = new MemoryStore(shared.info)
    if (holds === 'everything')
      for (let piece = 0; piece < shared.info.pieceCount; piece++)
        await store.write(piece, shared.piece(piece).slice())
    const peer = new EmulatedPeer(newcomer, network, shared, store, line)
    peer.#stay(newcomer)
    return peer
  }

  /** Lets emulated time go, for everyone. */
  start(): void {
    this.#line.start()
  }

  status(): PeerStatus {
    return {
      node: this.#network.node,
      hasArrived: this.#hasArrived,
      opened: this.#opened,
      halfOpen: this.#halfOpen,
      heldPieces: this.#log.heldPieces,
      isDone: this.#hasLeft || this.#log.finishedMs !== undefined,
    }
  }

  async outcome(): Promise<PeerOutcome> {
    const { peerId, downloaded, uploaded, wasted, sources } = this.#run.driver.inspect()
    return {
      node: this.#network.node,
      peerId,
      isIntact: await this.#isIntact(),
      finishedMs: this.#log.finishedMs,
      hasLeft: this.#hasLeft,
      downloaded,
      uploaded,
      wasted,
      sources,
      lateness: this.#network.lateness.view(),
      clockErrorMs: this.#network.clockErrorMs,
      fault: this.#network.fault,
    }
  }

  /** The peer itself counts links that it shook hands on: not before emulated time goes. */
  #counted(connect: Connect): Connect {
    return (role, handlers, whole) => {
      let isHalfOpen = true
      this.#halfOpen++
      const settle = () => {
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
      const connection = connect(role, counting, whole)
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
