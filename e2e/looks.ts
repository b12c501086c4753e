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
  await drawn(page)
  const rules = isPhone || isFull ? undefined : CONTRAST
  expect.soft(await faults(page, rules), `${where}, ${scheme}`).toEqual([])
  expect.soft(await overflow(page), `${where}, scrolls sideways`).toBe(0)
  expect.soft(await smallTargets(page, targetPx), `${where}, targets`).toEqual([])
  if (!isFull) return
  const other = isPhone ? 'dark' : 'light'
  await page.emulateMedia({ colorScheme: other })
  await drawn(page)
  expect.soft(await faults(page, CONTRAST), `${where}, ${other}`).toEqual([])
}

/** Parts that follow the size of the page are drawn anew in the frame after it has changed. */
const drawn = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  )

async function faults(page: Page, rules?: string[]): Promise<string[]> {
  // There are no frames, so its one-page mode sees everything, in a third of the time.
  // Its types come with a Playwright of their own.
  const axe = new AxeBuilder({ page: page as never }).setLegacyMode(true)
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })

/** Texts that are cut at the edge of the page, of their button, or of a box that hides what is beyond it. */
export const cutTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const { currentNode: text } = walker
      const element = text.parentElement
      if (!element || text.textContent?.trim() === '' || !element.checkVisibility()) continue
      // A name is as long as it is, and may be shortened; what scrolls is not cut.
      if (element.closest('bdi, .visually-hidden, .scrolls, .log-lines, script, option')) continue
      // For those who listen alone.
      if (element instanceof HTMLElement && element.offsetWidth <= 1) continue
      const range = document.createRange()
      range.selectNodeContents(text)
      const { left, right, bottom } = range.getBoundingClientRect()
      const isCut = (box: Element) => {
        const edge = box.getBoundingClientRect()
        const isBelow =
          bottom > edge.bottom + 1 && !/auto|scroll/.test(getComputedStyle(box).overflowY)
        return left < edge.left - 1 || right > edge.right + 1 || isBelow
      }
      const boxes: Element[] = []
      for (let box: Element | null = element; box && box !== document.body; box = box.parentElement)
        if (box.matches('button') || /hidden|clip/.test(getComputedStyle(box).overflowX))
          boxes.push(box)
      if (boxes.some(isCut) || left < 0 || right > document.documentElement.clientWidth + 1)
        found.push(`${element.outerHTML.slice(0, 60)}: ${text.textContent}`)
    }
    return found
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
