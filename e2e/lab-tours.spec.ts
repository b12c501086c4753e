/** A guided tour as a student takes it: it stops where something can be seen, and leads to the end. */
import { expect, test } from './lab.fixture.ts'

test('the tour of gossip: from its link, caption by caption through three runs, and out again', async ({
  page,
}) => {
  await page.goto('/lab/#tour=gossip')
  const tour = page.getByRole('region', { name: 'Tour: Push, pull, push-pull' })
  const goOn = tour.getByRole('button', { name: 'Go on' })
  const titles: string[] = []
  for (let step = 1; step <= 7; step++) {
    await expect(tour).toContainText(`${step} of 8`)
    // The playback stands while there is something to read.
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
    await page.getByLabel('Speed').selectOption('×20')
    titles.push((await tour.locator('.caption-text').textContent()) ?? '')
    await goOn.click()
  }
  expect(titles[3]).toMatch(/pieces were of use, \d+ came for nothing/)
  expect(titles[5]).toMatch(/0 pieces came for nothing/)
  await tour.getByRole('button', { name: 'Done' }).click()
  await expect(tour).toBeHidden()
  await expect(page.getByText('5 of 5 have everything')).toBeVisible()
})

test('Back leads to the caption before, into the run before as well; it counts from 1, and covers no chart', {
  tag: '@full',
}, async ({ page }) => {
  await page.goto('/lab/#tour=gossip')
  const tour = page.getByRole('region', { name: 'Tour: Push, pull, push-pull' })
  const [goOn, back] = ['Go on', 'Back'].map(name => tour.getByRole('button', { name }))
  if (!goOn || !back) throw new Error('bug: two buttons')
  await expect(tour).toContainText('1 of 8')
  await expect(goOn).toBeVisible()
  await expect(back).toBeDisabled()
  const texts: string[] = []
  for (let step = 1; step <= 5; step++) {
    await expect(tour).toContainText(`${step} of 8`)
    await expect(goOn).toBeVisible()
    await page.getByLabel('Speed').selectOption('×20')
    texts.push((await tour.locator('.caption-text').textContent()) ?? '')
    const dockTop = (await page.locator('.dock').boundingBox())?.y ?? 0
    const highlighted = page.locator('[data-chart].is-highlighted .plot')
    if ((await highlighted.count()) > 0) {
      const box = await highlighted.boundingBox()
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(dockTop)
    }
    if (step < 5) await goOn.click()
  }
  for (let step = 4; step >= 1; step--) {
    await back.click()
    await expect(tour).toContainText(`${step} of 8`)
    await expect(tour.locator('.caption-text')).toHaveText(texts[step - 1] ?? '')
  }
  await expect(back).toBeDisabled()
})

test('who runs something else has left the tour', { tag: '@full' }, async ({ page }) => {
  await page.goto('/lab/')
  await page.getByText('Guided tours').click()
  await page.getByRole('button', { name: /What a tracker does/ }).click()
  const tour = page.getByRole('region', { name: 'Tour: What a tracker does' })
  await expect(tour.getByRole('button', { name: 'Go on' })).toBeVisible()
  await expect(page).toHaveURL(/#tour=tracker$/)
  await page.locator('.setup-start .main').click()
  await expect(tour).toBeHidden()
})
