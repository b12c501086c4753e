/** The worker's side: what the page asks meanwhile is answered while a run is computed. */
import { expect, test } from 'vitest'
import { parseScenario } from '../../../shared/simulation/scenarios/scenario-file.ts'
import { Simulation } from '../../../shared/simulation/simulation.ts'
import type { FromWorker } from './protocol.ts'
import { Tasks } from './tasks.ts'

const LEECHERS = 7
const PIECES = 6
const document = JSON.stringify({
  name: 'small',
  about: 'Some thousands of events.',
  topology: { builtIn: 'star', peers: LEECHERS + 1 },
  torrent: { pieces: PIECES, blocksPerPiece: 4 },
})

/** Time goes by 20 ms at each look; whenever the worker rests, the page may do something. */
function worker(onRest: (tasks: Tasks) => void = () => {}) {
  const said: FromWorker[] = []
  let nowMs = 0
  let ended = () => {}
  const done = new Promise<void>(resolve => {
    ended = resolve
  })
  const tasks = new Tasks(
    message => {
      said.push(message)
      if (message.id === 1 && ['ended', 'answer', 'failed'].includes(message.is)) ended()
    },
    {
      now: () => {
        nowMs += 20
        return nowMs
      },
      rest: async () => onRest(tasks),
    },
  )
  return { tasks, said, done }
}

const kinds = (said: readonly FromWorker[]) => said.map(({ id, is }) => `${id} ${is}`)

test('a plan is answered while a run is computed, and the run is the same for it', async () => {
  let asked = 1
  const { tasks, said, done } = worker(each => {
    if (asked < 4) each.receive({ id: ++asked, task: 'plan', document, positions: undefined })
  })
  tasks.receive({ id: 1, task: 'simulate', document, seeds: [1] })
  await done
  const order = kinds(said)
  for (const id of [2, 3, 4]) {
    expect(order.indexOf(`${id} answer`)).toBeGreaterThanOrEqual(0)
    expect(order.indexOf(`${id} answer`)).toBeLessThan(order.indexOf('1 result'))
  }
  const expected = new Simulation(parseScenario(document), 1)
  expected.run()
  const result = said.find(message => message.is === 'result')
  expect(result).toMatchObject({ run: { fingerprint: expected.result.fingerprint } })
})

test('a cancelled run says nothing more', async () => {
  let saidBefore = -1
  let rests = 0
  const { tasks, said } = worker(each => {
    if (rests++ > 0) return
    each.receive({ id: 1, update: 'cancel' })
    saidBefore = said.length
  })
  tasks.receive({ id: 1, task: 'simulate', document, seeds: [1, 2] })
  await new Promise(resolve => setTimeout(resolve))
  expect(saidBefore).toBeGreaterThanOrEqual(0)
  expect(said).toHaveLength(saidBefore)
  expect(rests).toBe(1)
})

test('the first seed is recorded; the others are repetitions, and the summary grows', async () => {
  const { tasks, said, done } = worker()
  tasks.receive({ id: 1, task: 'simulate', document, seeds: [7, 8, 9] })
  await done
  const results = said.filter(message => message.is === 'result')
  expect(results.map(({ run }) => run.seed)).toEqual([7, 8, 9])
  expect(results.map(({ summary }) => summary.runs)).toEqual([1, 2, 3])
  expect(kinds(said).lastIndexOf('1 chunk')).toBeLessThan(kinds(said).indexOf('1 result'))
  expect(said.at(-1)).toEqual({ id: 1, is: 'ended' })
})

test('the log is that of the run, event by event', async () => {
  const { tasks, said, done } = worker()
  tasks.receive({ id: 1, task: 'exportLog', document, seed: 1 })
  await done
  const file = said[0]?.is === 'answer' ? (said[0].answer as Blob) : new Blob()
  const lines = (await file.text()).trimEnd().split('\n')
  const events = lines.map(line => (JSON.parse(line) as { event: string }).event)
  expect(events.filter(event => event === 'finished')).toHaveLength(LEECHERS)
  expect(events.filter(event => event === 'pieceHeld')).toHaveLength(LEECHERS * PIECES)
})

test('what goes wrong ends as a sentence, under the number of the task', async () => {
  const { tasks, said, done } = worker()
  tasks.receive({ id: 1, task: 'simulate', document: '{}', seeds: [1] })
  await done
  expect(said).toEqual([
    { id: 1, is: 'failed', why: { is: 'stopped', reason: expect.stringMatching(/./) } },
  ])
})
