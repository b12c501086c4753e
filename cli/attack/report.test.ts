import { expect, test } from 'vitest'
import { atLeast, atMost, besideSink, mustBe, type Result } from './attack.ts'
import { documentOf, isHeld, lines } from './report.ts'

const result = (name: string, ...figures: Result['figures']): Result => ({
  name,
  about: 'a | b',
  figures,
})

test('one figure beyond its limit breaks the attack', () => {
  const good = atMost('memory', 200, 200, 'MB')
  expect(isHeld(result('a', good))).toBe(true)
  for (const bad of [
    atMost('memory', 200.6, 200, 'MB'),
    atLeast('rate', 0.79, 0.8),
    atLeast('rate', Number.NaN, 0.8),
    mustBe('lives', 'ended'),
    besideSink('p99', 120, 110, 100),
  ])
    expect(isHeld(result('a', good, bad)), bad.what).toBe(false)
  expect(besideSink('p99', 120, 130, 100).held).toBe(true)
  expect(lines([result('a', good)])[1]).toMatch(/^a +memory +<= 200 MB +200 MB +held$/)
})

test('renews the rows that it has figures of, and keeps the others, in order', () => {
  const order = { seconds: 60, names: ['a', 'b', 'c'] }
  const empty = '# Attacks\n\n<!-- written by npm run attack -- --write -->\n'
  const first = documentOf(empty, [result('c', mustBe('lives', 'no')), result('a')], order)
  const second = documentOf(first, [result('b'), result('c', mustBe('lives', undefined))], order)
  const rows = second.split('\n').filter(row => /^\| [abc] /.test(row))
  expect(rows).toEqual([
    '| a | a \\| b | 60 |  | held |',
    '| b | a \\| b | 60 |  | held |',
    '| c | a \\| b | 60 | lives: yes (yes) | held |',
  ])
  expect(documentOf(second, [], order)).toBe(second)
  expect(second.startsWith('# Attacks\n')).toBe(true)
})
