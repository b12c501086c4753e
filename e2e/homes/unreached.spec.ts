/** Tabs that find each other and cannot connect: both pages say so, why, and what would help. */
import { spawnSync } from 'node:child_process'
import { ROOT } from '../../cli/command.ts'
import type { Tab } from '../../cli/tabs/tab.ts'
import { expect, type Pair, test } from './homes.fixture.ts'

/** From opening the link. */
const TOLD_WITHIN_MS = 30_000
/** RFC 8828, mode 4; Chromium has renamed it. */
const NO_UDP = ['', 'force-'].map(
  force => `--${force}webrtc-ip-handling-policy=disable_non_proxied_udp`,
)

test('two symmetric routers without a relay: both pages say what would help', async ({ pair }) => {
  const tabs = await pair({ homes: ['symmetric', 'symmetric'] })
  const routers = /your networks let nobody in\. .*TURN_URLS/
  await bothSay(tabs, routers, routers)
})

test('a browser without UDP is told so, and so is who shares with it', async ({ pair }) => {
  const tabs = await pair({ homes: ['cone', 'cone'], browserArgs: [[], NO_UDP] })
  await bothSay(
    tabs,
    /: their browser does not let a page connect directly/,
    /: this browser does not let a page connect directly/,
  )
})

test('a network that lets no UDP out is told so', async ({ pair }) => {
  const { open, receiver } = await pair({ homes: ['cone', 'no-udp'] })
  await open()
  await says(receiver, /this network lets no direct connection out\. .*TURN_URLS/)
})

test('npm run swarm fails with that sentence', async ({ pair: _ }) => {
  test.setTimeout(180_000)
  const args = ['cli/swarm.ts', '--homes', 'symmetric,symmetric', '--tabs', '2', '--size', '1MB']
  const node = ['--import', 'tsx', ...args]
  const run = spawnSync(process.execPath, node, { cwd: ROOT, encoding: 'utf8' })
  expect(run.stderr).toMatch(/no connection between you gets through: your networks .*--relay/)
  expect(run.status).toBe(1)
})

async function bothSay({ open, sharer, receiver }: Pair, his: RegExp, hers: RegExp) {
  await open()
  const openedAt = Date.now()
  await Promise.all([says(sharer, his), says(receiver, hers)])
  console.log(`both pages say so after ${Date.now() - openedAt} ms`)
}

async function says({ page }: Tab, sentence: RegExp): Promise<void> {
  await expect(page.getByText(sentence).first()).toBeVisible({ timeout: TOLD_WITHIN_MS })
}
