import { describe, expect, test } from 'vitest'
import type { LinkId } from '../base/ids.ts'
import { INFO, PeerStage } from '../testing/peer-stage.ts'
import { SERVER } from './way.ts'

const answer = (stage: PeerStage, link: LinkId) =>
  stage.tell({ type: 'localSignal', link, signal: { kind: 'answer', sdp: 'v=0' } })

const HOST = 'candidate:1 1 udp 1 192.168.0.7 5000 typ host'

describe('who is there and is not reached', () => {
  test('is who has called and whom no connection leads to, until one does', () => {
    const stage = new PeerStage({ info: INFO })
    const link = stage.offer(1) as LinkId
    answer(stage, link)
    expect(stage.view.unreached.count).toBe(0)
    stage.pass(11_000)
    expect(stage.view.unreached).toEqual({ count: 1, withoutUdp: 1 })
    stage.greet(1)
    expect(stage.view.unreached.count).toBe(0)
  })

  test('is not who has never answered, nor who refuses', () => {
    const stage = new PeerStage({ info: INFO })
    stage.lists(1, 2)
    for (const { link } of stage.connections())
      stage.tell({ type: 'localSignal', link, signal: { kind: 'offer', sdp: 'v=0' } })
    const [first] = stage.carried()
    const signal = { kind: 'refuse', reason: 'full' } as const
    if (first) stage.tell({ ...first, type: 'carried', from: first.to, signal })
    stage.pass(25_000)
    expect(stage.eventsOf('dialFailed').length).toBeGreaterThan(1)
    expect(stage.view.unreached.count).toBe(0)
  })

  test('has no UDP if it names no UDP address of its own', () => {
    const stage = new PeerStage({ info: INFO })
    const link = stage.offer(1) as LinkId
    answer(stage, link)
    const offerId = stage.carried()[0]?.offerId ?? ''
    const signal = { kind: 'candidate', candidate: HOST, sdpMid: '0', sdpMLineIndex: 0 } as const
    const { to } = stage.carried()[0] ?? {}
    if (to) stage.tell({ type: 'carried', tracker: SERVER, from: to, offerId, signal })
    stage.pass(11_000)
    expect(stage.view.unreached).toEqual({ count: 1, withoutUdp: 0 })
  })

  test('is forgotten after two minutes of silence', () => {
    const stage = new PeerStage({ info: INFO })
    answer(stage, stage.offer(1) as LinkId)
    stage.pass(11_000)
    expect(stage.view.unreached.count).toBe(1)
    stage.pass(121_000)
    expect(stage.view.unreached.count).toBe(0)
  })
})
