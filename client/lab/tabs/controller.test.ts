/** Who takes part, as the controller's page sees it: tabs come, report, misbehave and go. */
import { beforeEach, expect, test, vi } from 'vitest'
import type { PeerId } from '../../../shared/base/ids.ts'
import type { Channel } from '../../host/channel/channel.ts'
import { MAX_PEERS_IN_TAB } from '../../host/emulation/tab-peers.ts'
import type { RendezvousParts } from '../../host/rendezvous.ts'
import { Controller } from './controller.ts'
import { FrameReader, sendFrame } from './frames.ts'

let rendezvous: RendezvousParts

vi.mock('../../host/rendezvous.ts', () => ({
  Rendezvous: class {
    constructor(parts: RendezvousParts) {
      rendezvous = parts
    }
    close() {}
  },
}))
vi.mock('../../host/clock.ts', () => ({
  WorkerClock: class {
    close() {}
  },
}))

beforeEach(() => void vi.spyOn(console, 'warn').mockReturnValue())

/** A tab at the other end of a channel. */
function connect() {
  const heard: unknown[] = []
  const reader = new FrameReader()
  const channel: Channel = {
    maxMessageBytes: 1 << 16,
    bufferedBytes: 0,
    send: bytes => heard.push(...reader.push(bytes)),
  }
  const hangUp = vi.fn()
  const sink = rendezvous.onOpen('1'.repeat(40) as PeerId, channel, hangUp)
  const say = (message: unknown) =>
    sendFrame({ ...channel, send: bytes => sink.onBytes(bytes) }, message)
  return { sink, say, heard, hangUp }
}

test('a tab that reports is an agent with one place: it gets commands, and its reports are heard', () => {
  const controller = new Controller()
  const { sink, say, heard } = connect()
  expect(controller.places.value).toBe(0)
  say({ report: 'here', browser: 'Firefox' })
  expect(controller.agents.map(({ places }) => places)).toEqual([1])
  expect(controller.tabs.value[0]?.browser).toBe('Firefox')
  const [agent] = controller.agents
  agent?.send({ command: 'start' })
  expect(heard).toEqual([{ command: 'start' }])

  const listener = vi.fn()
  controller.listen(listener)
  say({ report: 'failed', why: 'no disk' })
  expect(listener).toHaveBeenLastCalledWith(agent, { report: 'failed', why: 'no disk' })
  sink.onClose('closed')
  expect(listener).toHaveBeenLastCalledWith(agent, 'gone')
  expect(controller.places.value).toBe(0)
})

test('a tab that says what is no report is hung up on, gone, and a sentence says why', () => {
  const controller = new Controller()
  const listener = vi.fn()
  controller.listen(listener)
  const { say, hangUp } = connect()
  say({ report: 'here', browser: 'Firefox' })
  say({ report: 'here', browser: 7 })
  expect(hangUp).toHaveBeenCalledOnce()
  expect(listener).toHaveBeenCalledExactlyOnceWith(expect.anything(), 'gone')
  expect(controller.tabs.value).toEqual([])
  expect(controller.trouble.value?.()).toMatch(/another version/)
})

test('nothing is heard of a tab before it has said that it is there, nor after it has gone', () => {
  const controller = new Controller()
  const listener = vi.fn()
  controller.listen(listener)
  const { sink, say } = connect()
  say({ report: 'peers', peers: [] })
  expect(listener).not.toHaveBeenCalled()
  sink.onClose('closed')
  expect(listener).not.toHaveBeenCalled()
})

test('this page is an agent as well, while it has peers of its own, and takes no more than a tab can', () => {
  const controller = new Controller()
  controller.addHere(5)
  connect().say({ report: 'here', browser: 'Chrome' })
  expect(controller.agents.map(({ places }) => places)).toEqual([5, 1])
  expect(controller.places.value).toBe(6)
  controller.addHere(1_000)
  expect(controller.here.value).toBe(MAX_PEERS_IN_TAB)
  controller.clearHere()
  expect(controller.agents).toHaveLength(1)
})

test('tabs are accepted up to a limit', () => {
  new Controller()
  expect(rendezvous.maxLinks).toBe(250)
})
