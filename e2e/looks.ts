/** What a screen must be wherever it is looked at: axe finds nothing, nothing scrolls sideways, fingers find their targets. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export const PHONE = { width: 360, height: 740 }
export const DESK = { width: 1600, height: 1000 }
/** WCAG 2.2 AA's floor is 24; on a phone a finger wants 44. */
export const MOUSE_PX = 24
export const TOUCH_PX = 44

/**
 * `npm test` asks axe for all it knows on a phone in the light, and for contrast at a desk in the dark;
 * `npm run test:full` for all of it on both, in both.
 */
const isFull = process.env.TABSWARM_FULL !== undefined
/** Only colours differ between light and dark. */
const CONTRAST = ['color-contrast']

export async function lookAt(page: Page, where: string, targetPx: number): Promise<void> {
  const isPhone = page.viewportSize()?.width === PHONE.width
  const scheme = isPhone ? 'light' : 'dark'
  await page.emulateMedia({ colorScheme: scheme })
  const rules = isPhone || isFull ? undefined : CONTRAST
  expect.soft(await faults(page, rules), `${where}, ${scheme}`).toEqual([])
  expect.soft(await overflow(page), `${where}, scrolls sideways`).toBe(0)
  expect.soft(await smallTargets(page, targetPx), `${where}, targets`).toEqual([])
  if (!isFull) return
  const other = isPhone ? 'dark' : 'light'
  await page.emulateMedia({ colorScheme: other })
  expect.soft(await faults(page, CONTRAST), `${where}, ${other}`).toEqual([])
}

async function faults(page: Page, rules?: string[]): Promise<string[]> {
  // There are no frames, so its one-page mode sees everything, in a third of the time.
  // Its types come with a Playwright of their own.
  const axe = new AxeBuilder({ page: page as never }).setLegacyMode(true)
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })

const smallTargets = (page: Page, atLeastPx: number): Promise<string[]> =>
  page.evaluate(
    least =>
      [...document.querySelectorAll('button, summary, input, select, a')]
        .filter(target => !target.classList.contains('visually-hidden'))
        .map(target => target.closest('label') ?? target)
        .filter(target => target.checkVisibility())
        .filter(target => target.getBoundingClientRect().height < least)
        .map(target => target.outerHTML.slice(0, 80)),
    atLeastPx,
  )
