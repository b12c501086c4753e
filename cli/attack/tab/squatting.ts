/** The server restarts, and a stranger takes the name of a tab before it is back. */
import { cleanedUp } from '../../command.ts'
import { Tab } from '../../tabs/tab.ts'
import { atLeast, atMost, type Figure, type Run, type TabAttack } from '../attack.ts'
import { AttackChild } from '../attack-child.ts'
import { median } from '../percentile.ts'
import { ServerProcess, START_LIMIT_MS } from '../server/process.ts'
import { ATTACKER } from '../server/run.ts'
import { Transfer } from '../transfer.ts'
import { pause, totalSeconds } from '../windows.ts'

/** A tab finds the server again after growing delays of up to five seconds and half as much again. */
const MAX_BACK_MS = 10_000
const MIN_RATE_SHARE = 0.8
const QUIET_SECONDS = 10
const SAMPLE_MS = 1_000

export const SQUATTING: TabAttack = {
  name: 'squatting',
  about: 'takes the name of a tab that shares after a restart, and makes offers in it',
  target: 'tab',
  run: squat,
}

function squat(run: Run): Promise<Figure[]> {
  return cleanedUp(run.signal, async cleanup => {
    const first = await ServerProcess.start(run)
    cleanup.add(() => first.close())
    const attacker = new AttackChild('attacker')
    cleanup.add(() => attacker.close())
    const transfer = await Transfer.begin(
      first.origin,
      { seconds: totalSeconds(run.seconds) + QUIET_SECONDS },
      cleanup,
    )
    const { seeder, leecher, magnet } = transfer
    const { infoHash, peerId } = await seeder.demand()
    const peerIds = [peerId, (await leecher.demand()).peerId]
    const quiet = await ratesFor(QUIET_SECONDS * 1000, transfer)

    await first.close()
    const { port } = first
    const durationMs = run.seconds * 1000
    const flooding = attacker.call('floodTab', {
      name: 'squatting',
      // It begins before the server does, and is ended when the time is over.
      window: { port, from: [ATTACKER], durationMs: durationMs + START_LIMIT_MS },
      target: { infoHash, peerIds },
    })
    const second = await ServerProcess.start(run, port)
    cleanup.add(() => second.close())
    const upAt = performance.now()
    const newcomer = await Tab.open('newcomer', 'chromium', transfer.browser)
    const backAt = newcomer
      .openLink(second.origin, magnet)
      .then(() =>
        newcomer.waitUntil(
          'meets the owner',
          tab => tab?.remotes.includes(peerId) ?? false,
          durationMs,
        ),
      )
      .then(
        () => performance.now(),
        () => Number.POSITIVE_INFINITY, // never: told by the figure
      )
    const rates = await ratesFor(durationMs, transfer)
    await attacker.call('stop', null)
    const { count } = await flooding
    return [
      { what: 'name taken', limit: '', measured: `${count} times`, held: true },
      atMost('a newcomer meets the owner after', (await backAt) - upAt, MAX_BACK_MS, 'ms'),
      atLeast('of the transfer’s rate before', median(rates) / median(quiet), MIN_RATE_SHARE),
    ]
  })
}

async function ratesFor(durationMs: number, transfer: Transfer): Promise<number[]> {
  const rates: number[] = []
  let before = await transfer.bytes()
  for (const endAt = performance.now() + durationMs; performance.now() < endAt; ) {
    await pause(SAMPLE_MS)
    const now = await transfer.bytes()
    rates.push(now - before)
    before = now
  }
  return rates
}
