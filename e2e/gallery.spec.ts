/** Every state of the share page, on a phone and a desk, light and dark: axe finds nothing, nothing scrolls sideways. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { build, type PreviewServer, preview } from 'vite'
import { launchBrowser } from '../cli/browsers.ts'
import { LANGUAGES, type Language } from '../client/language/language.ts'
import pagesConfig from '../vite.config.ts'
import { longestLanguage } from './gallery/longest.ts'
import { SCENES } from './gallery/scenes.ts'
import { jargonOn } from './gallery/words.ts'
import { cutTexts, lookAt, overflow, PHONE, TOUCH_PX } from './looks.ts'

/** A small one: on a large one nothing is near anything. */
const DESK = { width: 1280, height: 860 }

/** `npm test` looks at these, which hold every part of the page; the others are as they, with other words. */
const LOOKED_AT_ALWAYS = new Set(
  `start offered waiting brokenTab sharing sharedWhoLeft doneFolder donePhone downloadingManyFiles hostile details
  settings`.split(/\s+/),
)

let server: PreviewServer
let built: string
let browser: Browser
/** One for all scenes: what they share is fetched once. */
let scenes: BrowserContext
let longest: BrowserContext

test.beforeAll(async () => {
  const root = new URL('gallery', import.meta.url).pathname
  built = await mkdtemp(join(tmpdir(), 'tabswarm-gallery-'))
  const resolve = { ...pagesConfig.resolve }
  const shared = { configFile: false, root, logLevel: 'error', resolve } as const
  await build({ ...shared, build: { outDir: built, emptyOutDir: true, target: 'es2023' } })
  server = await preview({
    ...shared,
    build: { outDir: built },
    preview: { host: '127.0.0.1', port: 0 },
  })
  browser = await launchBrowser('chromium')
  scenes = await browser.newContext({ locale: 'en-US' })
  longest = await browser.newContext({ locale: longestLanguage(), viewport: PHONE })
})

test.afterAll(async () => {
  await browser?.close()
  await server?.close()
  if (built) await rm(built, { recursive: true })
})

async function open(context: BrowserContext, scene: string): Promise<Page> {
  const page = await context.newPage()
  const address = server.httpServer?.address()
  if (!address || typeof address === 'string') throw new Error('the gallery is not served')
  await page.goto(`http://127.0.0.1:${address.port}/?scene=${scene}`)
  await page.waitForSelector('body[data-ready]')
  return page
}

for (const scene of [...Object.keys(SCENES), 'broken']) {
  const tag = LOOKED_AT_ALWAYS.has(scene) ? [] : ['@full']
  test(`${scene}: accessible and fits, on a phone and a desk, light and dark`, {
    tag,
  }, async () => {
    const page = await open(scenes, scene)
    for (const viewport of [PHONE, DESK]) {
      await page.setViewportSize(viewport)
      await lookAt(page, `${viewport.width} px`, TOUCH_PX)
    }
    expect.soft(await jargonOn(page), 'words that nobody has to know').toEqual([])
    await page.close()
  })

  test(`${scene}: fits in the language of the longest texts, and nothing is cut`, {
    tag: '@full', // one screen of each kind is looked at below
  }, async () => {
    const page = await open(longest, scene)
    await expect(page.locator('html')).toHaveAttribute('lang', longestLanguage())
    expect.soft(await overflow(page), 'scrolls sideways').toBe(0)
    expect.soft(await cutTexts(page), 'cut').toEqual([])
    expect.soft(await jargonOn(page), 'words that nobody has to know').toEqual([])
    await page.close()
  })
}

/** One for each kind of screen. */
const EVERY_LANGUAGE = [
  'start',
  'offeredFolder',
  'downloading',
  'sharedWhoLeft',
  'doneFolder',
  'settings',
  'details',
]

for (const language of Object.keys(LANGUAGES) as Language[]) {
  if (language === 'en') continue
  test(`in ${language} axe finds nothing, everything fits and nobody has to know a protocol`, {
    tag: language === longestLanguage() ? [] : ['@full'],
  }, async () => {
    const context = await browser.newContext({ locale: language })
    for (const scene of EVERY_LANGUAGE) {
      const page = await open(context, scene)
      await page.setViewportSize(PHONE)
      await lookAt(page, `${scene} in ${language}`, TOUCH_PX)
      expect.soft(await cutTexts(page), `cut in ${scene}`).toEqual([])
      expect.soft(await jargonOn(page), `protocol words in ${scene}`).toEqual([])
      await page.close()
    }
    await context.close()
  })
}

test('a language chosen by hand holds at once, for the title and what is being said, and after a reload', async () => {
  const context = await browser.newContext({ locale: 'en-US' })
  const page = await open(context, 'badLink')
  await expect(page.getByRole('alert')).toContainText('There is no link in this text.')
  await page.getByLabel('Language').focus()
  await page.getByLabel('Language').selectOption('de')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Sende eine Datei, indem du einen Link sendest',
  )
  await expect(page.getByRole('alert')).toContainText('In diesem Text ist kein Link.')
  await expect(page.getByLabel('Sprache')).toBeFocused()
  const again = await open(context, 'stalled')
  await expect(again).toHaveTitle('41 %, wartet: Harbour at dawn.mp4 – tabswarm')
  await again.getByLabel('Sprache').selectOption('el')
  await expect(again).toHaveTitle('41 %, αναμονή: Harbour at dawn.mp4 – tabswarm')
  // Another tab follows.
  await expect(page.locator('html')).toHaveAttribute('lang', 'el')
  await context.close()
})

test('a hostile name is text, wherever it appears', async () => {
  const context = await browser.newContext()
  const page = await open(context, 'hostile')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<img src=x onerror')
  expect(await page.locator('main img, main script, main b:has-text("evil")').count()).toBe(0)
  await context.close()
})

test('what cannot be used has no button that leads back to it, and a link without a name no long code', async () => {
  const context = await browser.newContext()
  const page = await open(context, 'unusable')
  await expect(page.getByRole('alert')).toContainText('Ask whoever made it for a new one.')
  await expect(page.getByText('is here and verified')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Unnamed link [0-9a-f]{8}$/)
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Send a file by sending a link')
  await context.close()
})

test('the keyboard alone drops into a share: cancel gives the start page back', async () => {
  const context = await browser.newContext()
  const page = await open(context, 'preparing')
  await expect(page.getByRole('progressbar', { name: 'Preparing' })).toHaveAttribute(
    'aria-valuenow',
    '38',
  )
  await page.getByRole('button', { name: 'Cancel' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /Drop files/ })).toBeVisible()
  await context.close()
})

test('the keyboard alone leaves a file out, and opens, uses and closes the settings', async () => {
  const context = await browser.newContext()
  const page = await open(context, 'offeredFolder')
  await page.getByRole('checkbox', { name: 'Download song.flac' }).focus()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Download 75.4 MB' })).toBeVisible()
  const settings = page.getByRole('button', { name: 'Settings' })
  await settings.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await expect(dialog.getByRole('checkbox').first()).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(dialog.getByLabel('Copies sent')).toBeFocused()
  await page.keyboard.type('0')
  await page.keyboard.press('Tab')
  await expect(dialog.getByRole('alert')).toHaveText('Choose a ratio or a time above 0, or none.')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(settings).toBeFocused()
  await context.close()
})

test('an offer that becomes a download keeps the place in its list, for the eyes and for the keyboard', async () => {
  const context = await browser.newContext()
  const page = await open(context, 'offeredMany')
  const list = page.getByRole('treegrid')
  await list.locator('.fold').first().click()
  await list.locator('[data-active] [data-stop]').focus()
  for (let row = 0; row < 12; row++) await page.keyboard.press('ArrowDown')
  const place = () =>
    list.evaluate(element => [
      element.scrollTop,
      element.querySelector('[data-active]')?.getAttribute('aria-rowindex'),
    ])
  const before = await place()
  expect(before[0]).toBeGreaterThan(0)
  await page.getByRole('button', { name: /^Download / }).click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect.poll(place).toEqual(before)
  await context.close()
})

test('a download that gets nothing says so in the title and at its pieces', async () => {
  const context = await browser.newContext()
  const page = await open(context, 'stalled')
  await expect(page).toHaveTitle('41 %, waiting: Harbour at dawn.mp4 – tabswarm')
  await expect(page.getByText('nothing arrives right now')).toBeVisible()
  await expect(page.getByRole('img', { name: /^Map of the pieces: .* 7 begun$/ })).toBeVisible()
  await expect(page.getByText('7 begun')).toBeVisible()
  await expect(page.getByText('arriving')).toHaveCount(0)
  await context.close()
})

test('stopping while others need the file asks, and Escape keeps sharing', async () => {
  const context = await browser.newContext()
  const page = await open(context, 'stopSharing')
  const dialog = page.getByRole('dialog', { name: '3 others still need this file' })
  await expect(dialog.getByRole('button', { name: 'Keep sharing' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: 'Stop sharing' }).click()
  await dialog.getByRole('button', { name: 'Stop sharing' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Send a file by sending a link')
  await context.close()
})

test('a finished page opens as what its ending says, never as what the file says', async () => {
  const context = await browser.newContext()
  const page = await open(context, 'doneFolder')
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('button', { name: 'Open route.pdf' }).click(),
  ])
  await expect(page.getByRole('button', { name: 'Save page.html' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Open page.html' })).toHaveCount(0)
  // The fake content is a script under a PDF's name, from a File that calls itself text/html.
  expect(await opened.title()).not.toBe('run')
  await context.close()
})

test('leaving asks while others depend on this tab, and not otherwise', async () => {
  const context = await browser.newContext()
  expect(await asksOnLeaving(context, 'sharing')).toBe(true)
  expect(await asksOnLeaving(context, 'downloading')).toBe(true)
  expect(await asksOnLeaving(context, 'sharingAlone')).toBe(false)
  expect(await asksOnLeaving(context, 'offered')).toBe(false)
  await context.close()
})

async function asksOnLeaving(context: BrowserContext, scene: string): Promise<boolean> {
  const page = await open(context, scene)
  const asks = await page.evaluate(
    () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })),
  )
  await page.close()
  return asks
}
