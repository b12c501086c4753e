import { expect, test } from 'vitest'
import type { LinkView } from '../../shared/peer/view.ts'
import type { Info } from '../../shared/torrent/info.ts'
import type { TorrentView } from '../host/api.ts'
import { reasonToStay, screenOf } from './screen.ts'

const link = (heldCount: number | undefined) => ({ heldCount }) as LinkView
const view = (fields: Partial<TorrentView>): TorrentView =>
  ({
    phase: 'idle',
    heldCount: 0,
    bytesLeft: 100,
    links: [],
    webSeeds: [],
    storage: 'disk',
    dependents: 0,
    ...fields,
  }) as TorrentView

const INFO = {} as Info
const DOWNLOADING: Partial<TorrentView> = { phase: 'downloading', info: INFO }

test.each<[string, Partial<TorrentView>, boolean, string]>([
  ['only a link', { phase: 'joining' }, false, 'joining'],
  ['a store being opened', { phase: 'opening' }, false, 'opening'],
  ['a store being checked', { phase: 'opening', verifying: 0 }, false, 'checking'],
  ['names and sizes, nothing held', {}, false, 'offered'],
  ['paused before anything came', { paused: 'person' }, false, 'paused'],
  ['some held, not wanted', { heldCount: 3 }, false, 'paused'],
  ['wanted, nobody here', DOWNLOADING, false, 'waiting'],
  ['wanted, somebody without a piece', { ...DOWNLOADING, links: [link(0)] }, false, 'waiting'],
  ['wanted, somebody who has not told', { ...DOWNLOADING, links: [link(undefined)] }, false, 'waiting'],
  ['wanted, somebody with a piece', { ...DOWNLOADING, links: [link(0), link(1)] }, false, 'downloading'],
  ['last piece being checked', { ...DOWNLOADING, bytesLeft: 0 }, false, 'downloading'],
  ['complete, from others', { phase: 'seeding' }, false, 'done'],
  ['complete, from this person', { phase: 'seeding' }, true, 'sharing'],
  ['complete, from files of this disk', { phase: 'seeding', storage: 'files' }, false, 'sharing'],
  ['some of its files changed', { info: INFO, heldCount: 3, storage: 'files' }, true, 'sharing'],
  ['all of its files changed', { info: INFO, storage: 'files' }, false, 'sharing'],
  ['its files gone with a reload', DOWNLOADING, true, 'sharing'],
  ['its files gone, others have them', { ...DOWNLOADING, links: [link(1)] }, true, 'sharing'],
  ['paused, its files changed', { info: INFO, paused: 'person', storage: 'files' }, true, 'sharing'],
  ['nothing chosen', { phase: 'seeding', filePriorities: [0, 0] }, false, 'offered'],
  ['nothing chosen any more', { phase: 'seeding', filePriorities: [0], heldCount: 1 }, false, 'paused'],
  ['a full disk', { phase: 'stuck' }, false, 'stuck'],
  ['left', { phase: 'left' }, true, 'left'],
  ['ended by a fault', { phase: 'left', broken: 'a bug' }, true, 'broken'],
])('%s', (_, fields, mine, screen) => {
  expect(screenOf(view(fields), mine)).toBe(screen)
}) // biome-ignore format: a table

test('leaving asks while others depend on this tab or a download runs, and not otherwise', () => {
  expect(reasonToStay(view({ phase: 'seeding', dependents: 2 }))).toBe('dependents')
  expect(reasonToStay(view(DOWNLOADING))).toBe('downloading')
  expect(reasonToStay(view({ phase: 'seeding' }))).toBeUndefined()
  expect(reasonToStay(view({ phase: 'idle', heldCount: 3 }))).toBeUndefined()
})
