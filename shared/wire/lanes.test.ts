import { expect, test } from 'vitest'
import { encodeBencode } from './bencode.ts'
import { encodeLanes, type LaneMessage, MAX_LOST_BLOCKS, parseLanes } from './lanes.ts'
import { ProtocolError } from './message.ts'
import { MAX_SDP_LENGTH } from './signal.ts'

const blocks = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ piece: i, begin: 16_384 * i }))

test.each<LaneMessage>([
  { type: 'offer', lane: 0, sdp: 'v=0\r\n' },
  { type: 'answer', lane: 65_535, sdp: 'x'.repeat(MAX_SDP_LENGTH) },
  { type: 'end', lane: 7 },
  { type: 'lost', lane: 2, blocks: blocks(MAX_LOST_BLOCKS) },
  { type: 'lost', lane: 2, blocks: [] },
])('$type comes back as it was', message => {
  expect(parseLanes(encodeLanes(message))).toEqual(message)
})

const fields = (...all: [string, number | Uint8Array][]) => encodeBencode(new Map(all))

test.each([
  ['no lane', fields(['msg_type', 2])],
  ['a lane below all', fields(['msg_type', 2], ['lane', -1])],
  ['a lane above all', fields(['msg_type', 2], ['lane', 65_536])],
  ['a lane that is text', fields(['msg_type', 2], ['lane', Uint8Array.of(1)])],
  ['no type', fields(['lane', 1])],
  ['an unknown type', fields(['msg_type', 4], ['lane', 1])],
  ['an offer without a description', fields(['msg_type', 0], ['lane', 1])],
  ['half a block', fields(['msg_type', 3], ['lane', 1], ['blocks', new Uint8Array(4)])],
  ['a long offer', encodeLanes({ type: 'offer', lane: 1, sdp: 'x'.repeat(MAX_SDP_LENGTH + 1) })],
  ['many blocks', encodeLanes({ type: 'lost', lane: 1, blocks: blocks(MAX_LOST_BLOCKS + 1) })],
  ['nonsense', Uint8Array.of(1, 2, 3)],
])('%s is refused', (_, payload) => {
  expect(() => parseLanes(payload)).toThrow(ProtocolError)
})
