import { expect, test } from 'vitest'
import type { PeerId } from '../base/ids.ts'
import type { Input } from '../peer/input.ts'
import type { Message } from '../wire/message.ts'
import { LinkEnd, type Owner } from './link-end.ts'
import type { Wiring } from './wires/wire.ts'

const HAVE: Message = { type: 'have', piece: 1 }
const block = (bytes: number): Message => ({
  type: 'piece',
  piece: 1,
  begin: 0,
  block: new Uint8Array(bytes),
})

/** Everything large leaves its sender's lane at once. */
const AT_ONCE: Wiring = {
  wire: (_from, _to, ends) => ({
    send(_bundle, bytes, large) {
      if (large) ends.departed(bytes)
    },
    close: () => undefined,
  }),
}

function owner(name: string, told: Input[]): Owner {
  return {
    id: name.repeat(40) as PeerId,
    name,
    isAlive: true,
    ends: new Map(),
    tell: input => told.push(input),
    tellIn: () => undefined,
    sent: () => undefined,
    received: () => undefined,
  }
}

test.each([
  ['a have is lost in the socket', [HAVE], 0],
  ['a block is told of when it has left', [block(16_384)], 1],
  ['a torrent may end in a block of a few bytes: that is, too', [HAVE, block(3)], 1],
])('%s', (_what, messages, times) => {
  const told: Input[] = []
  const [near, far] = [owner('a', told), owner('b', [])]
  const end = new LinkEnd(1, near, far, AT_ONCE)
  for (const message of messages) end.send(message)
  end.flush()
  const drained = told.filter(({ type }) => type === 'drained')
  expect(drained).toEqual(Array(times).fill({ type: 'drained', link: 1, queuedBytes: 0 }))
})
