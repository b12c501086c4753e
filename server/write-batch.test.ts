import { setImmediate as afterPoll } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { WriteBatch } from './write-batch.ts'

test('whoever has something to say says it once at the end of the turn, in the order of asking', async () => {
  const batch = new WriteBatch()
  const said: string[] = []
  const speaker = (name: string) => ({ flush: () => said.push(name) })
  batch.add(speaker('ann'))
  batch.add(speaker('bob'))
  expect(said).toEqual([])
  await afterPoll()
  expect(said).toEqual(['ann', 'bob'])
  batch.add(speaker('ann'))
  await afterPoll()
  expect(said).toEqual(['ann', 'bob', 'ann'])
})

test('who asks while others speak speaks in the next turn', async () => {
  const batch = new WriteBatch()
  const said: string[] = []
  batch.add({ flush: () => batch.add({ flush: () => said.push('next') }) })
  await afterPoll()
  expect(said).toEqual([])
  await afterPoll()
  expect(said).toEqual(['next'])
})
