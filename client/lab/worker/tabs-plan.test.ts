import { expect, test } from 'vitest'
import { parseTopology } from '../../../shared/network/topology-file.ts'
import { scenarioText } from '../../../shared/simulation/scenarios/built-in.ts'
import { whyInWords } from '../why-words.ts'
import { tabsPlanOf } from './tabs-plan.ts'

const thesis20 = scenarioText('thesis-20') as string
const changed = (changes: object): string =>
  JSON.stringify({ ...(JSON.parse(thesis20) as object), ...changes })

function planned(document: string, places: number, dilation?: number) {
  const plan = tabsPlanOf(document, places, { dilation, load: undefined })
  if (!plan.ok) throw new Error(JSON.stringify(plan.why))
  return plan
}

test('six tabs are the seeder and five leechers spread over the network, with all of its routers', () => {
  const { nodes, plan, emulation } = planned(thesis20, 6)
  expect(nodes).toEqual(['client1', 'client2', 'client5', 'client10', 'client15', 'client19'])
  expect(plan.nodes.filter(({ kind }) => kind === 'seeder')).toHaveLength(1)
  const topology = parseTopology(emulation.topology)
  expect(topology.peers).toEqual(nodes)
  expect(topology.routers).toHaveLength(17)
})

test('time goes as slowly as the number of lines needs, unless a person sets it', () => {
  expect(planned(thesis20, 6).emulation.dilation).toBe(2)
  expect(planned(thesis20, 20).emulation.dilation).toBe(4)
  expect(planned(thesis20, 20, 1.5).emulation.dilation).toBe(1.5)
})

test('more tabs than peers: the scenario as it is', () => {
  expect(planned(thesis20, 100).nodes).toHaveLength(20)
})

test('of many seeders at least one leecher is left to fetch', () => {
  const { nodes, plan } = planned(changed({ seeders: 10 }), 3)
  expect(nodes).toHaveLength(3)
  expect(plan.nodes.filter(({ kind }) => kind === 'leecher')).toHaveLength(1)
})

test('who is not there cannot leave', () => {
  const departures = [
    { peer: 'client2', at: '1s' },
    { peer: 'client4', at: '1s' },
    { afterFinishing: '5s' },
  ]
  const { document } = planned(changed({ departures }), 2)
  expect(JSON.parse(document)).toMatchObject({
    departures: [{ peer: 'client2', at: '1s' }, { afterFinishing: '5s' }],
  })
})

test.each([
  ['nobody to share with', thesis20, 1, 'needs two peers'],
  ['what only simulated peers do', changed({ freeRiders: 0.2 }), 6, 'in virtual time only'],
  ['no scenario', '{}', 6, 'cannot be used'],
])('%s: a sentence says so', (_, document, places, why) => {
  const plan = tabsPlanOf(document, places, { dilation: undefined, load: undefined })
  const said = plan.ok ? '' : whyInWords(plan.why)
  expect(typeof said === 'string' ? said : said.english).toContain(why)
})
