/** Networks that change in mid-transfer: it goes on within seconds, and next to nothing comes twice. */
import { setTimeout as pause } from 'node:timers/promises'
import { expect, type Pair, type PairOptions, test } from './homes.fixture.ts'

const FILE_BYTES = 10_000_000
/** The transfer takes ten times a second: long enough for something to happen meanwhile. */
const LINE_BITS_PER_SEC = 8_000_000
const PAUSE_LIMIT_MS = 10_000

/** What happens when a fifth has come, and how long nothing comes then. */
const cases: readonly (readonly [string, PairOptions, (pair: Pair) => unknown])[] = [
  [
    "the address of the sharer's router changes",
    { homes: ['cone', 'cone'] },
    ({ homes }) => homes[0]?.renumber(),
  ],
  [
    'the receiver moves from one router to another',
    { homes: ['cone', 'cone', 'cone'] },
    ({ homes: [, from, to] }) => to && from?.moveTo(to),
  ],
  ['the server is restarted', { homes: ['cone', 'cone'] }, ({ site }) => site.restartServer()],
  [
    'the relay is restarted',
    { homes: ['symmetric', 'symmetric'], relay: true },
    ({ site }) => site.restartRelay(),
  ],
]

for (const [what, options, change] of cases)
  test(`${what}: the transfer goes on`, async ({ pair }) => {
    const opened = await pair({ ...options, bytes: FILE_BYTES })
    const { sharer, receiver, open, finish } = opened
    await slow(opened)
    await open()
    await receiver.waitUntil('has a fifth', isAt(0.2), 30_000)
    await change(opened)
    const changedAt = Date.now()
    const { finishedAt = 0, longestPauseMs, wasted, pieceLength } = await finish()
    const { uploaded } = await sharer.demand()
    console.log(
      `${longestPauseMs} ms without a byte; ${wasted} bytes wasted, ${uploaded - FILE_BYTES} lost`,
    )
    expect(finishedAt).toBeGreaterThan(changedAt)
    expect(longestPauseMs).toBeLessThan(PAUSE_LIMIT_MS)
    expect(wasted).toBeLessThan(pieceLength)
  })

/** The shortest that the server lets credentials hold. */
const TTL_SECONDS = 120

test('credentials run out and the relay forgets who has them: the transfer goes on', async ({
  pair,
}) => {
  test.setTimeout(240_000)
  const settings = { TURN_TTL: `${TTL_SECONDS}` }
  const opened = await pair({ homes: ['symmetric', 'symmetric'], relay: true, settings })
  // 2 MB, that is, in 160 s.
  await slow(opened, 100_000)
  await opened.open()
  await opened.receiver.waitUntil('has begun', tab => (tab?.downloaded ?? 0) > 0, 30_000)
  await pause((TTL_SECONDS + 5) * 1000)
  await opened.site.restartRelay()
  const { longestPauseMs, wasted, pieceLength } = await opened.finish(90_000)
  console.log(`${longestPauseMs} ms without a byte; ${wasted} bytes wasted`)
  expect(longestPauseMs).toBeLessThan(PAUSE_LIMIT_MS)
  expect(wasted).toBeLessThan(pieceLength)
})

const isAt =
  (share: number) =>
  (tab: { readonly bytesHeld: number; readonly length: number } | undefined): boolean =>
    tab !== undefined && tab.bytesHeld > share * tab.length && tab.length > 0

const slow = ({ sharer }: Pair, bitsPerSec = LINE_BITS_PER_SEC): Promise<void> =>
  sharer.page.evaluate(
    uploadBitsPerSec =>
      window.tabswarm?.setShaping({
        uploadBitsPerSec,
        downloadBitsPerSec: undefined,
        delayMs: 0,
        lossShare: 0,
      }),
    bitsPerSec,
  )
