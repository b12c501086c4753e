/** Offers of nobody to a tab that shares a file: what it makes of them, and who else still gets in. */
import { cleanedUp } from '../../command.ts'
import { Tab } from '../../tabs/tab.ts'
import { atMost, type Figure, mustBe, type Run, type TabAttack } from '../attack.ts'
import { AttackChild } from '../attack-child.ts'
import { ServerProcess } from '../server/process.ts'
import { ATTACKER } from '../server/run.ts'
import { Transfer } from '../transfer.ts'
import { pause, totalSeconds } from '../windows.ts'
import type { TabFloodName } from './floods.ts'

const MAX_CONNECTIONS = 60
const MAX_LINK_MS = 5_000
/** What is waited for when it takes too long. */
const LINK_LIMIT_MS = 30_000

const ONE = [ATTACKER]
const TWENTY = Array.from({ length: 20 }, (_, i) => `127.0.0.${i + 2}`)

const attack = (
  name: string,
  flood: TabFloodName,
  what: string,
  from: readonly string[],
): TabAttack => ({
  name,
  about: `5,000 offers a minute to one tab from ${from.length === 1 ? 'one address' : `${from.length} addresses`}: ${what}`,
  target: 'tab',
  run: run => offer(flood, from, run),
})

export const OFFER_ATTACKS: readonly TabAttack[] = [
  attack('garbage-offers', 'garbage-offers', 'no SDP at all', ONE),
  attack('garbage-offers-by-20', 'garbage-offers', 'no SDP at all', TWENTY),
  attack('offers', 'offers', 'as a browser makes them, of nobody', ONE),
  attack('offers-by-20', 'offers', 'as a browser makes them, of nobody', TWENTY),
  attack('offers-by-stock', 'stock-offers', 'with the announces of stock clients', TWENTY),
]

declare global {
  interface Window {
    connectionsMade?: number
  }
}

function offer(name: TabFloodName, from: readonly string[], run: Run): Promise<Figure[]> {
  return cleanedUp(run.signal, async cleanup => {
    const server = await ServerProcess.start(run)
    cleanup.add(() => server.close())
    const attacker = new AttackChild('attacker')
    cleanup.add(() => attacker.close())
    const transfer = await Transfer.begin(
      server.origin,
      { seconds: totalSeconds(run.seconds), initScript: countConnections },
      cleanup,
    )
    const { seeder, magnet } = transfer
    const victim = await seeder.demand()
    const made = () => seeder.page.evaluate(() => window.connectionsMade ?? 0)
    const madeBefore = await made()

    const durationMs = run.seconds * 1000
    const flooding = attacker.call('floodTab', {
      name,
      window: { port: server.port, from, durationMs },
      target: { infoHash: victim.infoHash, peerIds: [victim.peerId] },
    })
    await pause((durationMs * 2) / 3)
    const newcomer = await Tab.open('newcomer', 'chromium', transfer.browser)
    await newcomer.openLink(server.origin, magnet)
    const cameAt = performance.now()
    await newcomer
      .waitUntil('is linked', tab => tab?.remotes.includes(victim.peerId) ?? false, LINK_LIMIT_MS)
      .catch(() => undefined) // told by the time it took
    const linkMs = performance.now() - cameAt
    const { count } = await flooding
    return [
      { what: 'offers', limit: '', measured: String(count), held: true },
      mustBe('the server lives', server.exit),
      atMost('connections made for them', (await made()) - madeBefore, MAX_CONNECTIONS, ''),
      atMost('an honest newcomer is linked after', linkMs, MAX_LINK_MS, 'ms'),
    ]
  })
}

/** Runs in the page. */
function countConnections(): void {
  const Native = RTCPeerConnection
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      window.connectionsMade = (window.connectionsMade ?? 0) + 1
      super(configuration)
    }
  }
}
