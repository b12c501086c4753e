/**
 * A process full of tabs, as far as a server sees of them: each with a peer id of its own, connecting, announcing
 * and coming back by the same rules. Started by `Crowd`, to which it tells each second how they are.
 */
import { io } from 'socket.io-client'
import { newIdentity } from '../../../client/host/identity.ts'
import { CONNECTION, REPLY_TIMEOUT_MS, type ServerSocket } from '../../../client/host/tracker.ts'
import type { InfoHash } from '../../../shared/base/ids.ts'
import { Announcer } from '../../../shared/dialling/announcer.ts'
import { parseAnnounceReply } from '../../../shared/events.ts'
import { type Identity, type Proof, serverNameOf } from '../../../shared/tracker/proof.ts'
import type { CrowdOptions, CrowdReport } from './crowd.ts'

/** Of their addresses: one has a lecture hall's share of each server, and not more. */
const TABS_PER_ADDRESS = 100
const TABS_PER_SWARM = 100
const REPORT_INTERVAL_MS = 1_000

const { origin, tabs, first, arriveInMs } = JSON.parse(process.argv[2] as string) as CrowdOptions

const failures = new Set<string>()
let announces = 0
let longestAwayMs = 0
let listed = 0

class CrowdTab {
  readonly #identity: Identity
  readonly #infoHash: InfoHash
  readonly #socket: ServerSocket
  readonly #announcer = new Announcer({ isServer: true })
  #proof: Proof | undefined
  #due: NodeJS.Timeout | undefined
  #awaySince = performance.now()
  #isListed = false

  constructor(identity: Identity, number: number) {
    this.#identity = identity
    this.#infoHash = String(Math.floor(number / TABS_PER_SWARM)).padStart(40, '0') as InfoHash
    const address = Math.floor(number / TABS_PER_ADDRESS)
    const localAddress = `127.1.${address >> 8}.${1 + (address & 127)}`
    this.#socket = io(origin, { ...CONNECTION, localAddress } as Parameters<typeof io>[1])
    this.#socket.on('connect', () => void this.#up())
    this.#socket.on('disconnect', () => this.#down())
  }

  async #up(): Promise<void> {
    const connection = this.#socket.id ?? ''
    const server = serverNameOf(new URL(origin).host)
    this.#proof = await this.#identity.prove({ door: 'socket.io', server, connection })
    if (this.#socket.id !== connection) return
    this.#announcer.up(performance.now())
    this.#schedule()
  }

  #down(): void {
    clearTimeout(this.#due)
    this.#announcer.down()
    if (!this.#isListed) return
    this.#isListed = false
    listed--
    this.#awaySince = performance.now()
  }

  #schedule(): void {
    clearTimeout(this.#due)
    const { nextAt } = this.#announcer
    if (nextAt === undefined) return
    this.#due = setTimeout(() => void this.#announce(), Math.max(0, nextAt - performance.now()))
  }

  async #announce(): Promise<void> {
    const event = this.#announcer.due(performance.now())
    if (event === undefined) return this.#schedule()
    this.#announcer.sent(event, performance.now())
    announces++
    const { id } = this.#socket
    const request = {
      infoHash: this.#infoHash,
      peerId: this.#identity.peerId,
      ...{ uploaded: 0, downloaded: 0, left: 0, numwant: 50 },
      ...(event && { event }),
      ...(this.#proof && { proof: this.#proof }),
    }
    const input: unknown = await this.#socket
      .timeout(REPLY_TIMEOUT_MS)
      .emitWithAck('announce', request)
      .catch((error: Error) => ({ failure: error.message }))
    if (this.#socket.id !== id || !this.#socket.connected) return
    const reply = parseAnnounceReply(input)
    const now = performance.now()
    if (!reply.ok || 'failure' in reply.value) {
      failures.add(reply.ok && 'failure' in reply.value ? reply.value.failure : 'no valid reply')
      this.#announcer.failed(now)
    } else {
      const { peers, intervalMs } = reply.value
      if (new Set([...peers, this.#identity.peerId]).size <= peers.length)
        failures.add('A reply names somebody twice, or the asker.')
      this.#announcer.announced(intervalMs, now)
      if (!this.#isListed) {
        this.#isListed = true
        listed++
        longestAwayMs = Math.max(longestAwayMs, now - this.#awaySince)
      }
    }
    this.#schedule()
  }
}

process.on('disconnect', () => process.exit())
setInterval(() => {
  const report: CrowdReport = { listed, announces, longestAwayMs, failures: [...failures] }
  process.send?.(report)
  announces = 0
  longestAwayMs = 0
  failures.clear()
}, REPORT_INTERVAL_MS)

for (let i = 0; i < tabs; i++) {
  new CrowdTab(await newIdentity(), first + i)
  await new Promise(resolve => setTimeout(resolve, arriveInMs / tabs))
}
