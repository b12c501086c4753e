/** Downloads that begin without a click: only where the person has said so, and only what fits. */
import { afterEach, expect, test, vi } from 'vitest'
import { FakeSession, type FakeState, FakeTorrent } from '../../e2e/gallery/fake-session.ts'
import { FILM, viewOf } from '../../e2e/gallery/torrents.ts'
import { settled } from '../testing/manual-clock.ts'
import { AutoStart } from './auto-start.ts'

afterEach(() => vi.restoreAllMocks())

function setUp() {
  const session = new FakeSession()
  const setting = { on: true }
  const start = vi.fn((torrent: FakeTorrent) => torrent.start())
  const autoStart = new AutoStart(session, {
    isOn: () => setting.on,
    start: torrent => start(torrent as FakeTorrent),
  })
  const add = (state: Partial<FakeState> = {}) => {
    const torrent = new FakeTorrent(session, { view: viewOf(FILM), ...state })
    session.list = [...session.list, torrent]
    return torrent
  }
  const phases = () => session.list.map(({ view }) => view.phase)
  return { autoStart, setting, add, phases, start }
}

test('what is opened begins, and is remembered as begun by itself', async () => {
  const { autoStart, add, phases } = setUp()
  const torrent = add()
  autoStart.expect(torrent)
  await settled()
  expect(phases()).toEqual(['downloading'])
  expect([...autoStart.begun.value]).toEqual([torrent.swarm])
})

test('nothing begins where the person has not said so, or no longer says so', async () => {
  const { autoStart, setting, add, phases } = setUp()
  setting.on = false
  autoStart.expect(add())
  setting.on = true
  const joining = add({ view: viewOf(FILM, { phase: 'joining' }) })
  autoStart.expect(joining)
  const asked = add()
  autoStart.expect(asked)
  setting.on = false
  joining.update({ phase: 'idle' })
  await settled()
  expect(phases()).toEqual(['idle', 'idle', 'idle'])
  expect(autoStart.begun.value.size).toBe(0)
})

test('names and sizes come first: then it begins', async () => {
  const { autoStart, add, phases } = setUp()
  const torrent = add({ view: viewOf(undefined, { phase: 'joining' }) })
  autoStart.expect(torrent)
  await settled()
  expect(phases()).toEqual(['joining'])
  torrent.update({ phase: 'opening', info: FILM })
  await settled()
  expect(phases()).toEqual(['opening'])
  torrent.update({ phase: 'idle', bytesLeft: FILM.length, bytesWanted: FILM.length })
  await settled()
  expect(phases()).toEqual(['downloading'])
})

test('what does not fit waits for the person, and so does what the others leave no room for', async () => {
  const { autoStart, add, phases } = setUp()
  autoStart.expect(add({ room: FILM.length - 1 }))
  autoStart.expect(add({ room: 2 * FILM.length }))
  autoStart.expect(add({ room: 2 * FILM.length }))
  autoStart.expect(add({ room: 2 * FILM.length }))
  await settled()
  expect(phases()).toEqual(['idle', 'downloading', 'downloading', 'idle'])
})

test('what the person paused or closed meanwhile stays as it is', async () => {
  const { autoStart, add, start } = setUp()
  const [paused, closed] = [add(), add()]
  autoStart.expect(paused)
  autoStart.expect(closed)
  paused.pause()
  closed.update({ phase: 'left' })
  await settled()
  expect(start).not.toHaveBeenCalled()
})
