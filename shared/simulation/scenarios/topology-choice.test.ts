/** The thesis's network, written in NED by hand, is the network that is built in: event for event. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readNed } from '../../network/formats/ned/read.ts'
import { thesis } from '../../network/thesis.ts'
import { fingerprintOfScenario } from '../committed-fingerprints.ts'
import FINGERPRINTS from '../fingerprints.json' with { type: 'json' }
import { scenarioText } from './built-in.ts'
import { topologyOf } from './scenario.ts'
import { parseScenario } from './scenario-file.ts'

const FILE = new URL('../../network/formats/ned/thesis-46.ned', import.meta.url)
const NED = readFileSync(FILE, 'utf8')

test('its nodes and lines', () => {
  const { topology, leftOut } = readNed(NED)
  const { routers, peers, tracker, links } = thesis(46)
  expect(topology).toMatchObject({ routers, peers, tracker })
  const key = ({ from, to }: (typeof links)[number]) => [from, to].sort().join(' ')
  const ordered = (list: typeof links) => [...list].map(key).sort()
  expect(ordered(topology.links)).toEqual(ordered(links))
  expect(leftOut).toEqual([])
})

test('its fingerprint', { timeout: 120_000 }, () => {
  const scenario = parseScenario(scenarioText('thesis-46') as string, {
    settings: [{ path: ['topology'], value: { file: 'thesis-46.ned' } }],
    readFile: () => NED,
  })
  expect(topologyOf(scenario).name).toBe('btnetwork')
  expect(fingerprintOfScenario(scenario)).toBe(FINGERPRINTS['thesis-46'])
})
