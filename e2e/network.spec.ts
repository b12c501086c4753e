/** What becomes of a tab that waits when the network under it is switched, or the machine sleeps. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { BROWSER_NAMES, launchBrowser } from '../cli/browsers.ts'
import { Tab } from '../cli/tabs/tab.ts'
import { expect, hasFirefox, NEEDS_FIREFOX, type Swarm, tagOf, test } from './swarm.fixture.ts'

const FILE_BYTES = 300_000
/** From when the one who has the file comes. */
const ARRIVES_WITHIN_MS = 10_000
/** The server gives a silent line up within 20 s: a ping every 10 s, and 10 s for its answer. */
const SLEEP_MS = 30_000
const WAITS = 'Nobody with this file is online yet.'

for (const browserName of BROWSER_NAMES) {
  test.describe(browserName, () => {
    test.skip(browserName === 'firefox' && !hasFirefox, NEEDS_FIREFOX)

    test('whose line is cut without the server noticing waits on under its own name', {
      tag: tagOf(browserName),
    }, async ({ swarm, cleanup }) => {
      const { magnet, path, sha256 } = await linkWithNobody(swarm)
      const switched = new Switch(Number(new URL(swarm.origin).port))
      cleanup.add(() => switched.close())
      const tab = await swarm.tab(browserName)
      await tab.openLink(await switched.listen(), magnet, { auto: true })
      await expect(tab.page.getByText(WAITS)).toBeVisible()
      const said = await everythingSaid(tab)

      switched.cut()
      await expect.poll(() => tab.page.evaluate(() => window.tabswarm?.online)).toBe(false)
      await expect.poll(() => tab.page.evaluate(() => window.tabswarm?.online)).toBe(true)
      await expect(tab.page.getByText(WAITS)).toBeVisible()
      // The server still has the old line, and no reason to doubt it.
      expect(switched.halfOpen).toBeGreaterThan(0)
      const sharer = await swarm.tab(browserName)
      await sharer.share(swarm.origin, path)
      await tab.waitUntil('finished', it => it?.phase === 'seeding', ARRIVES_WITHIN_MS)
      expect(await tab.sha256()).toBe(sha256)
      expect((await said()).join(' ')).not.toMatch(/refuses|another connection|\.\./)
    })

    test('who sleeps longer than the server waits is found on waking', {
      tag: '@full',
    }, async ({ swarm }) => {
      test.skip(process.platform !== 'linux', 'looks for processes in /proc')
      test.setTimeout(180_000)
      const { magnet, path, sha256 } = await linkWithNobody(swarm)
      const others = new Set(descendants(process.pid))
      const browser = await launchBrowser(browserName)
      const tab = await Tab.open('sleeper', browserName, browser)
      const processes = descendants(process.pid).filter(pid => !others.has(pid))
      const signal = (name: 'SIGSTOP' | 'SIGCONT') => {
        for (const pid of processes) if (existsSync(`/proc/${pid}`)) process.kill(pid, name)
      }
      try {
        await tab.openLink(swarm.origin, magnet, { auto: true })
        await expect(tab.page.getByText(WAITS)).toBeVisible()
        signal('SIGSTOP')
        await pause(SLEEP_MS)
        signal('SIGCONT')
        const sharer = await swarm.tab(browserName)
        await sharer.share(swarm.origin, path)
        await tab.waitUntil('finished', it => it?.phase === 'seeding', ARRIVES_WITHIN_MS)
        expect(await tab.sha256()).toBe(sha256)
      } finally {
        signal('SIGCONT')
        await browser.close()
      }
    })
  })
}

/** Somebody has shared it, and has gone. */
async function linkWithNobody(swarm: Swarm) {
  const file = await swarm.file('later.bin', FILE_BYTES)
  const sharer = await swarm.tab()
  const magnet = await sharer.share(swarm.origin, file.path)
  await sharer.close()
  return { ...file, magnet }
}

/** Every text that the page has shown from now on. */
async function everythingSaid({ page }: Tab): Promise<() => Promise<string[]>> {
  const texts = await page.evaluateHandle(() => {
    const seen = new Set([document.body.innerText])
    new MutationObserver(() => seen.add(document.body.innerText)).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    })
    return seen
  })
  return () => texts.evaluate(seen => [...seen])
}

/** Between a tab and the server. Cut, the tab's side is reset, and the server's stays open and silent. */
class Switch {
  readonly #pairs = new Set<{ readonly tab: Socket; readonly server: Socket }>()
  readonly #listener

  constructor(port: number) {
    this.#listener = createServer(tab => {
      const server = connect(port, 'localhost')
      const pair = { tab, server }
      this.#pairs.add(pair)
      server.on('close', () => this.#pairs.delete(pair)).on('error', () => tab.destroy())
      tab.on('error', () => undefined)
      tab.on('end', () => server.end())
      server.on('end', () => tab.end())
      tab.pipe(server, { end: false })
      server.pipe(tab, { end: false })
    })
  }

  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.#listener.listen(0, 'localhost', resolve))
    return `http://localhost:${(this.#listener.address() as AddressInfo).port}`
  }

  cut(): void {
    for (const { tab, server } of this.#pairs) {
      server.unpipe(tab)
      tab.unpipe(server)
      tab.resetAndDestroy()
    }
  }

  /** Lines of which the server does not know yet that they lead nowhere. */
  get halfOpen(): number {
    return [...this.#pairs].filter(({ tab, server }) => tab.destroyed && !server.destroyed).length
  }

  close(): void {
    for (const { tab, server } of this.#pairs) {
      tab.destroy()
      server.destroy()
    }
    this.#listener.close()
  }
}

/** Processes that this one has started, and those that they have. */
function descendants(of: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter(entry => /^\d+$/.test(entry)))
    parents.set(Number(name), Number(/\) \S (\d+)/.exec(statusOf(name))?.[1] ?? 0))
  const isOf = (pid: number): boolean => {
    const parent = parents.get(pid)
    return parent !== undefined && parent !== 0 && (parent === of || isOf(parent))
  }
  return [...parents.keys()].filter(isOf)
}

/** Empty for a process that has ended in between. */
function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return ''
  }
}
