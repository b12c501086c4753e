/** The lab on a phone and a desk, light and dark: axe finds nothing, nothing scrolls sideways, fingers find their targets. */
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { launchBrowser } from '../cli/browsers.ts'
import { type RunningServer, startServer } from '../server/start.ts'

const PHONE = { width: 360, height: 740 }
const DESK = { width: 1600, height: 1000 }
/** WCAG 2.2 AA's floor is 24; on a phone a finger wants 44. */
const MOUSE_PX = 24
const TOUCH_PX = 44

let server: RunningServer
let browser: Browser

test.beforeAll(async () => {
  server = await startServer({ port: 0, log: () => undefined })
  browser = await launchBrowser('chromium')
})

test.afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** What a person does to see it, on a desk; then it is looked at on a phone as well. */
const STATES: Record<string, { hash?: string; steps: (page: Page) => Promise<void> }> = {
  fresh: { steps: async () => {} },
  running: { steps: async page => start(page) },
  finished: {
    steps: async page => {
      await start(page)
      await page.locator('.outcome').waitFor()
      await scrubTo(page, 1)
    },
  },
  onePeer: {
    steps: async page => {
      await start(page)
      await page.locator('.outcome').waitFor()
      await scrubTo(page, 0.4)
      await page.getByRole('button', { name: 'client14' }).click()
    },
  },
  everythingOpen: {
    steps: async page => {
      await start(page)
      await page.getByRole('button', { name: 'Keep to compare' }).click()
      for (const summary of await page.locator('summary').all()) await summary.click()
    },
  },
  changedByHand: {
    steps: async page => {
      await page.getByText('Network', { exact: true }).last().click()
      await page.getByRole('button', { name: 'Change it by hand' }).click()
      await page.getByLabel('Router or peer').selectOption('client2')
    },
  },
  cannotRun: {
    hash: '#thesis-20&seeders=20',
    steps: async page => page.getByRole('alert').filter({ hasText: 'seeder' }).waitFor(),
  },
  damagedLink: {
    hash: '#nonsense',
    steps: async page => page.getByRole('alert').filter({ hasText: 'nonsense' }).waitFor(),
  },
}

const start = (page: Page) => page.locator('.setup-start .main').click()

const scrubTo = (page: Page, share: number) =>
  page.getByRole('slider', { name: 'Moment shown' }).evaluate((slider, to) => {
    const input = slider as HTMLInputElement
    input.value = String(Number(input.max) * to)
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }, share)

for (const [name, { hash = '', steps }] of Object.entries(STATES)) {
  test(`${name}: accessible and fits, on a phone and a desk, light and dark`, async () => {
    const context = await browser.newContext({ viewport: DESK })
    const page = await context.newPage()
    await page.goto(`http://localhost:${server.port}/lab/${hash}`)
    await page.locator('.picture canvas').waitFor()
    await steps(page)
    await lookAt(page, 'desk', MOUSE_PX)
    await page.screenshot({ path: test.info().outputPath(`${name}-desk.png`) })
    await page.setViewportSize(PHONE)
    for (const place of ['Network', 'Set up', 'Peers', 'Charts']) {
      await page.getByRole('navigation').getByRole('button', { name: place }).click()
      await lookAt(page, `phone, ${place}`, TOUCH_PX)
      await page.screenshot({ path: test.info().outputPath(`${name}-phone-${place}.png`) })
    }
    await context.close()
  })
}

async function lookAt(page: Page, where: string, targetPx: number): Promise<void> {
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
