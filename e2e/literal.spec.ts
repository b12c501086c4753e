/** The thesis's client in real tabs: six of them alone, and beside tabs that do as ever. */
import type { BitTorrentPolicies } from '../shared/bittorrent/policies.ts'
import { expect, test } from './swarm.fixture.ts'

const FILE_BYTES = 1_500_000
const LIMIT_MS = 60_000
const LITERAL: Partial<BitTorrentPolicies> = { fidelity: 'literal', blockBytes: 4096 }

test('six tabs of the thesis’s client, block by block or piece by piece, and two of ours', {
  tag: '@full',
}, async ({ swarm }) => {
  const file = await swarm.file('thesis.bin', FILE_BYTES)
  const tabs = await Promise.all(Array.from({ length: 6 }, () => swarm.tab()))
  const usual = await Promise.all([swarm.tab(), swarm.tab()])
  for (const [i, tab] of tabs.entries())
    await tab.setPolicies({ ...LITERAL, askBy: i % 2 ? 'block' : 'piece' })
  const [seeder, ...others] = tabs
  const magnet = (await seeder?.share(swarm.origin, file.path)) ?? ''
  const leechers = [...others, ...usual]
  await Promise.all(leechers.map(tab => tab.openLink(swarm.origin, magnet, { auto: true })))
  for (const tab of leechers) {
    await tab.waitUntil('finished', it => it?.phase === 'seeding', LIMIT_MS)
    expect(await tab.sha256()).toBe(file.sha256)
    expect(tab.troubles).toEqual([])
  }
  for (const [i, tab] of tabs.entries()) {
    const policies = await tab.page.evaluate(() => window.tabswarm?.policies)
    expect(policies).toMatchObject({ ...LITERAL, askBy: i % 2 ? 'block' : 'piece' })
  }
})
