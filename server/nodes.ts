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
  /** Who is told. */
  onMessage: ((message: NodeMessage) => void) | undefined
}

export const alone = (): Nodes => ({
  name: '',
  keyOf: connection => connection,
  isHere: () => true,
  isWhole: true,
  tell: async () => 'gone',
  onMessage: undefined,
})

const STOCK = 'stock '

/** Unlike a name that Socket.IO gives. */
export const stockConnection = (number: number): string => `${STOCK}${number}`

/** Whether a socket, of any node, has come by the door of stock clients. */
export const isStock = (socket: SocketKey): boolean =>
  socket.slice(socket.indexOf('/') + 1).startsWith(STOCK)
