import { beforeEach, expect, test, vi } from 'vitest'
import { parseScenario } from '../../../shared/simulation/scenarios/scenario-file.ts'
import type { Palette } from '../../share/view/canvas.ts'
import { Recording } from '../recording/recording.ts'
import { planOf } from '../worker/plan.ts'
import type { Plan } from '../worker/protocol.ts'
import { RecordedRun } from '../worker/recorded-run.ts'
import { paint } from './paint.ts'
import { projectionOf } from './projection.ts'

/** Each is rasterised by itself. */
const DRAWN = ['stroke', 'fill', 'fillRect', 'strokeRect']
const PEERS = 600

const document = JSON.stringify({
  name: 'many',
  about: 'A star of many.',
  topology: { builtIn: 'star', peers: PEERS },
  torrent: { pieces: 4, blocksPerPiece: 1 },
})

function counting(): { context: CanvasRenderingContext2D; drawn: () => number } {
  let drawn = 0
  const context = new Proxy(
    {},
    {
      get: (_, name) => () => {
        if (DRAWN.includes(String(name))) drawn++
        return { width: 10 }
      },
      set: () => true,
    },
  ) as CanvasRenderingContext2D
  return { context, drawn: () => drawn }
}

beforeEach(() => {
  class Path {
    moveTo() {}
    lineTo() {}
    arc() {}
    rect() {}
  }
  vi.stubGlobal('Path2D', Path)
})

test(`${PEERS} peers, their lines and blocks take as few strokes as there are colours`, () => {
  const planned = planOf(document)
  const plan = (planned.ok ? planned.plan : undefined) as Plan
  const run = new RecordedRun(parseScenario(document), 1, 50)
  run.advance(20_000)
  const recording = new Recording(plan.pieces)
  recording.append(run.take())
  const { context, drawn } = counting()
  paint({
    context,
    plan,
    projection: projectionOf(plan, { width: 1000, height: 700 }, { k: 1, x: 0, y: 0 }),
    palette: {} as Palette,
    recording,
    atMs: recording.untilMs / 2,
    windowMs: 100,
    selected: undefined,
    hovered: undefined,
    looked: undefined,
    isStill: false,
  })
  // Of them 16 are levels of how full lines are; there is one router and a tracker.
  expect(drawn()).toBeLessThan(40)
})
