/** What a phone on a slow line has to fetch before it can take part. */
import type { Page, Request } from '@playwright/test'
import { expect, test } from './swarm.fixture.ts'

/** As promised, the chosen language included: English has 127.1 kB, and Greek, whose letters take two bytes each, 128.8. */
const MOST_SCRIPT_BYTES = 130_000

/** Workers, and what the page says from a link to a whole file, in whatever language it asks for. */
const NEEDED = /\.worker-|\/texts-..-(?:common|share)-/

/** Whatever the document does not name itself cannot be fetched. */
async function withoutLater(page: Page, origin: string): Promise<void> {
  const html = await (await page.request.get(origin)).text()
  await page.route('**/assets/*.js', (route, request) => {
    const { pathname } = new URL(request.url())
    return html.includes(pathname) || NEEDED.test(pathname) ? route.continue() : route.abort()
  })
}

for (const language of ['en', 'el'])
  test(`the share page in ${language} needs less than 130 kB of compressed script, from link to whole file`, {
    tag: language === 'el' ? [] : '@full', // Greek letters take two bytes: whoever reads English loads less
  }, async ({ swarm }) => {
    const file = await swarm.file('small.bin', 300_000)
    const seeder = await swarm.tab()
    const magnet = await seeder.share(swarm.origin, file.path)
    const tab = await swarm.tab('chromium', language)
    await withoutLater(tab.page, swarm.origin)
    const finished: Request[] = []
    tab.page.on('requestfinished', request => finished.push(request))
    await tab.openLink(swarm.origin, magnet, { auto: true })
    await tab.waitUntil('finished', it => it?.phase === 'seeding', 60_000)
    await tab.page.waitForLoadState('networkidle')
    const scripts = new Map<string, number>()
    for (const request of finished.slice()) {
      const response = await request.response()
      if (!/javascript/.test(response?.headers()['content-type'] ?? '')) continue
      const { responseBodySize } = await request.sizes()
      scripts.set(new URL(request.url()).pathname, responseBodySize)
    }
    const bytes = [...scripts.values()].reduce((sum, size) => sum + size, 0)
    console.log(`${bytes} bytes in ${[...scripts.keys()].join(', ')}`)
    expect(scripts.size).toBeGreaterThan(0)
    expect(languagesOf(scripts.keys())).toEqual([language])
    expect(bytes).toBeLessThan(MOST_SCRIPT_BYTES)
  })

test('what is loaded ahead is in the language that is spoken, and another comes when it is chosen', async ({
  swarm,
}) => {
  const { page } = await swarm.tab('chromium', 'el-GR')
  const requested: string[] = []
  page.on('request', request => requested.push(request.url()))
  await page.goto(swarm.origin)
  await expect.poll(() => requested.filter(url => /texts-el/.test(url)).length).toBeGreaterThan(4)
  expect(languagesOf(requested)).toEqual(['el'])
  await page.locator('.language select').selectOption('ca')
  await expect(page.locator('html')).toHaveAttribute('lang', 'ca')
  expect(languagesOf(requested)).toEqual(['ca', 'el'])
})

const languagesOf = (urls: Iterable<string>): string[] =>
  [...new Set([...urls].flatMap(url => /\/texts-(..)-/.exec(url)?.[1] ?? []))].sort()
