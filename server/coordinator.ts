/** Emulated networks over Socket.IO: opens them, places tabs, and passes on flows and rates. */
import type { Server, Socket } from 'socket.io'
import { TokenBucket } from '../shared/base/bucket.ts'
import type { Parsed } from '../shared/base/parsed.ts'
import {
  parseEnterEmulation,
  parseFlowDeclaration,
  parseFollowed,
  parseOpenEmulation,
} from '../shared/events/emulation.ts'
import type { ClientToServerEvents, ServerToClientEvents } from '../shared/events.ts'
import { BEAT_MS } from '../shared/network/rounds.ts'
import type { Placement } from './emulation.ts'
import { type EmulationLimits, Emulations } from './emulations.ts'
import { type Log, logBug } from './log.ts'

type EmulationServer = Server<ClientToServerEvents, ServerToClientEvents>
type EmulationSocket = Socket<ClientToServerEvents, ServerToClientEvents>

interface CoordinatorDeps {
  readonly limits: EmulationLimits
  readonly log: Log
  readonly now: () => number
  /** This server's name among several: the emulations of others are not here. */
  readonly node?: string
  /** The address that openings and their work count against. */
  readonly addressOf?: (socket: EmulationSocket) => string
}

/** Returns what ends it. */
export function attachCoordinator(io: EmulationServer, deps: CoordinatorDeps): () => void {
  const { limits, log, now, node = '' } = deps
  const emulations = new Emulations({ limits, now, node, onError: error => logBug(log, error) })
  io.on('connection', socket => serve(socket, emulations, deps))
  const ticker = setInterval(() => emulations.tick(), BEAT_MS)
  return () => {
    clearInterval(ticker)
    emulations.close()
  }
}

const GONE = 'There is no such emulation (any more). Open a new one.'
const ELSEWHERE =
  'This emulation is not at this server. If it is open, another one coordinates it: reload this tab until it comes to that one, or use one server for emulated networks.'

/** Messages over the budget, or of no known form, are dropped; requests are answered with a failure. */
function serve(
  socket: EmulationSocket,
  emulations: Emulations,
  { limits, log, now, node = '', addressOf = ({ conn }) => conn.remoteAddress }: CoordinatorDeps,
) {
  const address = addressOf(socket)
  const messages = new TokenBucket(limits.emulationMessages, now())
  let placement: Placement | undefined

  /** Nothing that a tab sends can throw past here. */
  const guarded = (work: () => void): void => {
    try {
      if (messages.take(now())) work()
    } catch (error) {
      logBug(log, error)
    }
  }
  const leave = () => {
    placement?.emulation.vanish(placement)
    placement = undefined
  }

  socket.on('time', (reply: unknown) => {
    if (typeof reply === 'function') guarded(() => reply({ nowMs: now() }))
  })
  socket.on('openEmulation', (input: unknown, reply: unknown) => {
    if (typeof reply === 'function') guarded(() => reply(open(input)))
  })
  socket.on('enterEmulation', (input: unknown, reply: unknown) => {
    if (typeof reply === 'function') guarded(() => reply(enter(input)))
  })
  socket.on('startEmulation', () => guarded(() => placement?.emulation.start(now())))
  socket.on('declareFlows', (input: unknown) =>
    placed(parseFlowDeclaration, input, (at, said) => at.emulation.declare(at, said, now())),
  )
  socket.on('followRates', (input: unknown) =>
    placed(parseFollowed, input, (at, said) => at.emulation.follow(at, said.number, now())),
  )
  socket.on('beat', (input: unknown, reply: unknown) =>
    placed(parseFollowed, input, (at, said) => {
      if (at.emulation.beat(at, said.number, now()) && typeof reply === 'function') reply()
    }),
  )
  socket.on('disconnect', leave)

  function open(input: unknown) {
    if (!emulations.mayOpen(address))
      return { failure: 'Too many emulations are opened from this address. Wait a minute.' }
    const plan = parseOpenEmulation(input)
    if (!plan.ok) return { failure: `The emulation is not valid: ${plan.problem}.` }
    const emulation = emulations.open(plan.value, address)
    return typeof emulation === 'string' ? { failure: emulation } : { emulation: emulation.id }
  }

  function enter(input: unknown) {
    const request = parseEnterEmulation(input)
    if (!request.ok) return { failure: `The request is not valid: ${request.problem}.` }
    const emulation = emulations.get(request.value.emulation)
    if (!emulation) return { failure: request.value.emulation.startsWith(node) ? GONE : ELSEWHERE }
    leave()
    const { entered, placement: placed } = emulation.enter(
      request.value.node,
      {
        rates: order => socket.emit('rates', order),
        started: started => socket.emit('started', started),
      },
      now(),
    )
    placement = placed
    return entered
  }

  function placed<T>(
    parse: (input: unknown) => Parsed<T>,
    input: unknown,
    act: (at: Placement, said: T) => void,
  ): void {
    guarded(() => {
      const said = parse(input)
      if (placement && said.ok) act(placement, said.value)
    })
  }
}
