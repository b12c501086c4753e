/** The set-up, a study and a tour in the languages with the longest words: they fit, and follow another choice. */
import type { Page } from '@playwright/test'
import { expect, test } from './lab.fixture.ts'
import { DESK, lookAt, MOUSE_PX, PHONE, TOUCH_PX } from './looks.ts'

const FAULTS = [
  { kind: 'crash', peer: 'client3', at: '1s', back: '3s', store: 'lost' },
  { kind: 'trackerFlaps', every: '20s', at: '1s' },
]
const STUDY = `#thesis-20&seed=1&faults=${encodeURIComponent(JSON.stringify(FAULTS))}&vary=torrent.pieces=2,4&vary=seeders=1,2`

/** High enough for all of a form to be in the picture. */
const TALL_PX = 3600

for (const [locale, follows, tour] of [
  ['de-DE', /Bei .+ = 4 ist die Gesamtzeit \d+,\d+ mal so lang wie bei 2/, 'Führung: '],
  ['el-GR', /Με .+ = 4 ο συνολικός χρόνος είναι \d+,\d+ φορές/, 'Ξενάγηση: '],
] as const) {
  test.describe(locale, { tag: locale === 'el-GR' ? [] : '@full' }, () => {
    test.use({ locale })

    test('the set-up and a study fit on a phone and a desk, and say what follows', async ({
      page,
    }) => {
      await page.goto(`/lab/${STUDY}`)
      await page.locator('.picture canvas').waitFor()
      await openAllOf(page)
      await page.locator('.setup-form .part').nth(7).getByRole('button').first().click()
      await expect(page.locator('.study-sentence').first()).toContainText(follows)
      await look(page, `${locale}-study`, [1, 3])
    })

    test('gossip is set up, too', { tag: '@full' }, async ({ page }) => {
      await page.goto('/lab/#report')
      await page.locator('.picture canvas').waitFor()
      await openAllOf(page)
      await look(page, `${locale}-gossip`, [1])
    })

    test('a tour speaks another language as soon as it is chosen elsewhere', {
      tag: '@full',
    }, async ({ page, context }) => {
      await page.goto('/lab/#tour=bound')
      const caption = page.locator('.caption')
      await expect(caption.locator('.main')).toBeVisible()
      await expect(caption).toHaveAttribute('aria-label', new RegExp(`^${tour}`))
      await look(page, `${locale}-tour`, [0])
      const other = await context.newPage()
      await other.goto('/')
      await other.evaluate(() => localStorage.setItem('tabswarm.language', 'en'))
      await expect(caption).toContainText('The seeder must send every piece once')
    })
  })
}

async function openAllOf(page: Page): Promise<void> {
  for (const summary of await page.locator('.setup-form .part summary').all()) await summary.click()
}

async function look(page: Page, name: string, places: readonly number[]): Promise<void> {
  await lookAt(page, `${name}, desk`, MOUSE_PX)
  await page.setViewportSize({ ...DESK, height: TALL_PX })
  await page.screenshot({ path: test.info().outputPath(`${name}-desk.png`) })
  await page.setViewportSize(PHONE)
  for (const place of places) {
    await page.locator('.parts button').nth(place).click()
    await lookAt(page, `${name}, phone`, TOUCH_PX)
    await page.setViewportSize({ ...PHONE, height: TALL_PX })
    await page.screenshot({ path: test.info().outputPath(`${name}-phone-${place}.png`) })
    await page.setViewportSize(PHONE)
  }
}
