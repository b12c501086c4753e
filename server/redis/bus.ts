/**
 * How nodes reach each other: each listens to a channel of its own (PUBLISH, SUBSCRIBE), and a message goes to
 * the one node that has the socket. Socket.IO's adapters would send it to all of them, or know only one of our
 * two doors.
 */
import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { type InfoHash, isHexId, type PeerId } from '../../shared/base/ids.ts'
import { parseIncomingSignal } from '../../shared/events.ts'
import { MAX_REASON_LENGTH } from '../../shared/tracker/limits.ts'
import type { SocketKey } from '../../shared/tracker/registry.ts'
import { EMULATION_EVENTS, type NodeMessage, type Nodes, type Told } from '../nodes.ts'
import { COORDINATE } from './scripts.ts'
import { type RedisStore, StoreAway } from './store.ts'

/** A process that starts anew is another node: what it knew is gone. */
export const newNodeName = (): string => randomBytes(6).toString('hex')

export const channelOf = (prefix: string, node: string): string => `${prefix}node:${node}`

/** Who coordinates emulated networks says so each second. After this time without a word another node may. */
const COORDINATOR_LEASE_MS = 5_000
/** Who has coordinated is asked first: Redis may have been emptied a moment ago. */
const BEATS_BEFORE_CLAIM = 3

export class Bus implements Nodes {
  readonly #prefix: string
  readonly name: string
  #store: RedisStore | undefined
  #coordinator: string | undefined
  #beatsWithout = BEATS_BEFORE_CLAIM
  onMessage: ((message: NodeMessage) => void) | undefined

  constructor(prefix: string, node: string) {
    this.#prefix = prefix
    this.name = node
  }

  /** Until then this node is cut off. */
  open(store: RedisStore): void {
    this.#store = store
  }

  keyOf(connection: string): SocketKey {
    return `${this.name}/${connection}`
  }

  isHere(socket: SocketKey): boolean {
    return nodeOf(socket) === this.name
  }

  get isWhole(): boolean {
    return this.#store?.isUp ?? false
  }

  get coordinator(): string | undefined {
    return this.#coordinator
  }

  /** While Redis is away it stays as it was. */
  async beat(): Promise<void> {
    const wasHere = this.#coordinator === this.name
    const mayClaim = wasHere || this.#beatsWithout >= BEATS_BEFORE_CLAIM ? '1' : '0'
    const args = [this.#prefix, '', this.name, mayClaim, String(COORDINATOR_LEASE_MS)]
    const holder = await ifThere(() => this.#store?.run(COORDINATE, args))
    if (typeof holder !== 'string') return
    this.#coordinator = holder || undefined
    this.#beatsWithout = holder ? 0 : this.#beatsWithout + 1
  }

  async tell(message: NodeMessage): Promise<Told> {
    const channel = channelOf(this.#prefix, nodeOf(message.to))
    const heardBy = await this.#ask('PUBLISH', channel, JSON.stringify(message))
    return heardBy === undefined ? 'cut-off' : heardBy === 0 ? 'gone' : 'told'
  }

  /** False: certainly not. */
  async mayBeThere(socket: SocketKey): Promise<boolean> {
    const reply = await this.#ask('PUBSUB', 'NUMSUB', channelOf(this.#prefix, nodeOf(socket)))
    return !Array.isArray(reply) || reply[1] !== 0
  }

  /** What came by our channel. Of another version, or not of ours: it is left alone. */
  receive(text: string): void {
    const message = parseNodeMessage(text)
    if (message) this.onMessage?.(message)
  }

  #ask(...command: string[]): Promise<unknown> {
    return ifThere(() => this.#store?.command(...command))
  }
}

async function ifThere(ask: () => Promise<unknown> | undefined): Promise<unknown> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof StoreAway) return undefined
    throw error
  }
}

const nodeOf = (socket: SocketKey): string => socket.slice(0, Math.max(0, socket.indexOf('/')))

const hexId = v.pipe(v.string(), v.check(isHexId))
const signal = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const parsed = parseIncomingSignal(dataset.value)
    if (parsed.ok) return parsed.value
    addIssue({ message: parsed.problem })
    return NEVER
  }),
)
const nodeMessage = v.variant('kind', [
  v.strictObject({
    kind: v.literal('signal'),
    to: v.string(),
    peerId: v.pipe(
      hexId,
      v.transform(text => text as PeerId),
    ),
    signal,
    by: v.string(),
    address: v.string(),
  }),
  v.strictObject({ kind: v.literal('bounced'), to: v.string(), signal }),
  v.strictObject({
    kind: v.literal('evicted'),
    to: v.string(),
    infoHash: v.pipe(
      hexId,
      v.transform(text => text as InfoHash),
    ),
  }),
  v.strictObject({
    kind: v.literal('end'),
    to: v.string(),
    reason: v.pipe(v.string(), v.maxLength(MAX_REASON_LENGTH)),
  }),
  v.strictObject({
    kind: v.literal('to coordinator'),
    to: v.string(),
    by: v.string(),
    address: v.string(),
    event: v.picklist([...EMULATION_EVENTS, 'gone']),
    input: v.optional(v.unknown()),
    number: v.optional(v.number()),
  }),
  v.strictObject({
    kind: v.literal('coordinator says'),
    to: v.string(),
    event: v.picklist(['rates', 'started', 'reply']),
    input: v.optional(v.unknown()),
    number: v.optional(v.number()),
  }),
])

function parseNodeMessage(text: string): NodeMessage | undefined {
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch {
    return undefined
  }
  const parsed = v.safeParse(nodeMessage, input, { abortEarly: true })
  return parsed.success ? parsed.output : undefined
}
