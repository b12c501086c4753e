/** Emulated networks over Socket.IO: each tab's messages go to the one node that coordinates, and its answers to the tab. */
import type { Server, Socket } from 'socket.io'
import { TokenBucket } from '../shared/base/bucket.ts'
import type { ClientToServerEvents, ServerToClientEvents } from '../shared/events.ts'
import { BEAT_MS } from '../shared/network/rounds.ts'
import type { SocketKey } from '../shared/tracker/registry.ts'
import { EmulationTabs } from './emulation-tabs.ts'
import type { EmulationLimits } from './emulations.ts'
import { type Log, logBug } from './log.ts'
import {
  type CoordinatorMessage,
  EMULATION_EVENTS,
  type EmulationEvent,
  type Nodes,
} from './nodes.ts'

type EmulationServer = Server<ClientToServerEvents, ServerToClientEvents>
type EmulationSocket = Socket<ClientToServerEvents, ServerToClientEvents>

/** Of a tab, to another node, that are not answered yet: some seconds of all that it may say. */
const MAX_UNANSWERED = 300

interface CoordinatorDeps {
  readonly limits: EmulationLimits
  readonly log: Log
  readonly now: () => number
  readonly nodes: Nodes
  /** The address that openings and their work count against. */
  readonly addressOf: (socket: EmulationSocket) => string
}

export interface AttachedCoordinator {
  receive(message: CoordinatorMessage): void
  close(): void
}

export function attachCoordinator(
  io: EmulationServer,
  { limits, log, now, nodes, addressOf }: CoordinatorDeps,
): AttachedCoordinator {
  const onError = (error: unknown) => logBug(log, error)
  const lines = new Map<SocketKey, TabLine>()
  const send = (message: CoordinatorMessage) => void nodes.tell(message).catch(onError)
  const tabs = new EmulationTabs({
    limits,
    now,
    onError,
    isHere: key => nodes.isHere(key),
    tell: (to, event, input) => {
      if (nodes.isHere(to)) lines.get(to)?.tell(event, input)
      else send({ kind: 'coordinator says', to, event, input })
    },
  })
  /** Nothing that a tab sends can throw past here. */
  const guarded = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      onError(error)
    }
  }
  io.on('connection', socket => {
    const key = nodes.keyOf(socket.id)
    const messages = new TokenBucket(limits.emulationMessages, now())
    const address = addressOf(socket)
    const line = new TabLine(socket, { key, address, nodes, tabs, onError })
    lines.set(key, line)
    for (const event of EMULATION_EVENTS)
      (socket as Untyped).on(event, (...args) =>
        guarded(() => messages.take(now()) && line.heard(event, args)),
      )
    socket.on('disconnect', () => {
      lines.delete(key)
      guarded(() => line.heard('gone', []))
    })
  })
  const ticker = setInterval(() => {
    if (nodes.coordinator !== nodes.name) tabs.clear()
    tabs.tick()
  }, BEAT_MS)
  return {
    receive: message =>
      guarded(() => {
        if (message.kind === 'coordinator says') return lines.get(message.to)?.receive(message)
        const { by, number } = message
        const reply =
          number === undefined
            ? undefined
            : (input?: unknown) =>
                send({ kind: 'coordinator says', to: by, event: 'reply', number, input })
        if (nodes.coordinator === nodes.name) tabs.hear({ ...message, reply })
      }),
    close: () => {
      clearInterval(ticker)
      tabs.close()
    },
  }
}

interface Untyped {
  on(event: string, listener: (...args: unknown[]) => void): void
  emit(event: string, input: unknown): void
}

interface LineDeps {
  readonly key: SocketKey
  readonly address: string
  readonly nodes: Nodes
  readonly tabs: EmulationTabs
  readonly onError: (error: unknown) => void
}

/** A tab of this node. It speaks to one coordinator as long as it is connected: clocks of two make no time. */
class TabLine {
  readonly #socket: Untyped
  readonly #deps: LineDeps
  #coordinator: string | undefined
  /** Otherwise another coordinator does as well. */
  #wasAnswered = false
  #asked = 0
  readonly #unanswered = new Map<number, (answer?: unknown) => void>()

  constructor(socket: EmulationSocket, deps: LineDeps) {
    this.#socket = socket as Untyped
    this.#deps = deps
  }

  tell(event: string, input: unknown): void {
    this.#socket.emit(event, input)
  }

  heard(event: EmulationEvent, args: readonly unknown[]): void {
    const { key: by, address, nodes, tabs } = this.#deps
    const last = args.at(-1)
    const reply = typeof last === 'function' ? (last as (answer?: unknown) => void) : undefined
    const input = reply && args.length === 1 ? undefined : args[0]
    if (event === 'gone' && this.#coordinator === undefined) return
    this.#coordinator ??= nodes.coordinator
    if (this.#coordinator === undefined) return refuse(event, reply, NOBODY)
    if (this.#coordinator !== nodes.coordinator) return refuse(event, reply, MOVED)
    if (this.#coordinator === nodes.name) return tabs.hear({ by, address, event, input, reply })
    const number = reply && this.#await(reply)
    const to = `${this.#coordinator}/`
    const message = { kind: 'to coordinator', to, by, address, event, input, number } as const
    nodes.tell(message).then(told => {
      if (told === 'told') return
      if (!this.#wasAnswered) this.#coordinator = undefined
      refuse(event, reply, NOBODY)
    }, this.#deps.onError)
  }

  receive({ event, input, number }: Extract<CoordinatorMessage, { kind: 'coordinator says' }>) {
    this.#wasAnswered = true
    if (event !== 'reply') return this.tell(event, input)
    const reply = this.#unanswered.get(number ?? 0)
    this.#unanswered.delete(number ?? 0)
    if (input === undefined) reply?.()
    else reply?.(input)
  }

  #await(reply: (answer?: unknown) => void): number {
    const [oldest] = this.#unanswered.keys()
    if (oldest !== undefined && this.#unanswered.size >= MAX_UNANSWERED)
      this.#unanswered.delete(oldest)
    this.#unanswered.set(++this.#asked, reply)
    return this.#asked
  }
}

const NOBODY =
  'No server that coordinates emulated networks can be reached at the moment. Try again in ten seconds.'
const MOVED =
  'The server that coordinated emulated networks has gone, and they with it. Reload this tab, and open a new one.'

/** Who asks for something else waits in vain: its lease ends. */
function refuse(
  event: EmulationEvent,
  reply: ((answer: unknown) => void) | undefined,
  failure: string,
) {
  if (event === 'openEmulation' || event === 'enterEmulation') reply?.({ failure })
}
