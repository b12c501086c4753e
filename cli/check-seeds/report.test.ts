import { expect, test } from 'vitest'
import { FAULT_KINDS } from '../../shared/simulation/faults/fault.ts'
import type { Verdict } from '../../shared/simulation/invariants/checked-run.ts'
import { parseOptions } from './options.ts'
import { Tally } from './report.ts'

const HELD: Verdict = { events: 10, nowMs: 1, fingerprint: '', fired: [], failure: undefined }

test('a seed that fails is told with its event, what broke, and the command that repeats it', () => {
  const tally = new Tally()
  tally.add(1, HELD)
  const failure = {
    invariant: 'stored',
    detail: 'peer3 writes …',
    event: 4711,
    atMs: 1500,
  } as const
  tally.add(2, { ...HELD, failure })
  const [trouble = '', ...others] = tally.troubles
  expect(others).toEqual([])
  expect(trouble).toContain('Seed 2 broke at event 4711, 1.500 s: "what is written is the torrent')
  const [, command = ''] = trouble.split('Repeat with: npm run check-seeds -- ')
  expect(parseOptions(command.split(' '))).toMatchObject({ command: 'check', seed: 2, count: 1 })
  expect(tally.summary).toContain('1 of 2 seeds hold')
})

test('of many seeds, faults that never made a difference are a failure', () => {
  const tally = new Tally()
  const fired = FAULT_KINDS.filter(kind => kind !== 'diskRots' && kind !== 'liar')
  for (let seed = 1; seed <= 199; seed++) tally.add(seed, { ...HELD, fired })
  expect(tally.troubles).toEqual([])
  tally.add(200, HELD)
  expect(tally.troubles).toEqual(['These faults never made a difference: diskRots, liar.'])
  expect(tally.summary).toContain('crash 199')
})
