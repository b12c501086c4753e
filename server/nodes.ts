/**
 * The processes that serve the same swarms, of which this is one. Each has its own visitors; what one has to
 * say to a visitor of another it says to that node. Alone, a server is a node without others.
 */
import type { InfoHash, PeerId } from '../shared/base/ids.ts'
import type { IncomingSignal } from '../shared/events.ts'
import type { SocketKey } from '../shared/tracker/registry.ts'

/** To the node of a socket, about that socket. */
export type NodeMessage =
  | {
      readonly kind: 'signal'
      readonly to: SocketKey
      /** As whom it is called. */
      readonly peerId: PeerId
      readonly signal: IncomingSignal
      readonly by: SocketKey
      /** Of who sends it. */
      readonly address: string
    }
  /** The socket's offer or answer was not delivered: `signal` is a refusal. */
  | { readonly kind: 'bounced'; readonly to: SocketKey; readonly signal: IncomingSignal }
  /** Its membership gave way to somebody else's. */
  | { readonly kind: 'evicted'; readonly to: SocketKey; readonly infoHash: InfoHash }
  | { readonly kind: 'end'; readonly to: SocketKey; readonly reason: string }
  | CoordinatorMessage

/** What a tab says of emulated networks, and that it is gone. */
export const EMULATION_EVENTS = [
  'time',
  'openEmulation',
  'enterEmulation',
  'startEmulation',
  'declareFlows',
  'followRates',
  'beat',
] as const
export type EmulationEvent = (typeof EMULATION_EVENTS)[number] | 'gone'

export type CoordinatorMessage =
  | {
      readonly kind: 'to coordinator'
      readonly to: SocketKey
      readonly by: SocketKey
      readonly address: string
      readonly event: EmulationEvent
      readonly input?: unknown
      /** Of the answer that it waits for. */
      readonly number?: number | undefined
    }
  | {
      readonly kind: 'coordinator says'
      readonly to: SocketKey
      readonly event: 'rates' | 'started' | 'reply'
      readonly input?: unknown
      readonly number?: number | undefined
    }

export const isForCoordinator = (message: NodeMessage): message is CoordinatorMessage =>
  message.kind === 'to coordinator' || message.kind === 'coordinator says'

/** `cut-off`: this node cannot ask the others now. */
export type Told = 'told' | 'gone' | 'cut-off'

export interface Nodes {
  /** Of this one: hex digits, or nothing if it is alone. */
  readonly name: string
  /** What a connection of this node is called in all of them. */
  keyOf(connection: string): SocketKey
  isHere(socket: SocketKey): boolean
  /** Whether the other nodes can be reached. */
  readonly isWhole: boolean
  /** To another node; in the order of calls. */
  tell(message: NodeMessage): Promise<Told>
  /** The node that coordinates emulated networks, if one is known. */
  readonly coordinator: string | undefined
  /** Each second. */
  beat(): Promise<void>
  /** Who is told. */
  onMessage: ((message: NodeMessage) => void) | undefined
}

/** What an address has taken at this node of each of its budgets since this was last told, and its sockets here. */
export interface AddressUsage {
  readonly name: string
  readonly taken: readonly number[]
  readonly sockets: number
}

/** What is used up of the budgets of an address, over all nodes. */
export interface AddressStanding {
  readonly name: string
  readonly used: readonly number[]
  readonly socketsElsewhere: number
}

/** What the gate of this node tells the others, and hears. */
export interface SharedGate {
  usages(): readonly AddressUsage[]
  learn(standing: AddressStanding): void
  forgetOthers(): void
}

export interface AddressShares {
  /** Returns at once; resolves when the others have been told and heard. */
  share(gate: SharedGate): Promise<void>
}

export const alone = (): Nodes => ({
  name: '',
  keyOf: connection => connection,
  isHere: () => true,
  isWhole: true,
  tell: async () => 'gone',
  coordinator: '',
  beat: async () => {},
  onMessage: undefined,
})

const STOCK = 'stock '

/** Unlike a name that Socket.IO gives. */
export const stockConnection = (number: number): string => `${STOCK}${number}`

/** Whether a socket, of any node, has come by the door of stock clients. */
export const isStock = (socket: SocketKey): boolean =>
  socket.slice(socket.indexOf('/') + 1).startsWith(STOCK)
