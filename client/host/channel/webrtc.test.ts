/** What a real browser does now and then, played on purpose: simple-peer's place is taken by a fake. */
import { afterEach, expect, test, vi } from 'vitest'
import type { Connection, ConnectionHandlers } from './channel.ts'

class FakeChannel extends EventTarget {
  readyState = 'connecting'
  binaryType = ''
  bufferedAmount = 0
  onmessage: ((event: { data: unknown }) => void) | undefined
}

const made: FakeChannel[] = []
const connections: EventTarget[] = []
const all: Connection[] = []
const told: { trickle?: boolean }[] = []

vi.mock('simple-peer', () => ({
  default: class {
    destroyed = false
    _pc = Object.assign(new EventTarget(), { sctp: { maxMessageSize: 262_144 } })
    _channel = new FakeChannel()
    constructor(options: { trickle?: boolean }) {
      told.push(options)
      made.push(this._channel)
      connections.push(this._pc)
    }
    on(): void {}
    destroy(): void {
      this.destroyed = true
    }
  },
}))

const { webRtc } = await import('./webrtc.ts')

function connect({ whole = false } = {}) {
  const heard: string[] = []
  const handlers: ConnectionHandlers = {
    onSignal: () => {},
    onReached: () => heard.push('reached'),
    onOpen: () => heard.push('open'),
    onBytes: bytes => heard.push(`bytes ${[...bytes]}`),
    onDrained: () => {},
    onClose: reason => heard.push(`closed: ${reason}`),
  }
  const connection = webRtc()('offerer', handlers, whole ? 'whole' : 'trickle')
  all.push(connection)
  const channel = made.at(-1) as FakeChannel
  const say = (...bytes: number[]) => channel.onmessage?.({ data: Uint8Array.from(bytes).buffer })
  const open = () => {
    channel.readyState = 'open'
    channel.dispatchEvent(new Event('open'))
  }
  const iceIs = (iceConnectionState: string) => {
    const pc = Object.assign(connections.at(-1) as EventTarget, { iceConnectionState })
    pc.dispatchEvent(new Event('iceconnectionstatechange'))
  }
  return { heard, say, open, connection, iceIs }
}

afterEach(() => {
  for (const connection of all.splice(0)) connection.close()
})

test('a message that overtakes the open event waits for it, and order is kept', () => {
  const { heard, say, open } = connect()
  say(1)
  say(2)
  expect(heard).toEqual([])
  open()
  say(3)
  expect(heard).toEqual(['open', 'bytes 1', 'bytes 2', 'bytes 3'])
})

test('candidates come one by one, unless the description has to be whole', () => {
  connect()
  connect({ whole: true })
  expect(told.slice(-2).map(({ trickle }) => trickle)).toEqual([true, false])
})

test('it says when ICE has found the remote, once closed no more', () => {
  const { heard, connection, iceIs } = connect()
  iceIs('checking')
  expect(heard).toEqual([])
  iceIs('connected')
  expect(heard).toEqual(['reached'])
  connection.close()
  iceIs('connected')
  expect(heard).toEqual(['reached'])
})

test('a page makes 480 connections at once; closed ones are counted no more, however they ended', () => {
  const open = Array.from({ length: 480 }, () => connect())
  expect(() => connect()).toThrow(/as many connections/)
  const [first, second] = open
  first?.connection.close()
  first?.connection.close()
  for (let i = 0; i < 17; i++) second?.say(i)
  connect().connection.close()
  connect()
  connect()
  expect(() => connect()).toThrow(/as many connections/)
})

test('a channel that talks on and on without ever opening is closed', () => {
  const { heard, say } = connect()
  for (let i = 0; i < 17; i++) say(i)
  expect(heard).toEqual(['closed: too much before the channel opened'])
})
