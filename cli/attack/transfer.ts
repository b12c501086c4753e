/** A transfer between two honest tabs at a steady rate, which is watched while others attack. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { launchBrowser } from '../browsers.ts'
import type { Cleanup } from '../command.ts'
import { writeRandomFile } from '../content.ts'
import { prepareLimitMs, type SharingOptions, Tab } from '../tabs/tab.ts'

/** Far below what two tabs can do: what is left of it is not what other processes leave to them. */
const RATE_BYTES_PER_SEC = 2_000_000
const BEGIN_LIMIT_MS = 60_000
/** After it the transfer runs as it will. */
const SETTLE_MS = 3_000

export interface TransferPlan {
  /** How long it must not be at its end. */
  readonly seconds: number
  readonly gossip?: SharingOptions['gossip']
  /** Runs in both pages before the product. */
  readonly initScript?: () => void
}

export class Transfer {
  readonly magnet: string
  readonly seeder: Tab
  readonly leecher: Tab
  /** Of the leecher, which has it to itself. */
  readonly browser: Browser

  private constructor(magnet: string, seeder: Tab, leecher: Tab, browser: Browser) {
    this.magnet = magnet
    this.seeder = seeder
    this.leecher = leecher
    this.browser = browser
  }

  /** Resolves once bytes flow. */
  static async begin(
    origin: string,
    { seconds, gossip, initScript }: TransferPlan,
    cleanup: Cleanup,
  ): Promise<Transfer> {
    const folder = await mkdtemp(join(tmpdir(), 'tabswarm-attack-'))
    cleanup.add(() => rm(folder, { recursive: true, force: true }))
    const path = join(folder, 'content.bin')
    const bytes = RATE_BYTES_PER_SEC * (seconds + SETTLE_MS / 1000)
    await writeRandomFile(path, bytes)
    const open = async (name: string): Promise<readonly [Tab, Browser]> => {
      const browser = await launchBrowser('chromium')
      cleanup.add(() => browser.close())
      const tab = await Tab.open(name, 'chromium', browser)
      if (initScript) await tab.page.addInitScript(initScript)
      return [tab, browser]
    }
    const [seeder] = await open('seeder')
    const magnet = await seeder.share(origin, path, { limitMs: prepareLimitMs(bytes), gossip })
    await seeder.throttle({ upBytesPerSec: RATE_BYTES_PER_SEC, downBytesPerSec: -1 })
    const [leecher, browser] = await open('leecher')
    await leecher.openLink(origin, magnet)
    await leecher.page.getByRole('button', { name: /^Download/ }).click()
    await leecher.waitUntil('downloads', tab => (tab?.downloaded ?? 0) > 0, BEGIN_LIMIT_MS)
    await new Promise(resolve => setTimeout(resolve, SETTLE_MS))
    return new Transfer(magnet, seeder, leecher, browser)
  }

  async infoHash(): Promise<string> {
    return (await this.seeder.demand()).infoHash
  }

  /** Of payload, by the honest seeder alone. */
  async bytes(): Promise<number> {
    const { peerId } = await this.seeder.demand()
    return (await this.leecher.demand()).downloadedFrom[peerId] ?? 0
  }
}
