/** Choking and interest cost the other side work: what changes nothing is free, what changes has a limit. */
import { describe, expect, test } from 'vitest'
import type { ExchangeMessage } from '../exchange/exchange.ts'
import { Stage } from '../testing/exchange-stage.ts'
import { ProtocolError } from '../wire/message.ts'

const PAIRS = [
  ['choke', 'unchoke'],
  ['interested', 'notInterested'],
] as const

type State = (typeof PAIRS)[number][number]
const say = (type: State): ExchangeMessage => ({ type })

/** Says both of a pair this many times, evenly over this time. */
function toggle(stage: Stage, pair: readonly [State, State], times: number, overMs: number): void {
  for (let i = 0; i < times; i++) {
    stage.now += overMs / times
    for (const type of pair) stage.say(1, say(type))
  }
}

describe.each(PAIRS)('%s and %s', (on, off) => {
  test('repeated, change nothing and count for nothing', () => {
    const stage = new Stage({ pieces: 8, held: '*' })
    stage.join(1, '********')
    for (const type of [on, off, on]) {
      stage.say(1, say(type))
      const before = stage.sent.length
      for (let i = 0; i < 10_000; i++) stage.say(1, say(type))
      expect(stage.sent).toHaveLength(before)
    }
  })

  test('in quick succession without end: a flood', () => {
    const stage = new Stage({ pieces: 8, held: '*' })
    stage.join(1, '********')
    expect(() => toggle(stage, [on, off], 100_000, 10_000)).toThrow(ProtocolError)
  })

  test('at every piece of a fast line: no flood', () => {
    const stage = new Stage({ pieces: 8, held: '*' })
    stage.join(1, '********')
    // 50 MB/s in pieces of 128 KiB.
    toggle(stage, [on, off], 400 * 20, 20_000)
    expect(stage.links).toEqual([1])
  })
})
