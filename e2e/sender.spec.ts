/** What the one who shares is told of what became of it. */
import type { Locator, Page } from '@playwright/test'
import type { BrowserName } from '../cli/browsers.ts'
import type { Tab } from '../cli/tabs/tab.ts'
import { expect, hasFirefox, NEEDS_FIREFOX, type Swarm, tagOf, test } from './swarm.fixture.ts'

const FILE_BYTES = 600_000
const LEFT = /^(\w+ \w+) .*has everything, left at \d\d:\d\d$/

for (const browserName of ['chromium', 'firefox'] as const) {
  test.describe(`in ${browserName}`, { tag: tagOf(browserName) }, () => {
    test.skip(browserName === 'firefox' && !hasFirefox, NEEDS_FIREFOX)

    test('who opened it, who has it and who left with it is seen, heard, and kept over a reload', async ({
      swarm,
    }) => {
      const file = await swarm.file('report.pdf', FILE_BYTES)
      const { sharer, link } = await shared(swarm, browserName, [file.path])
      const { page } = sharer
      await heardBy(page)
      await expect(page).toHaveTitle('↑ report.pdf – tabswarm')

      const receiver = await swarm.tab(browserName)
      await receiver.page.goto(link)
      await expect(stateOf(page, 'has opened the link')).toBeVisible()
      expect(await asksOnLeaving(page)).toBe(true)
      await receiver.page.getByRole('button', { name: /^Download/ }).click()
      const mayClose = '1 person has everything. You may close this tab'
      await expect(page.getByText(`${mayClose}.`)).toBeVisible()
      await expect(page).toHaveTitle('✓ report.pdf – tabswarm')
      expect(await asksOnLeaving(page)).toBe(false)
      const arrived = await iconOf(page)
      expect(arrived).toMatch(/^data:image\/svg/)
      // An icon changes every two seconds at most.
      await expect
        .poll(() => iconOf(receiver.page), 'the same tick stands for arrived on both sides')
        .toBe(arrived)

      // A reloaded receiver is a new peer, and no second person.
      await receiver.page.reload()
      await expect(receiver.page.getByText('Every piece verified')).toBeVisible()
      const name = await receiver.page.locator('.here b').innerText()
      // Not who it was before the reload, whose row may still be there.
      await expect(stateOf(page, 'has everything', name)).toBeVisible()
      await expect(page.getByText(`${mayClose}.`)).toBeVisible()
      await receiver.close()
      const left = page.getByRole('region', { name: 'Who was here' }).getByRole('listitem')
      await expect(left).toHaveText(LEFT)
      await expect(left).toContainText(name)
      const all = `${mayClose}, unless somebody else is to get it.`
      await expect(page.getByText(all)).toBeVisible()
      const hasLeft = `${name} has left with all of report.pdf.`
      await expect.poll(async () => (await heard(page)).at(-1)).toBe(hasLeft)
      const sentences = await heard(page)
      // One, or two: a reload that takes longer than four seconds is leaving and coming.
      const ofTheReload = sentences.slice(2, -1)
      expect(ofTheReload.length).toBeGreaterThan(0)
      expect(sentences).toEqual([
        expect.stringMatching(/^\w+ \w+ has opened the link to report\.pdf\.$/),
        expect.stringMatching(/^\w+ \w+ has all of report\.pdf\.$/),
        ...ofTheReload.map(() => expect.stringMatching(/all of report\.pdf/)),
        hasLeft,
      ])

      const before = await left.innerText()
      await page.reload()
      await expect(page.getByRole('heading', { name: 'report.pdf' })).toBeVisible()
      await expect(left).toHaveText(before.replaceAll('\n', ''))
    })

    test('who chose two of three files is done with them, and is not asked after', {
      tag: '@full',
    }, async ({ swarm }) => {
      const paths: string[] = []
      for (const name of ['one.bin', 'two.bin', 'three.bin'])
        paths.push((await swarm.file(name, FILE_BYTES)).path)
      const { sharer, link } = await shared(swarm, browserName, paths)
      const { page } = await swarm.tab(browserName)
      await page.goto(link)
      await page.getByRole('checkbox', { name: 'Download two.bin' }).uncheck()
      await page.getByRole('button', { name: 'Download 1.2 MB' }).click()
      await expect(page.getByText('All you chose is here')).toBeVisible()

      const mayClose = '1 person has what they chose. You may close this tab.'
      await expect(sharer.page.getByText(mayClose)).toBeVisible()
      await expect(stateOf(sharer.page, 'has what they chose')).toBeVisible()
      await expect(sharer.page.getByRole('cell', { name: 'their choice' })).toBeVisible()
      await expect(sharer.page).toHaveTitle(/^✓ /)
      expect(await asksOnLeaving(sharer.page)).toBe(false)

      await page.getByRole('checkbox', { name: 'Download two.bin' }).check()
      await expect(page.getByText('Complete. Every piece verified.')).toBeVisible()
      await expect(sharer.page.getByText('1 person has everything.')).toBeVisible()
    })
  })
}

async function shared(
  swarm: Swarm,
  browserName: BrowserName,
  paths: readonly string[],
): Promise<{ sharer: Tab; link: string }> {
  const sharer = await swarm.tab(browserName)
  await sharer.page.goto(swarm.origin)
  await sharer.page
    .locator('input[type=file]')
    .first()
    .setInputFiles([...paths])
  return { sharer, link: await swarm.linkOn(sharer.page) }
}

/** Of who is here, or of the one who is called `name`: what they do, and over which way. */
const stateOf = (page: Page, words: string, name = ''): Locator =>
  page
    .locator('table tr', { hasText: name })
    .locator('.peer-state', { hasText: new RegExp(`^${words}`) })

const iconOf = (page: Page): Promise<string | null> =>
  page.locator('link[rel=icon]').getAttribute('href')

const asksOnLeaving = (page: Page): Promise<boolean> =>
  page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })))

declare global {
  interface Window {
    heard?: string[]
  }
}

/** Notes from now on what the live region says. */
const heardBy = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const heard: string[] = []
    window.heard = heard
    const region = document.querySelector('p.visually-hidden[role=status]') as HTMLElement
    new MutationObserver(() => heard.push(region.textContent ?? '')).observe(region, {
      characterData: true,
      childList: true,
      subtree: true,
    })
  })

const heard = (page: Page): Promise<string[]> => page.evaluate(() => window.heard ?? [])
