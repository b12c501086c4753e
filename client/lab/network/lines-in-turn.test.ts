import { expect, test, vi } from 'vitest'
import { Turns } from '../turns.ts'
import { LinesInTurn } from './lines-in-turn.ts'
import type { Scene } from './scene.ts'

test('lines are renewed in a turn once they are fuller or emptier, and not with the first painting', () => {
  let nextFrame: (() => void) | undefined
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => {
    nextFrame = run
  })
  const renewed = vi.fn()
  const lines = new LinesInTurn(new Turns(), renewed)
  const sceneAt = (kept: { renew: () => void }, atMs: number) =>
    ({
      kept,
      projection: { size: { width: 1, height: 1 } },
      recording: { samples: { spanMs: 10, spans: 5 } },
      atMs,
      windowMs: 10,
    }) as unknown as Scene
  const first = sceneAt({ renew: vi.fn() }, 3)
  lines.follow(first)
  lines.follow({ ...first, atMs: 4 })
  expect(nextFrame).toBeUndefined()
  lines.follow({ ...first, atMs: 12 })
  expect(first.kept.renew).not.toHaveBeenCalled()
  nextFrame?.()
  expect(first.kept.renew).toHaveBeenCalledOnce()
  expect(renewed).toHaveBeenCalledOnce()
  nextFrame = undefined
  lines.follow({ ...first, atMs: 13 })
  // Another projection: painting has drawn its lines.
  lines.follow(sceneAt({ renew: vi.fn() }, 25))
  expect(nextFrame).toBeUndefined()
})
