/** A whole transfer by the keyboard alone: nothing is clicked, and nothing gets the focus but by Tab. */
import type { Page } from '@playwright/test'
import type { BrowserName } from '../cli/browsers.ts'
import { expect, hasFirefox, NEEDS_FIREFOX, tagOf, test } from './swarm.fixture.ts'

const FILE_BYTES = 400_000
/** More would mean that Tab does not get there. */
const MOST_STOPS = 30

for (const browserName of ['chromium', 'firefox'] as const)
  test(`a folder's files are shared, chosen, downloaded and saved by keyboard, ${browserName}`, {
    tag: tagOf(browserName),
  }, async ({ swarm }) => {
    test.skip(browserName === 'firefox' && !hasFirefox, NEEDS_FIREFOX)
    const paths: string[] = []
    for (const name of ['one.bin', 'two.bin', 'three.bin'])
      paths.push((await swarm.file(name, FILE_BYTES)).path)
    const { page } = await swarm.tab(browserName)
    await page.goto(swarm.origin)
    await expect(page.getByRole('button', { name: 'Drop files' })).toBeVisible()
    const choosing = page.waitForEvent('filechooser')
    await tabTo(page, /^Drop files/)
    await page.keyboard.press('Enter')
    await (await choosing).setFiles(paths)
    const link = await swarm.linkOn(page)
    // The screen that the button was on has gone.
    await expect(page.getByRole('button', { name: 'Copy' })).toBeEnabled()
    await tabTo(page, /^Copy$/)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()

    const receiver = (await swarm.tab(browserName)).page
    // There it asks for no place, and saves as a download.
    await receiver.addInitScript(() => Object.assign(window, { showSaveFilePicker: undefined }))
    await receiver.goto(link)
    await expect(receiver.getByRole('treegrid')).toBeVisible()
    await tabTo(receiver, /^Download one\.bin$/)
    // By name: one, three, two.
    await receiver.keyboard.press('ArrowDown')
    await receiver.keyboard.press('Space')
    await expect(receiver.getByRole('checkbox', { name: 'Download three.bin' })).not.toBeChecked()
    await tabTo(receiver, /^Download 800 kB$/, 'Shift+Tab')
    const download = receiver.getByRole('button', { name: 'Download 800 kB' })
    await expect(download).toHaveAttribute('aria-disabled', 'false')
    await receiver.keyboard.press('Enter')
    await expect(receiver.getByText('All you chose is here')).toBeVisible()

    // The list has kept the place where the last key was pressed.
    await tabTo(receiver, /^Download three\.bin$/)
    await receiver.keyboard.press('End')
    const saved = nextSaved(receiver, browserName)
    await receiver.keyboard.press('ArrowRight')
    await receiver.keyboard.press('Enter')
    expect(await saved).toBe('two.bin')
    await expect(page.getByText('1 person has what they chose.')).toBeVisible()
  })

/** The name of the next file that the page gives to the browser to save. */
async function nextSaved(page: Page, browserName: BrowserName): Promise<string> {
  if (browserName === 'chromium') return (await page.waitForEvent('download')).suggestedFilename()
  // Firefox tells Playwright of no download: the link that the page clicks for it is asked.
  return page.evaluate(
    () =>
      new Promise<string>(resolve => {
        HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
          resolve(this.download)
        }
      }),
  )
}

/** Presses Tab until what is called so has the focus. */
async function tabTo(page: Page, name: RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = []
  for (let i = 0; i < MOST_STOPS; i++) {
    await page.keyboard.press(key)
    const label = await page.evaluate(() => {
      const at = document.activeElement
      return (at?.ariaLabel ?? (at as HTMLElement | null)?.innerText ?? '').replace(/\s+/g, ' ')
    })
    if (name.test(label.trim())) return
    passed.push(label.trim())
  }
  throw new Error(`${key} does not lead to ${name}, but past ${passed.join(', ')}`)
}
