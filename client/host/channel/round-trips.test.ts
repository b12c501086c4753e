import { expect, test } from 'vitest'
import { RoundTripReader } from './round-trips.ts'

const pair = 'P'

test('answers that came before it was asked count, each once', () => {
  const reader = new RoundTripReader()
  const first = { pair, lastMs: 54, totalMs: 204, responses: 4 }
  expect(reader.read(first)).toEqual({ ms: 51, readings: 4 })
  expect(reader.read(first)).toBeUndefined()
  const second = { pair, lastMs: 97, totalMs: 301, responses: 5 }
  expect(reader.read(second)).toEqual({ ms: 97, readings: 1 })
  expect(reader.read({ pair, lastMs: 55, totalMs: 451, responses: 7 })).toEqual({
    ms: 55,
    readings: 2,
  })
})

test('a pair that is selected later has answers of its own', () => {
  const reader = new RoundTripReader()
  reader.read({ pair, lastMs: 54, totalMs: 204, responses: 4 })
  const other = { pair: 'other', lastMs: 8, totalMs: 16, responses: 2 }
  expect(reader.read(other)).toEqual({ ms: 8, readings: 2 })
})

test('where answers are not counted, each asking is one', () => {
  const reader = new RoundTripReader()
  const told = { pair, lastMs: 54, totalMs: undefined, responses: undefined }
  expect(reader.read(told)).toEqual({ ms: 54, readings: 1 })
  expect(reader.read(told)).toEqual({ ms: 54, readings: 1 })
})
