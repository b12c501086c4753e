/** Choking and interest cost the other side work, unless they change nothing. */
import { describe, expect, test } from 'vitest'
import type { ExchangeMessage } from '../exchange/exchange.ts'
import { Stage } from '../testing/exchange-stage.ts'

const PAIRS = [
  ['choke', 'unchoke'],
  ['interested', 'notInterested'],
] as const

type State = (typeof PAIRS)[number][number]
const say = (type: State): ExchangeMessage => ({ type })

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
})
