import { expect, test } from 'vitest'
import { encode } from '../../../shared/wire/encode.ts'
import type { Message } from '../../../shared/wire/message.ts'
import { Outbox } from './outbox.ts'

function outboxOf(maxMessageBytes: number) {
  const sent: Uint8Array[] = []
  const channel = {
    maxMessageBytes,
    bufferedBytes: 0,
    send: (bytes: Uint8Array<ArrayBuffer>) => void sent.push(bytes.slice()),
  }
  return { outbox: new Outbox(channel), sent }
}

const have = (piece: number): Message => ({ type: 'have', piece })
const block = (length: number): Message => ({
  type: 'piece',
  piece: 1,
  begin: 2,
  block: Uint8Array.from({ length }, (_, i) => i),
})
const join = (parts: readonly Uint8Array[]) => parts.flatMap(part => [...part])

test('messages of one turn go out together, in order', () => {
  const { outbox, sent } = outboxOf(100)
  const messages = [have(1), have(2), block(20)]
  for (const message of messages) outbox.push(message)
  expect(sent).toEqual([])
  outbox.flush()
  outbox.flush()
  expect(sent).toHaveLength(1)
  expect(join(sent)).toEqual(join(messages.map(encode)))
})

test('a message that does not fit any more opens the next', () => {
  const { outbox, sent } = outboxOf(20)
  for (const piece of [1, 2, 3]) outbox.push(have(piece))
  outbox.flush()
  expect(sent.map(bytes => bytes.length)).toEqual([18, 9])
})

test('a message longer than the channel takes is cut, after what came before it', () => {
  const { outbox, sent } = outboxOf(20)
  const messages = [have(1), block(50), have(2)]
  for (const message of messages) outbox.push(message)
  outbox.flush()
  expect(sent.map(bytes => bytes.length)).toEqual([9, 20, 20, 20, 3, 9])
  expect(join(sent)).toEqual(join(messages.map(encode)))
})
