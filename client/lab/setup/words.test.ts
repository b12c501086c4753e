/** Whatever a scenario's file may name has its words, and there are no others. */
import { expect, test } from 'vitest'
import { POLICY_WORDS } from '../../../shared/bittorrent/policies.ts'
import { ACCESS_NAMES } from '../../../shared/network/presets.ts'
import { FAULT_KINDS } from '../../../shared/simulation/faults/fault.ts'
import { SCENARIO_NAMES } from '../../../shared/simulation/scenarios/built-in.ts'
import { labSetup } from '../../language/lab-setup.ts'
import { labTours } from '../../language/lab-tours.ts'
import { labVary } from '../../language/lab-vary.ts'
import { technical } from '../../language/technical.ts'
import { TOURS } from '../tours/tours.ts'
import { STUDIES } from '../vary/studies.ts'

const { scenarios, exchange, faults } = labSetup.texts
const { settings, protocol } = technical.texts
const { studies } = labVary.texts

test.each([
  ['scenarios', Object.keys(scenarios), SCENARIO_NAMES],
  ['lines', Object.keys(settings.lines), ACCESS_NAMES],
  ['studies', Object.keys(studies.titles), STUDIES.map(({ key }) => key)],
  ['scenarios of tours', Object.keys(labTours.texts.abouts), actsOfTours()],
])('%s', (_, words, names) => {
  expect(words.toSorted()).toEqual(names.toSorted())
})

test('faults, of which the form has not all', () => {
  expect(FAULT_KINDS).toEqual(expect.arrayContaining(Object.keys(faults.kinds)))
})

test.each(['fidelity', 'askBy', 'seeding', 'slotRule', 'picking'] as const)('%s', policy => {
  const choices = Object.keys(POLICY_WORDS[policy]).toSorted()
  expect(Object.keys(exchange.names[policy]).toSorted()).toEqual(choices)
  expect(Object.keys(protocol.answers[policy]).toSorted()).toEqual(choices)
})

test.each(TOURS)('captions of $key', ({ key, acts }) => {
  const said = acts.flatMap(({ captions }) => captions.map(({ says }) => says))
  expect(Object.keys(labTours.texts.tours[key].captions)).toEqual(said)
})

function actsOfTours(): string[] {
  return TOURS.flatMap(({ acts }) => acts.map(({ document }) => String(document.name)))
}
