/**
 * The cheapest of `npm run attack`, for seconds each: the server lives, stays small, and serves a
 * newcomer in the midst of it. How fast it answers is for a machine that does nothing else.
 */
import { expect, test } from '@playwright/test'
import { SERVER_ATTACKS } from '../../cli/attack/server/catalogue.ts'
import { floodServer } from '../../cli/attack/server/run.ts'

const BRIEF = { seconds: 3, transfer: false, turns: ['attack'] } as const
const TIMED = /^(p99 |answers quickly)/

for (const name of ['connect-frames', 'session-upgrades', 'emulation-openings', 'http-pages']) {
  const tag = name === 'connect-frames' || name === 'http-pages' ? [] : ['@full']
  test(`${name} for ${BRIEF.seconds} s: the server serves others`, { tag }, async () => {
    const attack = SERVER_ATTACKS.find(attack => attack.name === name)
    if (!attack) throw new Error(`there is no attack ${name}`)
    const figures = await floodServer(attack, { ...BRIEF, signal: new AbortController().signal })
    const facts = figures.filter(({ what }) => !TIMED.test(what))
    expect(facts.filter(({ held }) => !held)).toEqual([])
    expect(facts.length).toBeGreaterThan(3)
  })
}
