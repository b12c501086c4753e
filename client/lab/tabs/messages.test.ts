/** What a tab of anybody's may say to another: read as it is meant, or not at all. */
import { expect, test } from 'vitest'
import { parseCommand, parseReport } from './messages.ts'

const ID = 'ab'.repeat(20)
const join = {
  command: 'join',
  emulation: ID,
  nodes: ['client2'],
  document: '{}',
  seed: 1,
  contentSeed: 2,
}
const peer = {
  peerId: ID,
  untilMs: 12.5,
  events: [[3, { event: 'have', remote: ID, piece: 4 }]],
  status: {
    node: 'client2',
    hasArrived: true,
    opened: 1,
    halfOpen: 0,
    heldPieces: 3,
    isDone: false,
  },
}
const outcome = {
  node: 'client2',
  peerId: ID,
  isIntact: true,
  finishedMs: 900,
  hasLeft: false,
  downloaded: 1,
  uploaded: 2,
  wasted: 0,
  sources: [{ remote: ID, bytes: 1 }],
  lateness: { messages: 3, p99Ms: 0.1, worstMs: 2 },
  clockErrorMs: 0.2,
}
/** As it comes out of JSON: what was undefined is not there. */
const carried = (message: unknown): unknown => JSON.parse(JSON.stringify(message))

test.each([join, { command: 'start' }, { command: 'end' }])('command %o', command => {
  expect(parseCommand(carried(command))).toEqual(command)
})

test.each([
  { report: 'here', browser: 'Firefox' },
  { report: 'peers', peers: [peer] },
  { report: 'ended', outcomes: [outcome, { ...outcome, finishedMs: undefined, fault: 'late' }] },
  {
    report: 'ended',
    outcomes: [
      { ...outcome, gossip: { rounds: 3, useful: 9, redundant: 1, failed: 0, controlBytes: 5 } },
    ],
  },
  { report: 'failed', why: 'No.' },
])('report %o', report => {
  expect(parseReport(carried(report))).toEqual(carried(report))
})

test.each([
  null,
  'end',
  { command: 'dance' },
  { ...join, emulation: '../../etc' },
  { ...join, nodes: Array.from({ length: 65 }, () => 'client2') },
  { ...join, seed: -1 },
  { command: 'end', more: 1 },
])('no command: %o', command => {
  expect(parseCommand(command)).toBeUndefined()
})

test.each([
  undefined,
  { report: 'peers', peers: [{ ...peer, untilMs: -1 }] },
  { report: 'peers', peers: [{ ...peer, events: [[1, { remote: ID }]] }] },
  { report: 'peers', peers: [{ ...peer, events: [[1, { event: 'x', deep: {} }]] }] },
  { report: 'peers', peers: Array.from({ length: 65 }, () => peer) },
  { report: 'ended', outcomes: [{ ...outcome, downloaded: 1.5 }] },
])('no report: %o', report => {
  expect(parseReport(report)).toBeUndefined()
})

test('what a later version adds is left out', () => {
  const later = { report: 'ended', outcomes: [{ ...outcome, mood: 'good' }] }
  expect(parseReport(carried(later))).toEqual({ report: 'ended', outcomes: [outcome] })
})

test('of a long sentence the beginning', () => {
  const report = parseReport({ report: 'failed', why: 'x'.repeat(10_000) })
  expect(report).toEqual({ report: 'failed', why: 'x'.repeat(500) })
})
