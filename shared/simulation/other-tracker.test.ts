/** Our server is not there, and another tracker is: tabs meet by its open offers, and by relays. */
import { expect, test } from 'vitest'
import { checkRun } from './invariants/checked-run.ts'
import { parseScenario } from './scenarios/scenario-file.ts'

const scenario = (faults: readonly object[], otherTracker: boolean) =>
  parseScenario(
    JSON.stringify({
      name: 'another tracker',
      about: 'Ten peers and a seeder, and a server that is not always there.',
      topology: { builtIn: 'star', peers: 11, access: 'dsl' },
      torrent: { pieces: 20, blocksPerPiece: 2, joinWith: 'link' },
      arrivals: { every: '500ms' },
      otherTracker,
      faults,
      limit: '5min',
    }),
  )

const isGone = [{ kind: 'trackerDown', at: '0s' }]
const comesAndGoes = ['1s', '12s', '23s'].map(at => ({ kind: 'trackerDown', at, for: '6s' }))

test.each([
  ['for good', isGone],
  ['now and then', comesAndGoes],
])('the server is down %s: everyone finishes, and nobody dials by it', (_, faults) => {
  expect(checkRun(scenario(faults, true), 1).failure).toBeUndefined()
})

test('without another tracker nobody meets while it is down', () => {
  expect(checkRun(scenario(isGone, false), 1).failure).toMatchObject({ invariant: 'finished' })
})
