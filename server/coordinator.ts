/** The runs' door: opens them, lets tabs enter, and passes on what they declare and follow. */
import type { Server, Socket } from 'socket.io'
import { TokenBucket } from '../shared/base/bucket.ts'
import type { Parsed } from '../shared/base/parsed.ts'
import {
  parseEnterRun,
  parseFlowDeclaration,
  parseFollowed,
  parseOpenRun,
  type RunId,
} from '../shared/events/runs.ts'
import type { ClientToServerEvents, ServerToClientEvents } from '../shared/events.ts'
import { BEAT_MS } from '../shared/network/rounds.ts'
import type { ServerLimits } from './limits.ts'
import { type Log, logBug } from './log.ts'
import { type Member, Run } from './run.ts'

/** Each keeps a topology in memory. */
export const MAX_RUNS = 32
/** Time to open tabs for it, and to reload them all. */
export const EMPTY_RUN_MS = 600_000

type RunServer = Server<ClientToServerEvents, ServerToClientEvents>
type RunSocket = Socket<ClientToServerEvents, ServerToClientEvents>

export interface CoordinatorDeps {
  readonly limits: Pick<ServerLimits, 'runOpenings' | 'runMessages'>
  readonly log: Log
  readonly now: () => number
}

/** Returns what ends it. */
export function attachCoordinator(io: RunServer, deps: CoordinatorDeps): () => void {
  const runs = new Map<RunId, Run>()
  io.on('connection', socket => serve(socket, runs, deps))
  const ticker = setInterval(() => {
    const now = deps.now()
    for (const run of runs.values()) {
      run.tick(now)
      if (run.emptySinceMs(now) > EMPTY_RUN_MS) runs.delete(run.id)
    }
  }, BEAT_MS)
  return () => clearInterval(ticker)
}

/** A message past its budget, or that is none, is let fall; who waits for a reply gets a failure. */
function serve(socket: RunSocket, runs: Map<RunId, Run>, { limits, log, now }: CoordinatorDeps) {
  const openings = new TokenBucket(limits.runOpenings, now())
  const messages = new TokenBucket(limits.runMessages, now())
  let member: Member | undefined

  /** Nothing a tab sends can throw past here. */
  const guarded = (work: () => void): void => {
    try {
      if (messages.take(now())) work()
    } catch (error) {
      logBug(log, error)
    }
  }
  const leave = () => {
    member?.run.vanish(member)
    member = undefined
  }

  socket.on('time', (reply: unknown) => {
    if (typeof reply === 'function') guarded(() => reply({ nowMs: now() }))
  })
  socket.on('openRun', (input: unknown, reply: unknown) => {
    if (typeof reply === 'function') guarded(() => reply(open(input)))
  })
  socket.on('enterRun', (input: unknown, reply: unknown) => {
    if (typeof reply === 'function') guarded(() => reply(enter(input)))
  })
  socket.on('declareFlows', (input: unknown) => {
    guarded(() =>
      whenPlaced(parseFlowDeclaration(input), (at, said) => at.run.declare(at, said, now())),
    )
  })
  socket.on('followRates', (input: unknown) => {
    guarded(() =>
      whenPlaced(parseFollowed(input), (at, said) => at.run.follow(at, said.number, now())),
    )
  })
  socket.on('beat', (input: unknown, reply: unknown) => {
    guarded(() =>
      whenPlaced(parseFollowed(input), (at, said) => {
        if (at.run.beat(at, said.number, now()) && typeof reply === 'function') reply()
      }),
    )
  })
  socket.on('disconnect', leave)

  function open(input: unknown) {
    if (!openings.take(now())) return { failure: 'This tab opens too many runs. Wait a minute.' }
    const plan = parseOpenRun(input)
    if (!plan.ok) return { failure: `The run is not valid: ${plan.problem}.` }
    if (runs.size >= MAX_RUNS)
      return { failure: 'The server has as many runs as it takes. Close the tabs of another one.' }
    const run = Run.open(plan.value, now())
    if (typeof run === 'string') return { failure: run }
    runs.set(run.id, run)
    return { run: run.id }
  }

  function enter(input: unknown) {
    const request = parseEnterRun(input)
    if (!request.ok) return { failure: `The request is not valid: ${request.problem}.` }
    const run = runs.get(request.value.run)
    if (!run) return { failure: 'There is no such run (any more). Open a new one.' }
    leave()
    const { entered, member: placed } = run.enter(
      request.value.node,
      order => socket.emit('rates', order),
      now(),
    )
    member = placed
    return entered
  }

  function whenPlaced<T>(said: Parsed<T>, act: (at: Member, said: T) => void): void {
    if (member && said.ok) act(member, said.value)
  }
}
