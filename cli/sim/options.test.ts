import { describe, expect, test } from 'vitest'
import { UsageError } from '../command.ts'
import { parseOptions } from './options.ts'

const parse = (line: string) => parseOptions(line.split(' '))

test('a scenario, changed, with several seeds side by side', () => {
  const options = parse('thesis-46 --set torrent.pieces=100 --set seeders=2 --seeds 3 --jobs 2')
  expect(options).toMatchObject({
    command: 'run',
    scenario: 'thesis-46',
    settings: [{ path: ['torrent', 'pieces'] }, { path: ['seeders'] }],
    seeds: [1, 2, 3],
    jobs: 2,
    json: false,
  })
})

test('one seed, with its log and trace', () => {
  const options = parse('churn --seed 17 --log a.ndjson --trace a.pcapng --json')
  expect(options).toMatchObject({ seeds: [17], log: 'a.ndjson', trace: 'a.pcapng', json: true })
})

test('commands without a scenario', () => {
  expect(parse('--list')).toEqual({ command: 'list' })
  expect(parse('--fingerprints')).toEqual({ command: 'fingerprints' })
  expect(parse('-h')).toEqual({ command: 'help' })
})

describe('refused, with a sentence', () => {
  test.each([
    ['--json', 'Say which scenario to run'],
    ['churn one-flow', '"one-flow" is one too many'],
    ['churn --seeds 0', '--seeds must be a whole number from 1'],
    ['churn --seeds 2 --seed 3', 'Give --seeds or --seed, not both.'],
    ['churn --seeds 2 --log x', '--log is for one run'],
    ['churn --set pieces', '--set needs a key and a value'],
    ['churn --fast', "Unknown option '--fast'"],
  ])('%s', (line, reason) => {
    expect(() => parse(line)).toThrow(UsageError)
    expect(() => parse(line)).toThrow(reason)
  })
})
