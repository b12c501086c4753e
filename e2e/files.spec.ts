/** Many files: finding them, choosing some, seeing what they are, and passing some of them on. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { BrowserName } from '../cli/browsers.ts'
import { buildInfo, encodeTorrentFile } from '../shared/torrent/metainfo.ts'
import { png } from './pictures.ts'
import { expect, hasFirefox, NEEDS_FIREFOX, type Swarm, tagOf, test } from './swarm.fixture.ts'

const LIMIT_MS = 60_000

for (const browserName of ['chromium', 'firefox'] as const) {
  test.describe(`in ${browserName}`, { tag: tagOf(browserName) }, () => {
    test.skip(browserName === 'firefox' && !hasFirefox, NEEDS_FIREFOX)

    test('3 of 600 photographs in five actions, one of them typing; they come, and are seen', async ({
      swarm,
    }) => {
      const photos = Array.from({ length: 600 }, (_, i) => `Wedding/IMG_${1200 + i}.png`)
      const link = await sharedFolder(swarm, browserName, photos, i => png(40 + (i % 7)))
      const { page, troubles } = await swarm.tab(browserName)
      await page.goto(link)
      const list = page.getByRole('treegrid', { name: 'Files' })
      await expect(list).toHaveAttribute('aria-rowcount', '600')
      expect(await list.getByRole('row').count()).toBeLessThan(40)

      await page.getByRole('button', { name: 'None', exact: true }).click()
      await expect(page.getByRole('button', { name: /^Download/ })).toBeDisabled()
      await page.getByRole('searchbox', { name: 'Find files' }).fill('141')
      for (const name of ['IMG_1410.png', 'IMG_1414.png', 'IMG_1419.png'])
        await page.getByRole('checkbox', { name: `Download ${name}` }).check()

      await expect(page.getByText(/^3 of 600 files, \d+ bytes$/)).toBeVisible()
      await page.getByRole('button', { name: /^Download \d+ bytes/ }).click()
      await expect(page.getByText('All you chose is here')).toBeVisible({ timeout: LIMIT_MS })
      await expect(rowOf(page, 'IMG_1410.png').locator('canvas')).toBeVisible()
      expect(troubles).toEqual([])
    })

    test('a filter, a kind and a folder choose at once; none stands still until there is one', {
      tag: '@full',
    }, async ({ swarm }) => {
      const page = await offered(swarm, browserName, [
        ...numbered(20, i => `day 1/IMG_${i}.jpg`),
        ...numbered(20, i => `day 2/IMG_${i + 20}.jpg`),
        'day 2/film.mov',
      ])
      await expect(page.getByText('All 41 files, 41 kB')).toBeVisible()
      await page.getByRole('button', { name: 'Films 1' }).click()
      await expect(page.getByText('1 of 41 files found.')).toBeVisible()
      await page.getByRole('button', { name: 'Leave this one out' }).click()
      await expect(page.getByText('40 of 41 files, 40 kB')).toBeVisible()
      await page.getByRole('button', { name: 'All kinds 41' }).click()
      await page.getByRole('checkbox', { name: 'Download day 1' }).uncheck()
      await expect(page.getByText('20 of 41 files, 20 kB')).toBeVisible()
      const second = page.getByRole('checkbox', { name: 'Download day 2' })
      expect(await second.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true)

      await page.getByRole('searchbox').fill('img_1 day')
      await page.getByRole('button', { name: 'Only these 11' }).click()
      await expect(page.getByText('11 of 41 files, 11 kB')).toBeVisible()
      await page.getByRole('searchbox').fill('nothing like it')
      await expect(page.getByText('No file has that in its name')).toBeVisible()
      await page.getByRole('searchbox').fill('')
      // From one tick to another with Shift.
      await page.getByRole('button', { name: 'None', exact: true }).click()
      await page.getByRole('checkbox', { name: 'Download IMG_3.jpg' }).click()
      await page
        .getByRole('checkbox', { name: 'Download IMG_6.jpg' })
        .click({ modifiers: ['Shift'] })
      await expect(page.getByText('4 of 41 files, 4 kB')).toBeVisible()
      await expect(page.getByRole('button', { name: /^Download .*4 kB$/ })).toBeEnabled()
    })

    test('of 5,000 files a few are drawn, two tab stops lead through, and keys go everywhere', async ({
      swarm,
    }) => {
      const names = Array.from(
        { length: 5_000 },
        (_, i) => `folder ${Math.floor(i / 1000)}/IMG_${10_000 + i}.jpg`,
      )
      const page = await offered(swarm, browserName, names)
      const list = page.getByRole('treegrid', { name: 'Files' })
      await expect(list).toHaveAttribute('aria-rowcount', '5')
      await page.getByRole('checkbox', { name: 'Download folder 0' }).focus()
      const keys = async (...pressed: string[]) => {
        for (const key of pressed) await page.keyboard.press(key)
      }
      await keys('ArrowRight')
      await expect(list).toHaveAttribute('aria-rowcount', '1005')
      await keys('ArrowDown')
      await expectFocus(page, 'Download IMG_10000.jpg', { level: 2, row: 2, of: 1_000 })
      await keys('End')
      await expectFocus(page, 'Download folder 4', { level: 1, row: 1_005, of: 5 })
      await keys('ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'Space')
      await expectFocus(page, 'Download IMG_10998.jpg', { level: 2, row: 1_000, of: 1_000 })
      await expect(page.getByText('4,999 of 5,000 files, 5 MB')).toBeVisible()
      expect(await list.getByRole('row').count()).toBeLessThan(40)
      await keys('ArrowLeft')
      await expectFocus(page, 'Download folder 0', { level: 1, row: 1, of: 5 })
      await keys('ArrowLeft', 'PageDown')
      await expectFocus(page, 'Download folder 4', { level: 1, row: 5, of: 5 })
      await keys('Home')

      // The list is one tab stop, and the box before it one, however many files there are.
      await page.getByRole('searchbox').focus()
      const stops: string[] = []
      for (let i = 0; i < 12; i++) {
        await keys('Tab')
        stops.push(await page.evaluate(() => document.activeElement?.ariaLabel ?? ''))
      }
      expect(stops.filter(label => label.startsWith('Download'))).toEqual(['Download folder 0'])
    })

    test('what calls itself a picture and is none, or would take too much, has no thumbnail and does no harm', {
      tag: '@full',
    }, async ({ swarm }) => {
      const files: Record<string, Uint8Array> = {
        'honest.png': png(300, { colour: [200, 30, 60] }),
        'page.png': Buffer.from('<html><script>document.title = "run"</script>'),
        'cut.png': png(300).subarray(0, 90),
        'bomb.png': png(64, { saysPx: 60_000 }),
        'larger.png': png(64, { saysPx: 7_000 }),
        'drawing.svg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
        'picture.bin': png(300),
        'later.png': png(300, { colour: [20, 30, 160] }),
      }
      const names = Object.keys(files)
      const link = await sharedFolder(
        swarm,
        browserName,
        names.map(name => `odd/${name}`),
        i => files[names[i] as string] as Uint8Array,
      )
      const { page, troubles } = await swarm.tab(browserName)
      await page.goto(link)
      await page.getByRole('button', { name: /^Download/ }).click()
      await expect(page.getByText('Every piece verified')).toBeVisible()
      for (const name of ['honest.png', 'later.png'])
        await expect(rowOf(page, name).locator('canvas'), name).toBeVisible()
      const middle = (name: string) =>
        rowOf(page, name)
          .locator('canvas')
          .evaluate((canvas: HTMLCanvasElement) => [
            ...(canvas.getContext('2d')?.getImageData(44, 44, 1, 1).data ?? []),
          ])
      const [red = 0, green = 0, blue = 0] = await middle('honest.png')
      for (const [is, was] of [
        [red, 200],
        [green, 30],
        [blue, 60],
      ] as const)
        expect(Math.abs(is - was), 'the colour that the picture has').toBeLessThan(12)
      // Of a picture that was cut off Firefox draws what there is.
      const drawn = ['honest.png', 'later.png', 'larger.png'].concat(
        browserName === 'firefox' ? 'cut.png' : [],
      )
      for (const name of names.filter(each => !drawn.includes(each)))
        await expect(rowOf(page, name).locator('canvas'), name).toHaveCount(0)
      const worker = await page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .map(({ name }) => name)
          .find(name => name.includes('thumbnail.worker')),
      )
      const { 'content-security-policy': policy } = (
        await page.request.get(worker ?? swarm.origin)
      ).headers()
      expect(policy, 'what decodes them reaches nothing').toBe("default-src 'none'")
      expect(troubles).toEqual([])
    })

    test('of what is shared some get a link of their own, by which nobody has the others', {
      tag: '@full',
    }, async ({ swarm }) => {
      const names = ['one.txt', 'two.txt', 'secret.txt'].map(name => `papers/${name}`)
      const sharer = await swarm.tab(browserName)
      await shareFolder(swarm, sharer.page, names, i => Buffer.from(`text ${i}`))
      const { page } = sharer
      await page.getByRole('checkbox', { name: 'Pick secret.txt' }).uncheck()
      await expect(page.getByText('2 of 3 files, 12 bytes')).toBeVisible()
      await page.getByRole('button', { name: 'Make a link to these alone' }).click()
      await expect(page.getByText('2 files · 12 bytes')).toBeVisible()
      await expect(page.getByText('The link to all of papers goes on working')).toBeVisible()
      const receiver = await swarm.tab(browserName)
      await receiver.page.goto(await swarm.linkOn(page))
      await expect(receiver.page.getByText('two.txt')).toBeVisible()
      await expect(receiver.page.getByText('secret.txt')).toHaveCount(0)
      await receiver.page.getByRole('button', { name: 'Download 12 bytes' }).click()
      await expect(receiver.page.getByText('Every piece verified')).toBeVisible()
    })
  })
}

const numbered = (count: number, name: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => name(i))

const rowOf = (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: name })

/** The box that has the focus, and what a screen reader is told of its place. */
async function expectFocus(
  page: Page,
  label: string,
  { level, row, of }: { level: number; row: number; of: number },
): Promise<void> {
  await expect(page.getByRole('checkbox', { name: label, exact: true })).toBeFocused()
  const said = await page.evaluate(() => {
    const at = document.activeElement?.closest('[role=row]')
    return ['aria-level', 'aria-rowindex', 'aria-setsize'].map(name => at?.getAttribute(name))
  })
  expect(said).toEqual([level, row, of].map(String))
}

/** The screen of a torrent whose files, of a kilobyte each, nobody has. */
async function offered(
  swarm: Swarm,
  browserName: BrowserName,
  names: readonly string[],
): Promise<Page> {
  const files = names.map(name => ({ path: name.split('/'), length: 1_000 }))
  const pieceLength = 1 << 20
  const pieces = Math.ceil((files.length * 1_000) / pieceLength)
  const parts = { name: 'many', files, pieceLength, pieceHashes: new Uint8Array(20 * pieces) }
  const path = join(swarm.folder, 'many.torrent')
  await writeFile(path, encodeTorrentFile(buildInfo(parts)))
  const { page } = await swarm.tab(browserName)
  await page.goto(swarm.origin)
  await page.locator('input[type=file]').first().setInputFiles(path)
  await expect(page.getByRole('treegrid', { name: 'Files' })).toBeVisible()
  return page
}

async function sharedFolder(
  swarm: Swarm,
  browserName: BrowserName,
  names: readonly string[],
  contentOf: (index: number) => Uint8Array,
): Promise<string> {
  const { page } = await swarm.tab(browserName)
  await shareFolder(swarm, page, names, contentOf)
  return swarm.linkOn(page)
}

/** `names`: paths in one folder, which is chosen as a person does. */
async function shareFolder(
  swarm: Swarm,
  page: Page,
  names: readonly string[],
  contentOf: (index: number) => Uint8Array,
): Promise<void> {
  for (const [index, name] of names.entries()) {
    const path = join(swarm.folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, contentOf(index))
  }
  await page.goto(swarm.origin)
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a folder' }).click()
  const chooser = await choosing
  if (page.context().browser()?.browserType().name() === 'firefox')
    // Playwright cannot give Firefox a folder: the page is given the files as Firefox names those of one.
    await chooser.element().evaluate(
      (input: HTMLInputElement, given) => {
        const files = given.map(({ name, base64 }) => {
          const bytes = Uint8Array.from(atob(base64), each => each.charCodeAt(0))
          const file = new File([bytes], name.split('/').at(-1) ?? '')
          return Object.defineProperty(file, 'webkitRelativePath', { value: name })
        })
        Object.defineProperty(input, 'files', { configurable: true, value: files })
        input.dispatchEvent(new Event('change', { bubbles: true }))
      },
      names.map((name, i) => ({
        name,
        base64: Buffer.from(contentOf(i)).toString('base64'),
      })),
    )
  else await chooser.setFiles(join(swarm.folder, names[0]?.split('/')[0] ?? ''))
  await page.getByLabel('Send this link').waitFor({ timeout: LIMIT_MS })
}
