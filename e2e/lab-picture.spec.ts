/** The picture explains itself: whatever is pressed says what it is, and who was last says why. */
import type { Page } from '@playwright/test'
import { type Projection, projectionOf } from '../client/lab/network/projection.ts'
import { planOf } from '../client/lab/worker/plan.ts'
import type { Plan } from '../client/lab/worker/protocol.ts'
import { scenarioText } from '../shared/simulation/scenarios/built-in.ts'
import { expect, scrubTo, test } from './lab.fixture.ts'
import { DESK } from './looks.ts'

const planned = planOf(scenarioText('thesis-20') as string)
const plan = (planned.ok ? planned.plan : undefined) as Plan
const nodeNamed = (name: string): number => plan.nodes.findIndex(node => node.name === name)

async function openLab(page: Page): Promise<Projection> {
  await page.goto('/lab/')
  const canvas = page.locator('.picture canvas')
  await canvas.waitFor()
  const box = await canvas.boundingBox()
  if (!box) throw new Error('the picture has no place')
  return projectionOf(plan, box, { k: 1, x: 0, y: 0 })
}

const canvas = (page: Page) => page.locator('.picture canvas')
const press = (page: Page, [x, y]: readonly [number, number]) =>
  canvas(page).click({ position: { x, y } })
const placeOf = ({ xs, ys }: Projection, node: number): [number, number] => [
  xs[node] as number,
  ys[node] as number,
]
const inspector = (page: Page) => page.getByRole('region', { name: 'Peers' })

/** As soon as the picture is there, before its first frame. Runs in the page. */
function clickAtOnce([x, y]: readonly [number, number]): void {
  const watching = new MutationObserver(() => {
    const canvas = document.querySelector('.picture canvas')
    if (!canvas) return
    watching.disconnect()
    const { left, top } = canvas.getBoundingClientRect()
    const place = { clientX: left + x, clientY: top + y, bubbles: true }
    canvas.dispatchEvent(new MouseEvent('click', place))
  })
  watching.observe(document, { subtree: true, childList: true })
}

test('a router, the tracker and a line say what they are', async ({ page }) => {
  const projection = await openLab(page)
  await press(page, placeOf(projection, nodeNamed('router8')))
  await expect(inspector(page).getByRole('heading')).toHaveText('router8 router')
  await expect(inspector(page).getByRole('row', { name: 'router9' })).toContainText(
    '100 Mbit/s, 0.1 ms',
  )
  await press(page, placeOf(projection, nodeNamed('tracker')))
  await expect(inspector(page).getByRole('heading')).toHaveText('tracker tracker')
  const [x1, y1] = placeOf(projection, nodeNamed('router11'))
  const [x2, y2] = placeOf(projection, nodeNamed('router12'))
  await press(page, [(x1 + x2) / 2, (y1 + y2) / 2])
  await expect(inspector(page).getByRole('heading')).toHaveText('router11 – router12 line')
  await expect(page.locator('.truth')).toHaveText('The line between router11 and router12.')
})

test('a node that was moved stays there over a reload, until all are put back', async ({
  page,
}) => {
  const projection = await openLab(page)
  const [x, y] = placeOf(projection, nodeNamed('router3'))
  const box = await canvas(page).boundingBox()
  if (!box) throw new Error('the picture has no place')
  await page.mouse.move(box.x + x, box.y + y)
  await page.mouse.down()
  await page.mouse.move(box.x + 40, box.y + 30, { steps: 4 })
  await page.mouse.up()
  await page.addInitScript(clickAtOnce, [40, 30] as const)
  await page.reload()
  await expect(inspector(page).getByRole('heading')).toHaveText('router3 router')
  await page.getByRole('button', { name: 'Put all nodes back' }).click()
  await press(page, [x, y])
  await expect(inspector(page).getByRole('heading')).toHaveText('router3 router')
})

test('the legend names everything that is drawn, and stays open', async ({ page }) => {
  await openLab(page)
  await page.getByText('What is what').click()
  await expect(page.locator('.legend li')).toHaveCount(7)
  await expect(page.locator('.legend')).toContainText('how full that way is')
  await page.reload()
  await expect(page.getByText('A block on its way.')).toBeVisible()
})

test('who was last says why; an event and the messages of two peers are shown', async ({
  page,
}) => {
  await openLab(page)
  await page.locator('.setup-start .main').click()
  await page.locator('.outcome').waitFor()
  await scrubTo(page, 1)
  await page.getByRole('button', { name: /^Why was client\d+ the last\?$/ }).click()
  await expect(inspector(page)).toContainText('It was the last of 19.')
  await expect(inspector(page)).toBeFocused()
  await expect(inspector(page)).toContainText(/Piece \d+ came last, from client\d+/)
  const pieces = inspector(page).getByRole('img', { name: '25 of 25 pieces held' })
  const pixels = () => pieces.evaluate(drawn => (drawn as HTMLCanvasElement).toDataURL())
  const inTheLight = await pixels()
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(pixels).not.toBe(inTheLight)

  const sequence = page.getByRole('region', { name: 'Messages between two' })
  const arrows = sequence.locator('svg path[marker-end]')
  await expect.poll(() => arrows.count()).toBeGreaterThan(5)
  const now = await sequence.locator('.sequence-time').last().textContent()
  await scrubTo(page, 0.5)
  await expect(sequence.locator('.sequence-time').last()).not.toHaveText(now ?? '')
  for (const side of ['.sequence-words:not(.back)', '.sequence-words.back']) {
    const heights = await sequence
      .locator(side)
      .evaluateAll(words => words.map(line => line.getAttribute('y')))
    expect(heights.length).toBeGreaterThan(1)
    expect(new Set(heights).size).toBe(heights.length)
  }

  const log = page.getByRole('region', { name: 'Log' })
  await log.getByRole('button').first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(inspector(page).getByRole('heading')).toContainText('an event')
  await inspector(page).getByRole('button', { name: 'Go to this moment' }).click()
})

test('a chosen node is moved by the arrow keys, and by a finger', async ({
  page,
  browser,
  origin,
}) => {
  const projection = await openLab(page)
  const [x, y] = placeOf(projection, nodeNamed('router3'))
  await press(page, [x, y])
  const byKeys = page.getByRole('button', { name: 'Move router3 by the arrow keys' })
  // Faster than frames are painted, as a held key on a busy machine is.
  await byKeys.evaluate(button => {
    for (let i = 0; i < 3; i++)
      button.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
  })
  await press(page, [5, 5])
  await press(page, [x, y + 60])
  await expect(inspector(page).getByRole('heading')).toHaveText('router3 router')

  const context = await browser.newContext({ hasTouch: true, baseURL: origin, viewport: DESK })
  const tablet = await context.newPage()
  await openLab(tablet)
  const box = await canvas(tablet).boundingBox()
  if (!box) throw new Error('the picture has no place')
  await tablet.touchscreen.tap(box.x + x, box.y + y)
  await expect(inspector(tablet).getByRole('heading')).toHaveText('router3 router')
  const session = await context.newCDPSession(tablet)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', byPx: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + x, y: box.y + y + byPx }],
    })
  await touch('touchStart', 0)
  for (const byPx of [10, 30, 60]) await touch('touchMove', byPx)
  await touch('touchEnd', 60)
  await press(tablet, [5, 5])
  await press(tablet, [x, y + 60])
  await expect(inspector(tablet).getByRole('heading')).toHaveText('router3 router')
  await context.close()
})
