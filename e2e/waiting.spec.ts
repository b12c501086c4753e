/** A link that is opened before anybody who has the file is there. */
import type { Page } from '@playwright/test'
import type { BrowserName } from '../cli/browsers.ts'
import { expect, hasFirefox, NEEDS_FIREFOX, type Swarm, tagOf, test } from './swarm.fixture.ts'

const FILE_BYTES = 600_000
const WHEN_HERE = 'Download as soon as it is here'

for (const browserName of ['chromium', 'firefox'] as const) {
  test.describe(`in ${browserName}`, { tag: tagOf(browserName) }, () => {
    test.skip(browserName === 'firefox' && !hasFirefox, NEEDS_FIREFOX)

    test('who asks for it as soon as it is here gets it, also over a reload', async ({ swarm }) => {
      const { link, comeBack } = await linkOfSomebodyAway(swarm, browserName)
      const { page } = await swarm.tab(browserName)
      await page.goto(link)
      await expect(page.getByText('600 kB, as the link says')).toBeVisible()
      await expect(page.getByText('it is offered to you here as soon as somebody is')).toBeVisible()
      await expect(page).toHaveTitle('Waiting: later.bin – tabswarm')
      const button = page.getByRole('button', { name: WHEN_HERE })
      await expect(button).toHaveAttribute('aria-disabled', 'false')
      await button.focus()
      await page.keyboard.press('Enter')
      await expect(page.getByRole('button', { name: 'Ask me first' })).toBeFocused()
      await expect(page.getByText('it starts by itself')).toBeVisible()
      await page.reload()
      await expect(page.getByRole('button', { name: 'Ask me first' })).toBeVisible()

      await comeBack()
      await expect(page.getByText('Every piece verified')).toBeVisible()
      await expect(page).toHaveTitle('✓ later.bin – tabswarm')
    })

    test('who does not is called by title and icon when it can be had, and nothing is fetched', {
      tag: '@full',
    }, async ({ swarm }) => {
      const { link, comeBack } = await linkOfSomebodyAway(swarm, browserName)
      const tab = await swarm.tab(browserName)
      const { page } = tab
      await page.goto(link)
      await expect(page.getByRole('button', { name: WHEN_HERE })).toBeVisible()
      const before = await iconOf(page)
      await comeBack()
      await expect(page).toHaveTitle('Ready: later.bin – tabswarm')
      expect(await iconOf(page)).not.toBe(before)
      await expect(page.getByRole('button', { name: 'Download 600 kB' })).toBeVisible()
      expect(await tab.demand()).toMatchObject({ phase: 'idle', downloaded: 0 })
    })
  })
}

/** The one who shares closes the tab, and later shares the same file again. */
async function linkOfSomebodyAway(swarm: Swarm, browserName: BrowserName) {
  const { path } = await swarm.file('later.bin', FILE_BYTES)
  const sharer = await swarm.tab(browserName)
  const magnet = await sharer.share(swarm.origin, path)
  await sharer.close()
  const comeBack = async () => {
    const again = await swarm.tab(browserName)
    await again.share(swarm.origin, path)
  }
  return { link: `${swarm.origin}/#${magnet}`, comeBack }
}

const iconOf = (page: Page): Promise<string | null> =>
  page.locator('link[rel=icon]').getAttribute('href')
