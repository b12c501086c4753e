/**
 * Somebody else, at an address of its own: asks at a steady rate, whatever the answers take, and says
 * how long that was. What is not answered counts as the longest.
 */
import { get } from 'node:http'
import { io, type Socket } from 'socket.io-client'
import { untilCalm } from '../windows.ts'
import { announcement } from './doors.ts'

const HEALTH_EVERY_MS = 50
/** Below the budget of one tab: each swarm is joined and left again. */
const ANNOUNCE_EVERY_MS = 200
const LIMIT_MS = 5_000
const ADDRESS = '127.0.0.1'

export interface Answers {
  /** Of each, from when it was due. */
  readonly times: readonly number[]
  /** The first refusal. */
  readonly failure?: string | undefined
}

interface Window {
  readonly port: number
  readonly durationMs: number
}

export const honest = {
  async ask(window: Window): Promise<{ health: Answers; announces: Answers }> {
    const socket = connect(window.port)
    const turns = swarmTurns()
    const [health, announces] = await Promise.all([
      steadily(window, HEALTH_EVERY_MS, () => health200(window.port)),
      steadily(window, ANNOUNCE_EVERY_MS, () => announced(socket, turns())),
    ])
    socket.close()
    return { health, announces }
  },

  calm: ({ port }: { port: number }): Promise<boolean> =>
    untilCalm(() => health200(port).catch(() => undefined)),

  /** Undefined if a tab that comes now is let in, listed, and given an emulated network. */
  async arrive({ port }: { port: number }): Promise<string | undefined> {
    const socket = connect(port)
    try {
      await announced(socket, announcement(someId(), someId()))
      const opened = await socket.timeout(LIMIT_MS).emitWithAck('openEmulation', EMULATION)
      return 'failure' in opened ? `no emulated network: ${opened.failure}` : undefined
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    } finally {
      socket.close()
    }
  },
}

const EMULATION = {
  topology: JSON.stringify({
    name: 'honest',
    routers: ['r'],
    tracker: 't',
    peers: ['a'],
    links: ['t', 'a'].map(from => ({ from, to: 'r', rate: '1Mbps', delay: '1ms' })),
  }),
  granularity: 'message',
  overhead: 'none',
  dilation: 1,
}

const connect = (port: number): Socket =>
  io(`http://${ADDRESS}:${port}`, {
    transports: ['websocket'],
    forceNew: true,
    timeout: LIMIT_MS,
    reconnectionDelay: 100,
    reconnectionDelayMax: 1_000,
  })

async function steadily(
  { durationMs }: Window,
  everyMs: number,
  ask: () => Promise<void>,
): Promise<Answers> {
  const times: number[] = []
  let failure: string | undefined
  const asked: Promise<void>[] = []
  const endAt = performance.now() + durationMs
  for (let dueAt = performance.now(); dueAt < endAt; dueAt += everyMs) {
    await new Promise(resolve => setTimeout(resolve, dueAt - performance.now()))
    const one = ask().then(
      () => times.push(Math.min(performance.now() - dueAt, LIMIT_MS)),
      (error: Error) => {
        times.push(LIMIT_MS)
        failure ??= error.message
      },
    )
    asked.push(one.then(() => undefined))
  }
  await Promise.all(asked)
  return { times, failure }
}

/** By a connection of its own, as somebody who comes now. */
function health200(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { host: ADDRESS, port, path: '/healthz', agent: false, timeout: LIMIT_MS }
    const asked = get(options, response => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 200
          ? resolve()
          : reject(new Error(`status ${response.statusCode}`)),
      )
    })
    asked.on('timeout', () => asked.destroy(new Error('no answer')))
    asked.on('error', reject)
  })
}

async function announced(socket: Socket, body: unknown): Promise<void> {
  const reply = await socket.timeout(LIMIT_MS).emitWithAck('announce', body)
  if ('failure' in reply) throw new Error(reply.failure)
}

/** Joins a swarm that is new to the server, then leaves it, then the next. */
function swarmTurns() {
  const peerId = someId()
  let infoHash: string | undefined
  return () => {
    const leaving = infoHash
    infoHash = leaving ? undefined : someId()
    return {
      ...announcement(leaving ?? (infoHash as string), peerId),
      event: leaving ? 'stopped' : 'started',
    }
  }
}

const someId = (): string =>
  Array.from({ length: 40 }, () => Math.floor(Math.random() * 16).toString(16)).join('')
