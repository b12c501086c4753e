/** The gossip report's scenario in real tabs: one seed, five peers, nine pieces, by each of its modes. */
import { DEFAULT_GOSSIP, GOSSIP_MODES, type GossipStyle } from '../shared/wire/gossip-style.ts'
import { expect, test } from './swarm.fixture.ts'

const PEERS = 5
const PIECES = 9
const FILE_BYTES = PIECES * 256 * 1024
/** Five times as fast as the report's: there is nothing to wait for. */
const ROUND_MS = 200
const LIMIT_MS = 60_000

const STYLE: GossipStyle = { ...DEFAULT_GOSSIP, roundMs: ROUND_MS }

for (const mode of GOSSIP_MODES) {
  const tag = mode === DEFAULT_GOSSIP.mode ? [] : ['@full']
  test(`by ${mode} five tabs get nine pieces from one, and the page says how`, { tag }, async ({
    swarm,
  }) => {
    const file = await swarm.file('gossip.txt', FILE_BYTES)
    const seeder = await swarm.tab()
    const magnet = await seeder.share(swarm.origin, file.path, { gossip: { ...STYLE, mode } })
    expect(magnet).toContain(`&x.gossip=${mode}&x.gossip-round=${ROUND_MS}`)
    const tabs = await Promise.all(Array.from({ length: PEERS }, () => swarm.tab()))
    await Promise.all(tabs.map(tab => tab.openLink(swarm.origin, magnet, { auto: true })))
    for (const tab of tabs) {
      await tab.waitUntil('finished', snapshot => snapshot?.phase === 'seeding', LIMIT_MS)
      expect(await tab.sha256()).toBe(file.sha256)
      const { gossip, pieceCount } = await tab.demand()
      expect(pieceCount).toBe(PIECES)
      expect(gossip).toMatchObject({ mode, roundMs: ROUND_MS, useful: PIECES, failed: 0 })
      expect(gossip?.rounds).toBeGreaterThan(0)
      expect(tab.troubles).toEqual([])
    }
    const { page } = seeder
    await expect(page.getByText(`by gossip (${mode})`)).toBeVisible()
    await expect(page.getByRole('img', { name: /^Chart: how many of 9 pieces/ })).toBeVisible()
    const infopeer = page.getByRole('table', { name: 'Of 9 pieces, each holds' })
    await expect(infopeer.getByRole('cell', { name: '9', exact: true })).toHaveCount(1 + PEERS)
  })
}

test('one tab shares one file both ways, and neither swarm meets the other', {
  tag: '@full',
}, async ({ swarm }) => {
  const file = await swarm.file('both.bin', FILE_BYTES)
  const sharer = await swarm.tab()
  const plain = await sharer.share(swarm.origin, file.path)
  await sharer.page.getByRole('button', { name: 'New share' }).click()
  await sharer.chooseGossip(STYLE)
  await sharer.page.locator('input[type=file]').first().setInputFiles(file.path)
  const gossiping = await sharer.page.waitForFunction(() => window.tabswarm?.torrents[1]?.magnet)
  const links = [plain, String(await gossiping.jsonValue())]
  expect(links[1]).toContain('&x.gossip=push-pull')

  const [asked, told] = await Promise.all([swarm.tab(), swarm.tab()])
  await asked.openLink(swarm.origin, links[0] as string, { auto: true })
  await told.openLink(swarm.origin, links[1] as string, { auto: true })
  for (const tab of [asked, told]) {
    await tab.waitUntil('finished', snapshot => snapshot?.phase === 'seeding', LIMIT_MS)
    expect(await tab.sha256()).toBe(file.sha256)
    const { remotes, infoHash } = await tab.demand()
    expect(remotes).toEqual([(await sharer.demand()).peerId])
    expect(infoHash).toBe((await sharer.demand()).infoHash)
  }

  // A reload is the same tab in the same swarm, also from what the browser has stored.
  await told.page.reload()
  const again = await told.waitUntil('is back', tab => tab?.phase === 'seeding', LIMIT_MS)
  expect(again?.gossip).toMatchObject({ mode: 'push-pull', roundMs: ROUND_MS })

  // Another tab of the browser finds it there, and how it travels.
  const next = await told.page.context().newPage()
  await told.page.close()
  await next.goto(swarm.origin)
  await next.getByRole('button', { name: `Open ${file.name}` }).click()
  await expect(next.getByText('by gossip (push-pull)')).toBeVisible()
})

test('a link that gossips in a way nobody here knows is refused with what to do', async ({
  swarm,
}) => {
  const tab = await swarm.tab()
  await tab.openLink(swarm.origin, `magnet:?xt=urn:btih:${'a'.repeat(40)}&x.gossip=shout`)
  await expect(tab.page.getByRole('alert')).toContainText('ask for one without gossip')
  expect(await tab.snapshot()).toBeUndefined()
})
