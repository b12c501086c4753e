/** One peer, our server and another tracker: which hears what, when, and who is dialled by which. */
import { describe, expect, test } from 'vitest'
import type { LinkId } from '../base/ids.ts'
import { SERVER, type TrackerName, type TrackerUrl } from '../dialling/way.ts'
import { sdpOf } from '../testing/descriptions.ts'
import { INFO, idOf, PeerStage } from '../testing/peer-stage.ts'
import { encodePex } from '../wire/pex.ts'

const TRACKER: TrackerUrl = 'wss://tracker'
const OTHER: TrackerUrl = 'wss://other'

function stageOf(...trackers: TrackerName[]) {
  const stage = new PeerStage({ info: INFO, trackers })
  stage.clear()
  return stage
}

const up = (stage: PeerStage, tracker: TrackerName) => stage.tell({ type: 'trackerUp', tracker })
const down = (stage: PeerStage, tracker: TrackerName) =>
  stage.tell({ type: 'trackerDown', tracker, reason: 'gone' })

const announcesTo = (stage: PeerStage, to: TrackerName) =>
  stage.effects.flatMap(effect =>
    effect.type === 'announce' && effect.tracker === to ? [effect] : [],
  )
const eventsTo = (stage: PeerStage, to: TrackerName) =>
  announcesTo(stage, to).map(({ event }) => event ?? 'periodic')

/** The open offers that are being made get their descriptions. */
function gather(stage: PeerStage): LinkId[] {
  const links = stage.connections().flatMap(({ link, remote }) => (remote ? [] : [link]))
  for (const link of links)
    stage.tell({ type: 'localSignal', link, signal: { kind: 'offer', sdp: `v=${link}` } })
  return links
}

/** Links that serve everything. */
function linksWith(stage: PeerStage, count: number): void {
  for (let n = 1; n <= count; n++) stage.greet(n)
}

describe('our server is down, and another tracker is up', () => {
  test('nobody is dialled by the server, and who can be met by a relay is at once', () => {
    const stage = stageOf(SERVER, TRACKER)
    const friend = stage.greet(1)
    friend.speaks('ts_pex', 'ts_relay')
    up(stage, TRACKER)
    down(stage, SERVER)
    stage.lists(7)
    const added = [{ id: idOf(7), isSeed: false }]
    friend.saysExtended('ts_pex', encodePex({ added, dropped: [] }))
    stage.clear()
    stage.pass(2_000)
    expect(stage.eventsOf('dialled')).toMatchObject([{ remote: idOf(7), via: friend.id }])
    const { link } = stage.connections().find(({ remote }) => remote === idOf(7)) as {
      link: LinkId
    }
    stage.tell({ type: 'localSignal', link, signal: { kind: 'offer', sdp: 'v=0' } })
    expect(stage.carried()).toEqual([])
    expect(friend.heardExtended('ts_relay')).toHaveLength(1)
  })

  test('the page shows that a tracker is up; and that none is, when that goes too', () => {
    const stage = stageOf(SERVER, TRACKER)
    down(stage, SERVER)
    expect(stage.view.tracker.state).toBe('unknown')
    up(stage, TRACKER)
    expect(stage.view.tracker.state).toBe('up')
    down(stage, TRACKER)
    expect(stage.view.tracker.state).toBe('down')
  })

  test('linked remotes are told of each other at once', () => {
    const stage = stageOf(SERVER, TRACKER)
    up(stage, TRACKER)
    down(stage, SERVER)
    const [a, b] = [stage.greet(1), stage.greet(2)]
    for (const each of [a, b]) each.speaks('ts_pex', 'ts_relay')
    stage.pass(1_000)
    expect(a.heardExtended('ts_pex')).toHaveLength(1)
  })
})

describe('another tracker', () => {
  test('hears that we are here, with offers that name nobody, once they have their candidates', () => {
    const stage = stageOf(TRACKER)
    up(stage, TRACKER)
    expect(announcesTo(stage, TRACKER)).toEqual([])
    const links = gather(stage)
    const [announce] = announcesTo(stage, TRACKER)
    expect(announce).toMatchObject({ event: 'started', offers: { length: 5 } })
    const [offer] = announce?.offers ?? []
    const answer = { kind: 'answer', sdp: sdpOf(1, 'answer') } as const
    const said = { tracker: TRACKER, from: idOf(3), offerId: offer?.offerId ?? '', signal: answer }
    stage.tell({ type: 'carried', ...said })
    stage.tell({ type: 'linkOpened', link: links[0] as LinkId })
    expect(stage.effects.at(-1)).toMatchObject({ type: 'send', message: { type: 'handshake' } })
  })

  test('hears of us at its own pace, and without offers once we have links enough', () => {
    const stage = stageOf(SERVER, TRACKER)
    linksWith(stage, 15)
    up(stage, TRACKER)
    for (const [told, keptMs] of [
      [0, 10_000],
      [120_000, 120_000],
      [1e12, 30 * 60_000],
    ] as const) {
      stage.tell({
        type: 'announced',
        tracker: TRACKER,
        intervalMs: told,
        seeders: keptMs,
        leechers: 0,
      })
      expect(stage.view.tracker.seeders).toBe(keptMs)
      stage.clear()
      // They would go silent before half an hour is over.
      const passMs = Math.min(keptMs, 120_000)
      stage.pass(passMs - 1)
      expect(eventsTo(stage, TRACKER)).toEqual([])
      stage.pass(1)
      expect(eventsTo(stage, TRACKER)).toEqual(passMs === keptMs ? ['periodic'] : [])
      expect(announcesTo(stage, TRACKER).flatMap(({ offers }) => offers)).toEqual([])
    }
  })

  test('hears that we are done, and that we go, while offers are still being made', () => {
    const stage = stageOf(SERVER, TRACKER)
    up(stage, TRACKER)
    gather(stage)
    stage.pass(30_000)
    const seeder = stage.greet(1)
    stage.clear()
    seeder.serves('******')
    seeder.answerAll()
    expect(stage.view.phase).toBe('seeding')
    expect(eventsTo(stage, TRACKER)).toEqual(['completed'])
    stage.tell({ type: 'leave' })
    expect(eventsTo(stage, TRACKER)).toEqual(['completed', 'stopped'])
  })

  test('hears of us all the same where the browser makes no more connections', () => {
    const stage = stageOf(TRACKER)
    up(stage, TRACKER)
    for (const { link } of stage.connections())
      stage.tell({ type: 'linkClosed', link, reason: 'no more connections' })
    expect(announcesTo(stage, TRACKER)).toMatchObject([{ event: 'started', offers: [] }])
    stage.clear()
    stage.pass(30_000)
    expect(stage.connections()).toHaveLength(5)
  })

  test('that comes back hears anew that we are here; the offers that it had are dropped', () => {
    const stage = stageOf(TRACKER, OTHER)
    up(stage, TRACKER)
    up(stage, OTHER)
    const links = gather(stage)
    expect(links).toHaveLength(10)
    stage.clear()
    down(stage, TRACKER)
    expect([...stage.closed.keys()]).toEqual(links.slice(0, 5))
    stage.pass(60_000)
    expect(eventsTo(stage, TRACKER)).toEqual([])
    stage.clear()
    up(stage, TRACKER)
    gather(stage)
    expect([eventsTo(stage, TRACKER), eventsTo(stage, OTHER)]).toEqual([['started'], []])
  })

  test('that never heard of us is told no goodbye', () => {
    const stage = stageOf(TRACKER, OTHER)
    up(stage, TRACKER)
    stage.tell({ type: 'leave' })
    expect(stage.announces()).toEqual([])
  })
})

test('of each count the largest is shown: many are members at several trackers', () => {
  const stage = stageOf(SERVER, TRACKER)
  const says = (tracker: TrackerName, seeders: number, leechers: number) =>
    stage.tell({ type: 'announced', tracker, intervalMs: 30_000, seeders, leechers })
  says(SERVER, 1, 9)
  says(TRACKER, 4, 2)
  expect(stage.view.tracker).toMatchObject({ seeders: 4, leechers: 9 })
})
