/** What a person does on the lab's page, without a screen: the worker's code runs in this thread. */
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parseScenario } from '../../shared/simulation/scenarios/scenario-file.ts'
import { Simulation } from '../../shared/simulation/simulation.ts'
import { Lab } from './lab.ts'
import type { LabRun } from './lab-run.ts'
import type { Document } from './setup/draft.ts'
import { describeBy, takeSize } from './setup/torrent-part.tsx'
import type { FromWorker, ToWorker } from './worker/protocol.ts'
import { Tasks } from './worker/tasks.ts'

vi.mock('./tabs/controller.ts', () => {
  throw new Error('Failed to fetch dynamically imported module')
})

const SMALL: Document = {
  name: 'small',
  about: 'Three peers and four pieces.',
  topology: { builtIn: 'star', peers: 4 },
  torrent: { pieces: 4, blocksPerPiece: 2 },
}

/** Whether the server that the worker's code comes from is there. */
let isServerUp = true
/** Whether the worker is still at kept runs. */
let isComparing = false
let workers: ThreadWorker[] = []

class ThreadWorker {
  onmessage: ((event: { data: FromWorker }) => void) | undefined
  onerror: (() => void) | undefined
  isTerminated = false
  readonly #tasks = new Tasks(message => {
    if (!this.isTerminated) this.onmessage?.({ data: structuredClone(message) })
  })

  constructor() {
    workers.push(this)
  }

  postMessage(message: ToWorker): void {
    queueMicrotask(() => {
      if (this.isTerminated || (isComparing && 'task' in message && message.task === 'compare'))
        return
      if (isServerUp) this.#tasks.receive(structuredClone(message))
      else this.onerror?.()
    })
  }

  terminate(): void {
    this.isTerminated = true
  }
}

beforeEach(() => {
  isServerUp = true
  isComparing = false
  workers = []
  vi.stubGlobal('Worker', ThreadWorker)
  vi.stubGlobal('window', { addEventListener: () => undefined })
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
  vi.stubGlobal('location', { hash: '', origin: 'http://lab', pathname: '/lab/' })
  vi.stubGlobal('fetch', async () => Response.json({ publicUrl: null }))
  vi.stubGlobal('history', { replaceState: () => undefined })
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  vi.stubGlobal('requestAnimationFrame', () => 1)
  vi.spyOn(console, 'error').mockReturnValue()
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** With the small scenario set up. */
async function openSmall(): Promise<Lab> {
  const lab = await Lab.open()
  lab.setDocument(SMALL)
  await vi.waitFor(() => expect(planName(lab)).toBe('small'))
  return lab
}

const planName = ({ planned }: Lab) => (planned.value?.ok ? planned.value.plan.name : undefined)

async function ended(lab: Lab): Promise<LabRun> {
  await vi.waitFor(() => expect(lab.run.value?.state.value.is).toBe('done'), 10_000)
  return lab.run.value as LabRun
}

test('a run is the simulation of what is set up, and is shown as it grows', async () => {
  const lab = await openSmall()
  lab.start()
  const { state, recording } = await ended(lab)
  const expected = new Simulation(parseScenario(JSON.stringify(SMALL)), 1)
  expected.run()
  expect(state.value).toMatchObject({ result: { fingerprint: expected.result.fingerprint } })
  expect(recording.untilMs).toBe(expected.result.makespanMs)
  expect(lab.player.endMs.value).toBe(expected.result.makespanMs)
  expect(lab.player.isGrowing.value).toBe(false)
  expect(lab.hasChanged.value).toBe(false)
})

test('a run that is kept outlasts a reload, also one while it is still compared', async () => {
  const lab = await openSmall()
  lab.start()
  const run = await ended(lab)
  isComparing = true
  void lab.kept.keep(run)
  const { fingerprint } = lab.kept.all.value[0] ?? {}
  expect(fingerprint).toMatch(/./)
  const reloaded = await Lab.open()
  await expect.poll(() => reloaded.kept.all.value).toMatchObject([{ fingerprint }])
})

test('Run pressed right after a change runs what was changed', async () => {
  const lab = await openSmall()
  lab.set('torrent.pieces', 6)
  lab.start()
  const { plan, recording } = await ended(lab)
  expect(plan.pieces).toBe(6)
  expect(recording.holds.length).toBe(4 * 6)
})

test('another size of the torrent leaves what else is chosen of it', async () => {
  const others = { blockBytes: 4096, joinWith: 'link' }
  const lab = await openSmall()
  lab.setDocument({ ...SMALL, torrent: { pieces: 4, blocksPerPiece: 2, ...others } })
  await vi.waitFor(() => expect(lab.plan.value?.bytes).toBe(4 * 2 * 4096))
  describeBy(lab, 'bytes')
  const bySize = { length: '32KiB', pieceLength: '8KiB', ...others }
  expect(lab.draft.value.document.torrent).toEqual(bySize)
  takeSize(lab, 1_000_000)
  const bySizeOfFile = { length: '1000000B', pieceLength: '16KiB', ...others }
  expect(lab.draft.value.document.torrent).toEqual(bySizeOfFile)
})

test('repetitions follow with the next seeds, and then the worker is ended', async () => {
  const lab = await openSmall()
  lab.setRuns({ seed: 5, repetitions: 3 })
  lab.start()
  const run = await ended(lab)
  await vi.waitFor(() => expect(run.isUnderWay).toBe(false), 10_000)
  expect(run.results.value.map(({ seed }) => seed)).toEqual([5, 6, 7])
  expect(run.summary.value?.runs).toBe(3)
  await vi.waitFor(() => expect(workers.every(worker => worker.isTerminated)).toBe(true))
  const log = await (await run.events()).text()
  expect(log.match(/"event":"finished"/g)).toHaveLength(3)
})

test('Stop ends a run at once; what it was and the next plan stay', async () => {
  const lab = await openSmall()
  // As soon as it has begun: it would not take long.
  const stopped = new Promise<void>(resolve => {
    lab.run.subscribe(run => {
      run?.stop()
      if (run) resolve()
    })
  })
  lab.start()
  await stopped
  expect(lab.run.value?.state.value).toEqual({ is: 'stopped' })
  expect(workers.at(-1)?.isTerminated).toBe(true)
  lab.set('torrent.pieces', 5)
  await vi.waitFor(() => expect(lab.planned.value).toMatchObject({ plan: { pieces: 5 } }))
  expect(lab.run.value?.results.value).toEqual([])
})

test('a change can be undone, and the link and the command say what is set up', async () => {
  const lab = await Lab.open()
  lab.set('torrent.pieces', 7)
  lab.set('exchange.picking', 'random')
  expect(lab.command()).toBe(
    'npm run sim -- thesis-20 --set torrent.pieces=7 --set \'exchange={"kind":"bittorrent","picking":"random"}\' --seed 1',
  )
  lab.undo()
  await vi.waitFor(() => expect(lab.plan.value?.pieces).toBe(7))
  expect(lab.command()).toBe('npm run sim -- thesis-20 --set torrent.pieces=7 --seed 1')
  expect(await lab.link()).toBe('http://lab/lab/#thesis-20&torrent.pieces=7&seed=1')
})

test('what cannot run says why, and is not run', async () => {
  const lab = await openSmall()
  lab.set('seeders', 4)
  await vi.waitFor(() => expect(lab.whyNot.value).toMatch(/Every peer is a seeder/))
  expect(lab.canRun.value).toBe(false)
  lab.start()
  await vi.waitFor(() => expect(lab.planned.value?.ok).toBe(false))
  expect(lab.run.value).toBeUndefined()
})

test('a damaged link ends in a sentence, with the first scenario set up', async () => {
  vi.stubGlobal('location', { hash: '#nonsense', origin: 'http://lab', pathname: '/lab/' })
  const lab = await Lab.open()
  expect(lab.trouble.value?.sentence).toMatch(/“nonsense”, which does not exist/)
  expect(planName(lab)).toBe('thesis-20')
  lab.trouble.value?.remedy.run()
  expect(lab.trouble.value).toBeUndefined()
})

test('the worker cannot be loaded: a sentence says so, and “Try again” does it again', async () => {
  const lab = await openSmall()
  isServerUp = false
  lab.set('torrent.pieces', 8)
  await vi.waitFor(() => expect(lab.trouble.value?.sentence).toMatch(/could not be loaded/))
  expect(lab.trouble.value?.remedy.label).toBe('Try again')

  isServerUp = true
  lab.trouble.value?.remedy.run()
  await vi.waitFor(() => expect(lab.plan.value?.pieces).toBe(8))
  expect(lab.trouble.value).toBeUndefined()
})

test('the code for real tabs cannot be loaded: a sentence says so', async () => {
  const lab = await openSmall()
  lab.runIn('tabs')
  await vi.waitFor(() => expect(lab.trouble.value?.sentence).toMatch(/server is away/))
  expect(lab.trouble.value?.remedy.label).toBe('Reload')
  expect(lab.tabs.controller.value).toBeUndefined()
})

test('a file that is no scenario is refused in a sentence, and nothing is changed', async () => {
  const lab = await openSmall()
  lab.files.open(new File(['[1, 2]'], 'list.json'))
  await vi.waitFor(() => expect(lab.trouble.value?.sentence).toMatch(/Line 1/))
  expect(lab.draft.value.document).toEqual(SMALL)
})

test('a topology in NED is set up, and what was left out of it is said', async () => {
  const lab = await openSmall()
  const ned =
    'network N { submodules: r: Router; a: Peer; b: Peer; connections: a.g <--> { datarate = 1Mbps; } <--> r.g++; b.g --> { datarate = 2Mbps; } --> r.g++; }'
  lab.files.open(new File([ned], 'n.ned'))
  await vi.waitFor(() => expect(lab.plan.value?.nodes).toHaveLength(4))
  expect(lab.draft.value.document.topology).toMatchObject({ own: { name: 'N', peers: ['a', 'b'] } })
  expect(lab.files.leftOut.value?.sentences.join(' ')).toMatch(/one way.*no tracker/)
  lab.files.open(new File([ned.replace('a: Peer', 'a Peer')], 'n.ned'))
  await vi.waitFor(() => expect(lab.trouble.value?.sentence).toMatch(/Line 1, column 38/))
})
