/** Links that are none, and names that want more than to be read: a sentence, and no harm. */
import { expect, test } from './swarm.fixture.ts'

const isFull = process.env.TABSWARM_FULL !== undefined
const INFO_HASH = '0123456789abcdef0123456789abcdef01234567'

for (const [what, hash] of [
  ['half a link', 'magnet:?xt=urn:btih:0123456789'],
  ['a link to something else', 'magnet:?xt=urn:sha1:YNCKHTQCWBTRNJIV4WNAE52SJUQCZO5C'],
  ['no link at all', 'lorem-ipsum'],
  ['broken escapes', 'magnet%3A%3Fxt%'],
]) {
  // The same is said by page.test.ts and read-text.test.ts.
  const tag = what === 'half a link' || what === 'no link at all' ? ['@full'] : []
  test(`${what} is answered with a sentence, and the page works on`, { tag }, async ({ swarm }) => {
    const { page, troubles } = await swarm.tab()
    await page.goto(`${swarm.origin}/#${hash}`)
    await expect(page.getByRole('alert')).toHaveText(/^[A-Z].{20,}\.( ?Close)?$/)
    await expect(page.getByRole('button', { name: 'Drop files' })).toBeVisible()
    expect(troubles).toEqual([])
  })
}

test('a link that nobody serves says so, and waits', async ({ swarm }) => {
  const { page } = await swarm.tab()
  await page.goto(`${swarm.origin}/#magnet:?xt=urn:btih:${INFO_HASH}`)
  await expect(page.getByText('Nobody with this file is online yet')).toBeVisible()
})

test('a name full of markup, paths and control characters is only ever text', async ({ swarm }) => {
  const evil = '<img src=x onerror="window.owned=1">'
  const sharer = await swarm.tab()
  await sharer.page.goto(swarm.origin)
  await sharer.page
    .getByLabel('Files to share')
    .setInputFiles({ name: `${evil}.txt`, mimeType: 'text/plain', buffer: Buffer.from('harmless') })
  const link = await swarm.linkOn(sharer.page)
  const [address] = link.split('&dn=')
  const lie = encodeURIComponent(`../../\u202e${evil}\u0000`)

  const receiver = await swarm.tab()
  await receiver.page.goto(`${address}&dn=${lie}`)
  await receiver.page.getByRole('button', { name: /^Download/ }).click()
  await expect(receiver.page.getByText('Every piece verified')).toBeVisible()
  for (const { page } of [sharer, receiver]) {
    await expect(page.locator('img[src=x]')).toHaveCount(0)
    expect(await page.evaluate(() => 'owned' in window)).toBe(false)
  }
  const { name } = await receiver.demand()
  expect(name).not.toMatch(/[/\\\p{Cc}\u202e]/u)
})

/** As a link calls it -> as the page shows and saves it. */
const NAMES: readonly (readonly [dn: string, shown: string])[] = [
  ['<script>owned=1</script>', '_script_owned=1__script_'],
  ['"><img src=x onerror=owned=1>', '"__img src=x onerror=owned=1_'],
  ['javascript:owned=1', 'javascript:owned=1'],
  ['../../etc/passwd', '.._.._etc_passwd'],
  ['C:\\autoexec.bat', 'C__autoexec.bat'],
  ['CON', '_CON'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['a\u0000b\r\nc', 'abc'],
  ['re\u200bpo\u00adrt.pdf', 'report.pdf'],
  ['\u3164\uffa0\u115f', 'unnamed'],
  [`report.pdf${'\u00a0'.repeat(120)}.exe`, 'report.pdf .exe'],
  [`report.pdf${' '.repeat(120)}.exe`, 'report.pdf .exe'],
  [`Z${'\u0301'.repeat(200)}algo.txt`, 'Ź\u0301\u0301\u0301\u0301algo.txt'],
  ['\u{E0061}\u{E0062}tags.txt', 'tags.txt'],
  ['می\u200cخواهم.txt', 'می\u200cخواهم.txt'],
  ['👩\u200d👩\u200d👧.jpg', '👩\u200d👩\u200d👧.jpg'],
  ['__proto__', '__proto__'],
  [`${'x'.repeat(5000)}.txt`, 'x'.repeat(254)],
]

test('names that lie, hide or overflow are shown as plain short text', async ({ swarm }) => {
  const { page, troubles } = await swarm.tab()
  await page.goto(swarm.origin)
  for (const [i, [dn, shown]] of NAMES.entries()) {
    const infoHash = (i + 1).toString(16).padStart(40, '0')
    const magnet = `magnet:?xt=urn:btih:${infoHash}&dn=${encodeURIComponent(dn)}`
    await page.evaluate(hash => {
      location.hash = hash
    }, magnet)
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(shown)
  }
  expect(await page.evaluate(() => 'owned' in window)).toBe(false)
  // Trackers and styles aside, a violation of the content security policy is an error on the console.
  expect(troubles).toEqual([])
})

test('a page under the name of a text, a picture or a film opens as that, and runs nothing', async ({
  swarm,
}) => {
  const html = `<script>document.title = 'run'; opener && opener.postMessage('run', '*')</script>`
  // All texts are opened alike; each is a window more.
  const texts = isFull ? ['txt', 'csv', 'md', 'log'] : ['md']
  const safe = [...texts, 'jpg', 'pdf', 'mp4'].map(ending => `page.${ending}`)
  const unsafe = ['html', 'xhtml', 'svg', 'xml', 'js'].map(ending => `page.${ending}`)
  const sharer = await swarm.tab()
  await sharer.page.goto(swarm.origin)
  await sharer.page.getByLabel('Files to share').setInputFiles(
    [...safe, ...unsafe].map((name, i) => ({
      name,
      mimeType: 'text/html',
      buffer: Buffer.from(`${html} ${i}`),
    })),
  )
  const link = await swarm.linkOn(sharer.page)
  const { page } = await swarm.tab()
  await page.goto(link)
  await page.getByRole('button', { name: /^Download/ }).click()
  await expect(page.getByText('Every piece verified')).toBeVisible()
  for (const name of safe) {
    const opening = page.context().waitForEvent('page')
    await page.getByRole('button', { name: `Open ${name}` }).click()
    const opened = await opening
    await opened.waitForLoadState()
    expect(await opened.title(), name).not.toBe('run')
    expect(await opened.evaluate(() => window.opener), name).toBe(null)
    await opened.close()
  }
  for (const name of unsafe) {
    await expect(page.getByRole('button', { name: `Save ${name}` })).toBeVisible()
    await expect(page.getByRole('button', { name: `Open ${name}` })).toHaveCount(0)
  }
})
