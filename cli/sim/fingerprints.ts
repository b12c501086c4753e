/**
 * What the built-in scenarios' runs hash to, written for the test that compares. When behaviour was
 * meant to change, run this and commit the change with it.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprintOf } from '../../shared/simulation/committed-fingerprints.ts'
import { SCENARIO_NAMES } from '../../shared/simulation/scenarios/built-in.ts'
import { ROOT } from '../root.ts'

export function writeFingerprints(): void {
  const lines = SCENARIO_NAMES.map(name => {
    const line = `  ${JSON.stringify(name)}: ${JSON.stringify(fingerprintOf(name))}`
    console.log(line.trim())
    return line
  })
  const path = join(ROOT, 'shared', 'simulation', 'fingerprints.json')
  writeFileSync(path, `{\n${lines.join(',\n')}\n}\n`)
}
