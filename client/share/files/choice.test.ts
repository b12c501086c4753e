import { signal } from '@preact/signals'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeSession, FakeTorrent } from '../../../e2e/gallery/fake-session.ts'
import { complete, downloading, FOLDER, heldWhere, viewOf } from '../../../e2e/gallery/torrents.ts'
import type { TorrentView } from '../../host/api.ts'
import { Page } from '../page.ts'
import type { Item } from '../snapshot.ts'
import { type Choice, choiceOf, chosenIn } from './choice.ts'

const ALL = [0, 1, 2, 3, 4, 5]

beforeEach(() => {
  const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined }
  vi.stubGlobal('sessionStorage', storage)
  vi.stubGlobal('localStorage', storage)
  vi.stubGlobal('location', new URL('http://localhost/'))
  vi.stubGlobal('history', { pushState: () => undefined })
})

function setUp(view: TorrentView, mine = false) {
  const session = new FakeSession()
  const torrent = new FakeTorrent(session, { view })
  session.list = [torrent]
  const page = new Page(session)
  page.remember(torrent, { mine, wanted: view.phase !== 'idle' })
  page.show(torrent)
  const picks = signal<ReadonlySet<number> | undefined>(undefined)
  const item = () => page.current as Item
  const choice = () => choiceOf(page, item(), picks) as Choice
  return { page, torrent, item, choice, chosen: () => chosenIn(choice().flags), picks }
}

describe('what is downloaded', () => {
  it('is what the torrent is told to fetch', () => {
    const { choice, chosen, torrent } = setUp(viewOf(FOLDER))
    expect(chosen()).toEqual(ALL)
    choice().set([1, 3], false)
    expect(chosen()).toEqual([0, 2, 4, 5])
    expect(torrent.view.filePriorities).toEqual([4, 0, 4, 0, 4, 4])
    choice().only([1, 2])
    expect(chosen()).toEqual([1, 2])
    expect(choice()).toMatchObject({ count: 2, bytes: 67_400_000 })
  })

  it('may be nothing while it is offered, and the torrent is never told so', () => {
    const { choice, chosen, page, item, torrent } = setUp(viewOf(FOLDER))
    choice().set(ALL, false)
    expect(chosen()).toEqual([])
    expect(page.nothingChosen(item())).toBe(true)
    expect(torrent.view.filePriorities?.every(priority => priority > 0)).toBe(true)
    choice().set([2], true)
    expect(chosen()).toEqual([2])
    expect(torrent.view).toMatchObject({ phase: 'idle', filePriorities: [0, 0, 4, 0, 0, 0] })
  })

  it('stands still of nothing, and goes on with the first file that is chosen', () => {
    const { choice, torrent } = setUp(downloading(FOLDER, 0, { held: new Uint8Array(40) }))
    choice().set(ALL, false)
    expect(torrent.view.paused).toBe('person')
    choice().set([4], true)
    expect(torrent.view).toMatchObject({ phase: 'downloading', paused: undefined })
  })

  it('stays paused if it was paused before nothing was chosen', () => {
    const view = downloading(FOLDER, 0, { held: new Uint8Array(40) })
    const { choice, torrent } = setUp({ ...view, phase: 'idle', paused: 'person' })
    choice().set(ALL, false)
    choice().set([4], true)
    expect(torrent.view.paused).toBe('person')
  })

  it('keeps a file that is here, whatever is taken out', () => {
    const held = heldWhere(FOLDER, piece => piece < 40).bytes
    const { choice, chosen } = setUp(downloading(FOLDER, 0.1, { held }))
    expect(ALL.filter(index => choice().isFixed(index))).toEqual([0, 1])
    choice().set(ALL, false)
    expect(chosen()).toEqual([0, 1])
    choice().only([5])
    expect(chosen()).toEqual([0, 1, 5])
  })
})

describe('what is picked of files that are here', () => {
  it.each([true, false])('is asked of nobody (shared from here: %s)', mine => {
    const view = complete(FOLDER, { storage: mine ? 'files' : 'disk' })
    const { choice, chosen, torrent, picks } = setUp(view, mine)
    choice().set([0, 1], false)
    expect(chosen()).toEqual([2, 3, 4, 5])
    choice().only([3])
    expect(chosen()).toEqual([3])
    choice().set(ALL, true)
    expect(picks.value).toBeUndefined()
    expect(torrent.view.filePriorities).toBe(view.filePriorities)
  })
})
