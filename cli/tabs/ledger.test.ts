import { expect, test } from 'vitest'
import { ByteLedger } from './ledger.ts'

test('what came over links that closed, or opened anew, still counts', () => {
  const ledger = new ByteLedger()
  ledger.observe([{ remote: 'seeder', downloaded: 100 }])
  ledger.observe([
    { remote: 'seeder', downloaded: 250 },
    { remote: 'other', downloaded: 10 },
  ])
  ledger.observe([{ remote: 'other', downloaded: 40 }])
  ledger.observe([{ remote: 'other', downloaded: 40 }])
  expect(ledger.totals()).toEqual({ seeder: 250, other: 40 })
  ledger.observe([
    { remote: 'seeder', downloaded: 5 },
    { remote: 'other', downloaded: 8 },
  ])
  expect(ledger.totals()).toEqual({ seeder: 255, other: 48 })
})
