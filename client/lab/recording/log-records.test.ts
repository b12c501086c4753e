import { expect, test } from 'vitest'
import { FLIGHTS, HOLDS } from './chunk.ts'
import { LogEncoder, type LogRecord, logRecordAt, NOBODY } from './log-records.ts'
import { Recording } from './recording.ts'
import { Sampler } from './samples.ts'
import { Table } from './table.ts'

/** As the page has it: encoded in one thread, read in another. */
function throughAChunk(encoder: LogEncoder, recording = new Recording(1)): Recording {
  recording.append({
    untilMs: 0,
    joined: [],
    finished: [],
    left: [],
    paths: [],
    holds: new Table(HOLDS).take(),
    flights: new Table(FLIGHTS).take(),
    samples: new Sampler(1, { peers: 1, lanes: 1 }).snapshot(),
    flightStride: 1,
    logEndsMs: encoder.endsMs,
    ...encoder.take(),
  })
  return recording
}

const records = (recording: Recording): LogRecord[] =>
  Array.from({ length: recording.log.length }, (_, place) => logRecordAt(recording, place))

test('a record comes back with its numbers, its text and who is meant', () => {
  const encoder = new LogEncoder()
  encoder.add(
    1.5,
    3,
    { event: 'requested', remote: 'ignored', piece: 7, begin: 16384, pick: 'rarest' },
    4,
  )
  expect(records(throughAChunk(encoder))).toEqual([
    {
      atMs: 1.5,
      row: 3,
      remote: 4,
      event: 'requested',
      by: undefined,
      numbers: { piece: 7, begin: 16384 },
      textName: 'pick',
      text: 'rarest',
    },
  ])
})

test('who did it is told apart, and shapes hold across chunks', () => {
  const encoder = new LogEncoder()
  encoder.add(1, 0, { event: 'choked', by: 'me' }, 1)
  const recording = throughAChunk(encoder)
  encoder.add(2, 0, { event: 'choked', by: 'remote' }, 1)
  encoder.add(3, 0, { event: 'choked', by: 'me' }, 1)
  throughAChunk(encoder, recording)
  expect(records(recording).map(({ by }) => by)).toEqual(['me', 'remote', 'me'])
  expect(recording.shapes).toHaveLength(2)
})

test('a kind of event that nobody here knows is kept all the same', () => {
  const encoder = new LogEncoder()
  encoder.add(1, 0, { event: 'somethingNew', depth: 5, why: 'it could' }, NOBODY)
  expect(records(throughAChunk(encoder))[0]).toMatchObject({
    event: 'somethingNew',
    remote: undefined,
    numbers: { depth: 5 },
    text: 'it could',
  })
})

test('what is frequent has a limit, is missed from then on, and pushes out nothing that is rare', () => {
  const encoder = new LogEncoder()
  for (let i = 0; i < 800_001; i++) encoder.add(i, 0, { event: 'have', piece: 1 }, 1)
  encoder.add(800_001, 0, { event: 'finished' }, NOBODY)
  const { log } = encoder.take()
  expect(log.atMs).toHaveLength(800_001)
  expect(log.atMs.at(-1)).toBe(800_001)
  expect(encoder.endsMs).toBe(800_000)
})

test('made-up kinds without end are not: those beyond what anybody needs are missed', () => {
  const encoder = new LogEncoder()
  for (let i = 0; i < 5000; i++) encoder.add(i, 0, { event: `made up ${i}` }, NOBODY)
  const { log, shapes } = encoder.take()
  expect(shapes).toHaveLength(1000)
  expect(log.atMs).toHaveLength(1000)
})
