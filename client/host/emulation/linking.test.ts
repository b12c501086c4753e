import { expect, test } from 'vitest'
import { Linking } from './linking.ts'
import type { PeerStatus } from './newcomer.ts'

const peer = (opened: number, halfOpen = 0, hasArrived = true): PeerStatus => ({
  node: 'peer',
  hasArrived,
  opened,
  halfOpen,
  heldPieces: 0,
  isDone: false,
})

test('it is done when everybody has a link and nothing has moved for three seconds', () => {
  const linking = new Linking(0)
  expect(linking.look([peer(0, 1), peer(0, 1)], 1000).isDone).toBe(false)
  expect(linking.look([peer(1), peer(1)], 2000)).toMatchObject({
    links: 1,
    share: 1,
    isDone: false,
  })
  expect(linking.look([peer(1), peer(1)], 5000).isDone).toBe(false)
  expect(linking.look([peer(1), peer(1)], 5001).isDone).toBe(true)
})

test('a link in the making is waited for, and who comes later is not', () => {
  const linking = new Linking(0)
  linking.look([peer(1), peer(1, 1), peer(0, 0, false)], 1000)
  expect(linking.look([peer(1), peer(1, 1), peer(0, 0, false)], 9000).isDone).toBe(false)
  expect(linking.look([peer(1), peer(1), peer(0, 0, false)], 12_001).isDone).toBe(true)
})

test('who stays alone ends it with a sentence, after minutes', () => {
  const linking = new Linking(0)
  const statuses = [peer(1), peer(1), peer(0, 2)]
  expect(linking.look(statuses, 240_000).failure).toBeUndefined()
  const { share, failure } = linking.look(statuses, 240_001)
  expect(share).toBeCloseTo(2 / 3)
  expect(failure).toContain('peers without a link 1, links half made 2.')
})
