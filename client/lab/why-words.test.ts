/** What is wrong with a file, a value or a sweep, from where it is found to the person's language. */
import { afterEach, expect, test } from 'vitest'
import { scenarioText } from '../../shared/simulation/scenarios/built-in.ts'
import germanLab from '../language/de/lab.ts'
import german from '../language/de/lab-setup.ts'
import { lab } from '../language/lab.ts'
import { labSetup } from '../language/lab-setup.ts'
import { language } from '../language/language.ts'
import { whyInWords } from './why-words.ts'
import { planOf } from './worker/plan.ts'
import type { SweepTask } from './worker/protocol.ts'
import { planSweep } from './worker/sweeps.ts'
import { readTopology } from './worker/topology-files.ts'
import type { Why } from './worker/why.ts'

lab.put('de', germanLab)
labSetup.put('de', german)
afterEach(() => {
  language.value = 'en'
})

const document = scenarioText('thesis-20') as string
const changed = (changes: object) => JSON.stringify({ ...JSON.parse(document), ...changes })
const sweep = (...vary: string[]) => planSweep({ document, vary, seeds: [1] } as SweepTask)

type Outcome = { readonly ok: true } | { readonly ok: false; readonly why: Why }

test.each<[what: string, outcome: () => Outcome, english: RegExp, german: RegExp]>([
  [
    'a value without its unit',
    () => planOf(changed({ limit: '20' })),
    /^"limit": "20" has no unit; .*\.$/,
    /^„limit“: „20“ hat keine Einheit; .*\.$/,
  ],
  [
    'a key that there is not',
    () => planOf(changed({ limits: '20s' })),
    /^The scenario has no "limits" \(known: name, .*\)\.$/,
    /^Die Datei hat kein „limits“ \(bekannt: name, .*\)\.$/,
  ],
  [
    'a file that ends too soon',
    () => readTopology('{ "name":'),
    /^This file cannot be used\. Line 1, column 10: a value must stand here, not the end of the file\.$/,
    /^Diese Datei kann nicht verwendet werden\. Zeile 1, Spalte 10: Hier muss ein Wert stehen, nicht das Ende der Datei\.$/,
  ],
  [
    'a sweep without values',
    () => sweep('torrent.pieces'),
    /^Say what to vary and its values, like .*, not "torrent\.pieces"\.$/,
    /^Sag, was variiert werden soll, und mit welchen Werten, .*„torrent\.pieces“\.$/,
  ],
  [
    'a point of a sweep that is no scenario',
    () => sweep('torrent.pieces=5,0'),
    /^torrent\.pieces=0 cannot be run: "pieces" must be a number from 1 to \d+, not 0\.$/,
    /^torrent\.pieces=0 kann nicht laufen: „pieces“ muss eine Zahl von 1 bis [\d.]+ sein, nicht 0\.$/,
  ],
])('%s', (_, outcome, english, german) => {
  const found = outcome()
  if (found.ok) throw new Error('nothing was refused')
  expect(whyInWords(found.why)).toMatch(english)
  language.value = 'de'
  expect(whyInWords(found.why)).toMatch(german)
})

test('what only a reader of one kind of file says is in English, and is known to be', () => {
  const found = planOf(changed({ departures: [{ peer: 'nobody', at: '1s' }] }))
  if (found.ok) throw new Error('nothing was refused')
  language.value = 'de'
  expect(whyInWords(found.why)).toEqual({ english: '"nobody" is no peer of the topology.' })
})
