/** The pages do all they do under the headers that the server sends, and a browser finds nothing to forbid. */
import type { Page } from '@playwright/test'
import type { BrowserName } from '../cli/browsers.ts'
import { expect, hasFirefox, NEEDS_FIREFOX, tagOf, test } from './swarm.fixture.ts'

const FILE_BYTES = 300_000
const LIMIT_MS = 30_000
/** How browsers say that a header forbade something, or that they do not know it. */
const COMPLAINT =
  /content.security.policy|trusted ?type|permissions.policy|opener.policy|refused to|violat/i

for (const browserName of ['chromium', 'firefox'] as const)
  test(`sharing, downloading and opening a file breaks no rule of the page, ${browserName}`, {
    tag: tagOf(browserName),
  }, async ({ swarm }) => {
    test.skip(browserName === 'firefox' && !hasFirefox, NEEDS_FIREFOX)
    const file = await swarm.file('notes.txt', FILE_BYTES)
    const sharer = await swarm.tab(browserName)
    const heard = [await listen(sharer.page)]
    const magnet = await sharer.share(swarm.origin, file.path)
    const receiver = await swarm.tab(browserName)
    heard.push(await listen(receiver.page))
    await receiver.openLink(swarm.origin, magnet)
    await receiver.page.getByRole('button', { name: /^Download/ }).click()
    await receiver.waitUntil('whole', tab => tab?.phase === 'seeding', LIMIT_MS)
    await receiver.page.getByRole('button', { name: /^Save/ }).waitFor()
    if (browserName === 'chromium') {
      const opened = receiver.page.context().waitForEvent('page')
      await receiver.page.getByRole('button', { name: 'Open', exact: true }).click()
      const text = (await opened).locator('pre')
      await expect(text).toHaveText(/./)
    }
    for (const complaints of heard) expect(await complaints()).toEqual([])
    expect([...sharer.troubles, ...receiver.troubles]).toEqual([])
    await expectForbidden(sharer.page, browserName)
    await expect.poll(heard[0] as Complaints).not.toEqual([])
  })

test('the lab runs, draws, saves pictures and leads a tour, and breaks no rule of the page', {
  tag: '@full',
}, async ({ swarm }) => {
  const { page, troubles } = await swarm.tab()
  const complaints = await listen(page)
  await page.goto(`${swarm.origin}/lab/#thesis-20&torrent.pieces=8&seed=5`)
  await page.locator('.setup-start .main').click()
  await expect(page.getByRole('region', { name: 'Result' })).toBeVisible()
  const chart = page.locator('.chart', { hasText: 'Pieces of each peer' })
  await chart.getByText('Numbers and files').click()
  for (const kind of ['CSV', 'SVG', 'PNG']) {
    const saved = page.waitForEvent('download')
    await chart.getByRole('button', { name: kind }).click()
    await saved
  }
  await page.goto(`${swarm.origin}/lab/#tour=gossip`)
  await page.reload()
  const tour = page.getByRole('region', { name: 'Tour: Push, pull, push-pull' })
  await tour.getByRole('button', { name: 'Go on' }).click()
  await expect(tour).toContainText('2 of 8')
  expect([...(await complaints()), ...troubles]).toEqual([])
  await expectForbidden(page, 'chromium')
})

type Complaints = () => Promise<string[]>

/** What a browser has to complain of in the page, from its next load on. */
async function listen(page: Page): Promise<Complaints> {
  const said: string[] = []
  page.on('console', message => {
    if (COMPLAINT.test(message.text())) said.push(message.text())
  })
  await page.exposeFunction('forbade', (what: string) => void said.push(what))
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      const { forbade } = window as unknown as { forbade(what: string): void }
      forbade(`${violatedDirective}: ${blockedURI} ${sample}`)
    })
  })
  return async () => {
    // What the page had to say by now has been heard.
    await page.evaluate(() => new Promise(resolve => setTimeout(resolve)))
    return said
  }
}

/** No test of the rules if there are none. */
async function expectForbidden(page: Page, browserName: BrowserName): Promise<void> {
  const outcomes = await page.evaluate(() => {
    const isForbidden = (work: () => void) => {
      try {
        work()
        return false
      } catch {
        return true
      }
    }
    const frame = document.createElement('iframe')
    return {
      markup: isForbidden(() => {
        document.createElement('div').innerHTML = '<b>text</b>'
      }),
      worker: isForbidden(() => new Worker('/assets/any.js')),
      frame: isForbidden(() => {
        frame.srcdoc = '<b>text</b>'
      }),
      policy: isForbidden(() => {
        const { trustedTypes } = window as unknown as {
          trustedTypes: { createPolicy(name: string, rules: object): unknown }
        }
        trustedTypes.createPolicy('default', {})
      }),
    }
  })
  expect(outcomes, browserName).toEqual({ markup: true, worker: true, frame: true, policy: true })
}
