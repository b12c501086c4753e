/** By https: behind Caddy as deployed, and by the server's own certificate. */
import { readFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { caddyObstacle, freePort, startCaddy } from '../cli/caddy.ts'
import type { Cleanup } from '../cli/command.ts'
import { Tab } from '../cli/tabs/tab.ts'
import { addressesOf } from '../server/own-networks.ts'
import { TrustedProxies } from '../server/proxies.ts'
import { type ServerOptions, startServer } from '../server/start.ts'
import { Authority } from '../server/tls/authority.ts'
import { ownCertificates } from '../server/tls/certificates.ts'
import { expect, type SharedContent, test } from './swarm.fixture.ts'

const FILE_BYTES = 3_000_000

async function serve(cleanup: Cleanup, options: Partial<ServerOptions>): Promise<number> {
  const server = await startServer({ port: 0, log: () => undefined, ...options })
  cleanup.add(() => server.close())
  return server.port
}

/** A tab whose person goes on past the warning. */
async function open(name: string, browser: Browser, cleanup: Cleanup): Promise<Tab> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const tab = await Tab.in(name, 'chromium', context)
  cleanup.add(() => tab.close())
  return tab
}

const linkOf = (tab: Tab) => tab.page.getByLabel('Send this link').inputValue()

async function receives(tab: Tab, link: string, file: SharedContent): Promise<void> {
  await tab.page.goto(link)
  expect(await tab.page.evaluate(() => isSecureContext)).toBe(true)
  await tab.page.getByRole('button', { name: 'Download 3 MB' }).click()
  await expect(tab.page.getByText('Every piece verified')).toBeVisible()
  expect(await tab.sha256()).toBe(file.sha256)
}

test('behind Caddy a tab shares and another receives; links, code and .torrent name PUBLIC_URL', async ({
  swarm,
  launch,
  cleanup,
}) => {
  const obstacle = caddyObstacle()
  test.skip(obstacle !== undefined, obstacle)
  const port = await freePort()
  const publicUrl = new URL(`https://localhost:${port}`)
  const appPort = await serve(cleanup, { publicUrl, proxies: TrustedProxies.parse('1') })
  const caddy = await startCaddy(port, appPort)
  cleanup.add(() => caddy.close())
  const file = await swarm.file('film.mp4', FILE_BYTES)
  const browser = await launch('chromium')

  const sharer = await open('sharer', browser, cleanup)
  await sharer.share(caddy.origin, file.path)
  const link = await linkOf(sharer)
  const tracker = encodeURIComponent(`wss://localhost:${port}/announce`)
  expect(link).toContain(`${caddy.origin}/#magnet:?`)
  expect(link).toContain(tracker)
  const receiver = await open('receiver', browser, cleanup)
  await receives(receiver, link, file)
  expect([...sharer.troubles, ...receiver.troubles]).toEqual([])

  // Whoever runs the server opens it on the machine itself.
  const own = await open('own', browser, cleanup)
  await own.share(`http://127.0.0.1:${appPort}`, (await swarm.file('own.bin', FILE_BYTES)).path)
  await expect.poll(() => linkOf(own)).toContain(`${caddy.origin}/#magnet:?`)
  expect(await linkOf(own)).toContain(tracker)
  expect(await linkOf(own)).not.toContain('127.0.0.1')
  await expect(own.page.getByText('This link opens on this computer only')).toBeHidden()
  await own.page.getByText('Details').click()
  const saving = own.page.waitForEvent('download')
  await own.page.getByRole('button', { name: 'Save the .torrent file' }).click()
  const torrent = await readFile(await (await saving).path(), 'latin1')
  expect(torrent).toContain(`wss://localhost:${port}/announce`)
  expect(torrent).not.toContain('127.0.0.1')
})

test('by the server’s own certificate a tab shares and another receives', { tag: '@full' }, async ({
  swarm,
  launch,
  cleanup,
}) => {
  const path = join(swarm.folder, 'authority.pem')
  const authority = await Authority.at(path, 'study', Date.now())
  const names = () => ['localhost', ...addressesOf(networkInterfaces())]
  const certificates = await ownCertificates(authority, names, Date.now())
  const port = await serve(cleanup, { certificates })
  const file = await swarm.file('film.mp4', FILE_BYTES)
  const browser = await launch('chromium')
  const sharer = await open('sharer', browser, cleanup)
  await sharer.share(`https://localhost:${port}`, file.path)
  const link = await linkOf(sharer)
  // On a machine with an address in its network, the page puts that in place of localhost once the server has told it.
  expect(names()).toContain(new URL(link).hostname.replace(/^\[|\]$/g, ''))
  expect(link).toContain(`https://${new URL(link).host}/#magnet:?`)
  expect(link).toContain(encodeURIComponent(`wss://${new URL(link).host}/announce`))
  const receiver = await open('receiver', browser, cleanup)
  await receives(receiver, link, file)
  expect([...sharer.troubles, ...receiver.troubles]).toEqual([])
})
