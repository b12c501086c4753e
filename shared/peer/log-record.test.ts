import { expect, test } from 'vitest'
import type { PeerId } from '../base/ids.ts'
import type { Message } from '../wire/message.ts'
import { logLine } from './log-record.ts'
import { wireEvent } from './wire-event.ts'

const me = 'a'.repeat(40) as PeerId
const bob = 'b'.repeat(40) as PeerId
const range = { piece: 3, begin: 16_384, length: 9 }

test('a line is time, peer, remote, event and its fields, in this order', () => {
  const event = { event: 'requested', remote: bob, piece: 3, begin: 0, pick: 'random' } as const
  expect(logLine(me, { atMs: 12.5, event })).toBe(
    `{"time":12.5,"peer":"${me}","remote":"${bob}","event":"requested","piece":3,"begin":0,"pick":"random"}`,
  )
  expect(JSON.parse(logLine(me, { atMs: 1, event: { event: 'joined' } }))).toEqual({
    time: 1,
    peer: me,
    remote: null,
    event: 'joined',
  })
})

test.each<[Message, object]>([
  [{ type: 'interested' }, { event: 'interested' }],
  [
    { type: 'have', piece: 7 },
    { event: 'have', piece: 7 },
  ],
  [
    { type: 'bitfield', bytes: new Uint8Array(4) },
    { event: 'bitfield', bytes: 4 },
  ],
  [
    { type: 'piece', piece: 3, begin: 16_384, block: new Uint8Array(9) },
    { event: 'block', ...range },
  ],
  [
    { type: 'cancel', ...range },
    { event: 'cancel', ...range },
  ],
  [
    { type: 'extended', id: 1, payload: new Uint8Array(5) },
    { event: 'extended', id: 1, bytes: 5 },
  ],
])('what crosses a link is told, by whom and with whom: $type', (message, event) => {
  for (const by of ['me', 'remote'] as const)
    expect(wireEvent(bob, by, message)).toEqual({ ...event, remote: bob, by })
})

test('what the peer logs itself is not told twice', () => {
  for (const type of ['choke', 'unchoke', 'keepAlive'] as const)
    expect(wireEvent(bob, 'remote', { type })).toBeUndefined()
  expect(wireEvent(bob, 'me', { type: 'request', ...range })).toBeUndefined()
  expect(wireEvent(bob, 'remote', { type: 'request', ...range })).toMatchObject(range)
})
