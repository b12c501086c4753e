/** What a screen must be wherever it is looked at: axe finds nothing, nothing scrolls sideways, fingers find their targets. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export const PHONE = { width: 360, height: 740 }
export const DESK = { width: 1600, height: 1000 }
/** WCAG 2.2 AA's floor is 24; on a phone a finger wants 44. */
export const MOUSE_PX = 24
export const TOUCH_PX = 44

/** In the light and in the dark. */
export async function lookAt(page: Page, where: string, targetPx: number): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' })
  expect.soft(await faults(page), `${where}, light`).toEqual([])
  expect.soft(await overflow(page), `${where}, scrolls sideways`).toBe(0)
  expect.soft(await smallTargets(page, targetPx), `${where}, targets`).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  // Only colours differ in the dark: what axe said of the rest stands.
  expect.soft(await faults(page, ['color-contrast']), `${where}, dark`).toEqual([])
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
