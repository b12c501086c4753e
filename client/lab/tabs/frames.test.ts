import { expect, test } from 'vitest'
import { seededRandom } from '../../../shared/base/random.ts'
import { forSeeds } from '../../../shared/testing/seeds.ts'
import type { Channel } from '../../host/channel/channel.ts'
import { FrameError, FrameReader, sendFrame } from './frames.ts'

/** What is sent over it, in one. */
function sent(maxMessageBytes: number, messages: readonly unknown[]): Uint8Array {
  const bytes: number[] = []
  const channel: Channel = {
    maxMessageBytes,
    bufferedBytes: 0,
    send: part => {
      expect(part.length).toBeLessThanOrEqual(maxMessageBytes)
      bytes.push(...part)
    },
  }
  for (const message of messages) sendFrame(channel, message)
  return Uint8Array.from(bytes)
}

test('messages come out as they went in, wherever the stream is cut', () => {
  forSeeds(100, { file: 'client/lab/tabs/frames.test.ts', only: process.env.SEED }, seed => {
    const random = seededRandom(seed)
    const messages = Array.from({ length: 5 }, (_, i) => ({ i, text: 'é'.repeat(random() * 90) }))
    const stream = sent(16, messages)
    const reader = new FrameReader()
    const came: unknown[] = []
    for (let at = 0; at < stream.length; ) {
      const length = 1 + Math.floor(random() * 60)
      came.push(...reader.push(stream.slice(at, at + length)))
      at += length
    }
    expect(came).toEqual(messages)
  })
})

test('what is no frame ends it', () => {
  const tooLong = Uint8Array.of(255, 255, 255, 255)
  expect(() => new FrameReader().push(tooLong)).toThrow(FrameError)
  const noJson = Uint8Array.of(0, 0, 0, 1, 0x7b)
  expect(() => new FrameReader().push(noJson)).toThrow(FrameError)
})
