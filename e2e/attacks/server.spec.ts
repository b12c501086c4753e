/**
 * The cheapest of `npm run attack`, for seconds each: the server lives, stays small, and serves a
 * newcomer in the midst of it. How fast it answers is for a machine that does nothing else.
 */
import { expect, test } from '@playwright/test'
import { SERVER_ATTACKS } from '../../cli/attack/server/catalogue.ts'
import { floodServer } from '../../cli/attack/server/run.ts'
import { findRedis, NO_REDIS, RedisProcess } from '../../cli/cluster/redis-process.ts'

const BRIEF = { seconds: 3, transfer: false, turns: ['attack'] } as const
const TIMED = /^(p99 |answers quickly)/

async function expectHeld(name: string, redisUrl?: string): Promise<void> {
  const attack = SERVER_ATTACKS.find(attack => attack.name === name)
  if (!attack) throw new Error(`there is no attack ${name}`)
  const { signal } = new AbortController()
  const figures = await floodServer(attack, { ...BRIEF, signal, redisUrl })
  const facts = figures.filter(({ what }) => !TIMED.test(what))
  expect(facts.filter(({ held }) => !held)).toEqual([])
  expect(facts.length).toBeGreaterThan(3)
}

for (const name of ['connect-frames', 'session-upgrades', 'emulation-openings', 'http-pages']) {
  const tag = name === 'connect-frames' ? [] : ['@full']
  test(`${name} for ${BRIEF.seconds} s: the server serves others`, { tag }, () => expectHeld(name))
}

// What of an attack reaches Redis: announces, and swarms to remember.
for (const name of ['announce-flood', 'stock-swarm-fill']) {
  const tag = name === 'announce-flood' ? [] : ['@full']
  test(`${name} for ${BRIEF.seconds} s, on Redis: the server serves others`, { tag }, async () => {
    const program = findRedis()
    test.skip(program === undefined, NO_REDIS)
    const redis = await RedisProcess.start(program as string)
    try {
      await expectHeld(name, redis.url)
    } finally {
      await redis.close()
    }
  })
}
