import { expect, test } from 'vitest'
import { UsageError } from '../command.ts'
import { ATTACKS } from './catalogue.ts'
import { parseOptions } from './options.ts'

test('runs all attacks for a minute each, or those that are named', () => {
  expect(parseOptions([])).toMatchObject({ command: 'run', attacks: ATTACKS, seconds: 60 })
  const two = parseOptions(['rejoin', 'pex', '--seconds', '5', '--no-transfer'])
  const names = two.command === 'run' && two.attacks.map(({ name }) => name)
  expect(names).toEqual(['rejoin', 'pex'])
  expect(two).toMatchObject({ seconds: 5, transfer: false })
})

test.each([
  [['nonsense'], 'There is no attack "nonsense"'],
  [['pex', '--target', 'server'], 'There is no attack "pex"'],
  [['--target', 'moon'], '--target must be one of server, tab, link'],
  [['--write', '--redis'], 'The page is of servers without Redis'],
  [['--seconds', '0'], '--seconds must be a whole number'],
])('%j is refused: %s', (args, reason) => {
  expect(() => parseOptions(args)).toThrow(UsageError)
  expect(() => parseOptions(args)).toThrow(reason)
})

test('no two attacks have the same name', () => {
  const names = ATTACKS.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})
