import { expect, test } from 'vitest'
import { ManualClock } from '../../testing/manual-clock.ts'
import { IceList } from './ice-list.ts'

const STUN = { urls: ['stun:192.0.2.1:3478'] }
const TURN = { urls: ['turn:192.0.2.1:3478'], username: '1:a', credential: 'b', validMs: 1_000 }

function listWith() {
  const clock = new ManualClock()
  const list = new IceList(clock)
  let changes = 0
  const end = list.subscribe(() => changes++)
  return { clock, list, end, changes: () => changes }
}

test('new connections use what the server has told last', () => {
  const { list } = listWith()
  expect(list.servers).toEqual([])
  list.setStun(STUN)
  list.setTurn(TURN)
  const { urls, username, credential } = TURN
  expect(list.servers).toEqual([STUN, { urls, username, credential }])
  list.setTurn({ ...TURN, username: '2:a' })
  expect(list.servers[1]).toMatchObject({ username: '2:a' })
  list.setStun(undefined)
  list.setTurn(undefined)
  expect(list.servers).toEqual([])
})

test('credentials that have run out are left out, those that do not run out stay', () => {
  const { list, clock } = listWith()
  list.setTurn(TURN)
  clock.advance(1_000)
  expect(list.servers).toEqual([])
  const { validMs: _, ...forEver } = TURN
  list.setTurn(forEver)
  clock.advance(1e9)
  expect(list.servers).toHaveLength(1)
})

test('connections that are there hear of new credentials, and not of the same again', () => {
  const { list, changes, end } = listWith()
  list.setTurn(TURN)
  list.setTurn({ ...TURN, validMs: 500 })
  expect(changes()).toBe(1)
  list.setTurn({ ...TURN, username: '2:a' })
  expect(changes()).toBe(2)
  end()
  list.setTurn(undefined)
  expect(changes()).toBe(2)
})

test('the limit on relayed bytes is passed on, and lifted', () => {
  const { list } = listWith()
  const limits: unknown[] = []
  list.onRelayLimit = limit => limits.push(limit)
  list.setTurn({ ...TURN, bitsPerSec: 5 })
  list.setTurn(TURN)
  expect(limits).toEqual([5, undefined])
})
