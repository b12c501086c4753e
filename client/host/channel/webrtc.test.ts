/** What a real browser does now and then, played on purpose: simple-peer's place is taken by a fake. */
import { expect, test, vi } from 'vitest'
import type { ConnectionHandlers } from './channel.ts'

class FakeChannel extends EventTarget {
  readyState = 'connecting'
  binaryType = ''
  bufferedAmount = 0
  onmessage: ((event: { data: unknown }) => void) | undefined
}

const made: FakeChannel[] = []
const told: { trickle?: boolean }[] = []

vi.mock('simple-peer', () => ({
  default: class {
    destroyed = false
    _pc = Object.assign(new EventTarget(), { sctp: { maxMessageSize: 262_144 } })
    _channel = new FakeChannel()
    constructor(options: { trickle?: boolean }) {
      told.push(options)
      made.push(this._channel)
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
    onOpen: () => heard.push('open'),
    onBytes: bytes => heard.push(`bytes ${[...bytes]}`),
    onDrained: () => {},
    onClose: reason => heard.push(`closed: ${reason}`),
  }
  webRtc()('offerer', handlers, whole)
  const channel = made.at(-1) as FakeChannel
  const say = (...bytes: number[]) => channel.onmessage?.({ data: Uint8Array.from(bytes).buffer })
  const open = () => {
    channel.readyState = 'open'
    channel.dispatchEvent(new Event('open'))
  }
  return { heard, say, open }
}

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

test('a channel that talks on and on without ever opening is closed', () => {
  const { heard, say } = connect()
  for (let i = 0; i < 17; i++) say(i)
  expect(heard).toEqual(['closed: too much before the channel opened'])
})
