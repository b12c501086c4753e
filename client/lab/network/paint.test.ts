import { beforeEach, expect, test, vi } from 'vitest'
import { parseScenario } from '../../../shared/simulation/scenarios/scenario-file.ts'
import type { Palette } from '../../share/view/canvas.ts'
import { Recording } from '../recording/recording.ts'
import { planOf } from '../worker/plan.ts'
import type { Plan } from '../worker/protocol.ts'
import { RecordedRun } from '../worker/recorded-run.ts'
import { KeptPixels } from './kept-pixels.ts'
import { linesOf, paint, renewLines } from './paint.ts'
import { projectionOf } from './projection.ts'
import type { Scene } from './scene.ts'

const PEERS = 200

const document = JSON.stringify({
  name: 'many',
  about: 'A star of many.',
  topology: { builtIn: 'star', peers: PEERS },
  torrent: { pieces: 4, blocksPerPiece: 1 },
})

/** A canvas's context that counts the paths it strokes, the lines that the longest has, and the copies. */
function counting() {
  const counts = { strokes: 0, longestPath: 0, copies: 0 }
  let lines = 0
  const called: Record<string, () => unknown> = {
    beginPath: () => {
      lines = 0
    },
    moveTo: () => ++lines,
    arc: () => ++lines,
    stroke: () => {
      counts.strokes++
      counts.longestPath = Math.max(counts.longestPath, lines)
    },
    drawImage: () => counts.copies++,
    measureText: () => ({ width: 10 }),
  }
  const context = new Proxy({} as CanvasRenderingContext2D, {
    get: (_, name) => called[String(name)] ?? (() => undefined),
    set: () => true,
  })
  return { context, counts }
}

const kept: ReturnType<typeof counting>[] = []

beforeEach(() => {
  kept.length = 0
  class Canvas {
    readonly #own = counting()
    constructor() {
      kept.push(this.#own)
    }
    getContext() {
      return new Proxy(this.#own.context, {
        get: (context, name) => (name === 'canvas' ? this : Reflect.get(context, name)),
        set: () => true,
      })
    }
    transferToImageBitmap() {
      return { width: 1, height: 1, close: () => undefined }
    }
  }
  vi.stubGlobal('OffscreenCanvas', Canvas)
})

test(`${PEERS} peers and their lines are drawn once and copied; then what changes; lines are renewed apart; no path has a second line`, () => {
  const planned = planOf(document)
  const plan = (planned.ok ? planned.plan : undefined) as Plan
  const run = new RecordedRun(parseScenario(document), 1, 50)
  const recording = new Recording(plan.pieces)
  const holderIn = ({ rows }: Recording) =>
    rows.find(({ heldCount, isSeeder }) => heldCount > 0 && !isSeeder)
  while (!holderIn(recording)) {
    run.advance(5000)
    recording.append(run.take())
  }
  const { context, counts } = counting()
  const scene: Scene = {
    context,
    kept: new KeptPixels(1),
    plan,
    projection: projectionOf(plan, { width: 360, height: 300 }, { k: 1, x: 0, y: 0 }),
    palette: {} as Palette,
    recording,
    atMs: recording.untilMs / 2,
    windowMs: 100,
    selected: undefined,
    hovered: undefined,
    looked: undefined,
    isStill: false,
  }
  const onLayers = (what: 'strokes' | 'copies') =>
    kept.reduce((sum, { counts }) => sum + counts[what], 0)
  paint(scene)
  // The lines as full as they are, on which they are copied empty, and the rings.
  expect(counts.copies).toBe(2)
  expect(onLayers('copies')).toBe(1 + PEERS)
  expect(kept.length).toBeLessThan(100)
  const strokes = onLayers('strokes')
  expect(strokes).toBeGreaterThan(PEERS)
  paint(scene)
  expect(counts.copies).toBe(4)
  expect(onLayers('copies')).toBe(1 + PEERS)
  expect(onLayers('strokes')).toBe(strokes)
  renewLines(scene)
  expect(onLayers('copies')).toBe(2 + PEERS)
  expect(onLayers('strokes')).toBeGreaterThan(strokes)
  const heldMs = holderIn(recording)?.heldTimesMs[0] as number
  const before = { ...scene, kept: new KeptPixels(1), windowMs: 1e-9 }
  paint({ ...before, atMs: heldMs - 1e-6 })
  const copies = onLayers('copies')
  paint({ ...before, atMs: heldMs })
  const together = recording.rows.filter(({ heldTimesMs }) => heldTimesMs.includes(heldMs)).length
  expect(onLayers('copies') - copies).toBe(together)
  expect(linesOf(scene)).toEqual(linesOf({ ...scene, atMs: scene.atMs + 1e-9 }))
  // Before the first piece has come nothing flows.
  expect(linesOf({ ...scene, atMs: heldMs })).not.toEqual(linesOf({ ...scene, atMs: 0 }))
  for (const { longestPath } of [counts, ...kept.map(({ counts }) => counts)])
    expect(longestPath).toBeLessThan(2)
})
