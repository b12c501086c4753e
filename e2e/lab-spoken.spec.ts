/** The lab in each language: a run from start to end, nothing of it left in English, and in the longest it fits. */
import type { Page } from '@playwright/test'
import { expect, scrubTo, test } from './lab.fixture.ts'
import { DESK, lookAt, MOUSE_PX, PHONE, TOUCH_PX } from './looks.ts'

/** What is said on purpose in English, or is a name: of scenarios, nodes, files and of the protocol's messages. */
const NAMES = 'span[lang="en"], noscript, code, option, textarea, .language'
/** Of the protocol. */
const MESSAGE = 'not interested'

/** Of at least two words: one may be the same in both. */
const sentencesOn = (page: Page): Promise<string[]> =>
  page.evaluate(names => {
    const found = new Set<string>([document.title])
    const isOurs = (element: Element | null) => element?.closest(names) === null
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode
      if (isOurs(parentElement)) found.add(textContent?.trim() ?? '')
    }
    for (const element of document.body.querySelectorAll('*'))
      for (const name of ['aria-label', 'title', 'placeholder'])
        if (isOurs(element)) found.add(element.getAttribute(name)?.trim() ?? '')
    return [...found].filter(text => /[a-z]{2,} [a-z]{2,}/i.test(text))
  }, NAMES)

/** Everything that a run shows, the last peer chosen and all that can be opened open. */
async function runWhole(page: Page): Promise<void> {
  await page.goto('/lab/#thesis-20&torrent.pieces=6')
  await page.locator('.setup-start .main').click()
  await page.locator('.outcome').waitFor()
  await scrubTo(page, 1)
  await page.locator('.last-one').click()
  await page.locator('.result button', { hasNotText: 'JSON' }).last().click()
  await page.locator('.compare').waitFor()
  for (const summary of await page.locator('.legend summary, .chart summary').all())
    await summary.click()
}

/** In English, once for all. */
let english: ReadonlySet<string> | undefined

async function inEnglish(page: Page): Promise<ReadonlySet<string>> {
  await runWhole(page)
  return new Set(await sentencesOn(page))
}

for (const locale of ['el-GR', 'ca-ES', 'es-ES', 'de-DE']) {
  test.describe(locale, { tag: '@full' }, () => {
    test.use({ locale })
    test('a run says all in this language, and fits', async ({ page, browser, origin }) => {
      english ??= await inEnglish(await browser.newPage({ locale: 'en-US', baseURL: origin }))
      await runWhole(page)
      await expect(page.locator('html')).toHaveAttribute('lang', locale.slice(0, 2))
      const left = (await sentencesOn(page)).filter(text => english?.has(text) && text !== MESSAGE)
      expect(left).toEqual([])
      await page.setViewportSize(DESK)
      await lookAt(page, 'desk', MOUSE_PX)
      await page.screenshot({ path: test.info().outputPath('desk.png'), fullPage: true })
      await page.setViewportSize(PHONE)
      const parts = page.locator('.parts button')
      for (const place of ['network', 'setup', 'peers', 'charts'].keys()) {
        await parts.nth(place).click()
        await lookAt(page, `phone, ${place}`, TOUCH_PX)
        await page.screenshot({ path: test.info().outputPath(`phone-${place}.png`) })
      }
    })
  })
}

test('another language is chosen by hand: all of the page follows, and a kept run with it', async ({
  page,
}) => {
  await runWhole(page)
  await page.getByRole('combobox', { name: 'Language' }).selectOption('de')
  await expect(page.getByRole('heading', { name: 'Was geschehen ist' })).toBeVisible()
  await expect(page).toHaveTitle('Labor von tabswarm')
  await expect(page.locator('.compare')).toContainText('Stücke: 6 statt 25')
  await page.reload()
  await expect(page.locator('.compare figure')).toContainText('100 % nach')
})
