import { expect, test } from 'vitest'
import { DEFAULT_GOSSIP } from '../../shared/wire/gossip-style.ts'
import { type Held, heldFigure, heldOf, infopeer } from './infopeer.ts'

const RUN: Held = {
  gossip: { ...DEFAULT_GOSSIP, mode: 'push' },
  pieces: 9,
  endMs: 3_400,
  curves: [
    { name: 'tab 1', steps: [[0, 9]] },
    {
      name: 'tab 2',
      steps: [
        [900, 0],
        [1_000, 3],
        [3_400, 9],
      ],
    },
  ],
}

test('the table says who held how much when', () => {
  expect(infopeer(RUN).split('\n')).toEqual([
    'Pieces held  0 s  0.5 s  1 s  1.5 s  2 s  2.5 s  3 s  end',
    'tab 1          9      9    9      9    9      9    9    9',
    'tab 2          0      0    3      3    3      3    3    9',
  ])
})

test('the figure says what it shows, and who each line is', () => {
  const figure = heldFigure(RUN)
  expect(figure).toContain(
    '<title>Pieces held by each of 2 tabs, gossip by push (informed), rounds of 1 s, fan-out 3</title>',
  )
  for (const { name } of RUN.curves) expect(figure).toContain(`>${name}</text>`)
  expect(figure).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" .*<\/svg>\n$/s)
})

test('time begins when the first of those who fetch knows what there is', () => {
  const tab = (name: string, ...heldAt: (readonly [number, number])[]) => ({
    name,
    snapshot: { pieceCount: 9, heldAt },
  })
  const tabs = [
    tab('tab 1', [50, 4], [90, 9]),
    tab('tab 2', [250, 0], [500, 9]),
    tab('tab 3', [200, 0], [400, 1]),
    { name: 'tab 4', snapshot: undefined },
  ]
  expect(heldOf(tabs, 100, undefined)).toEqual({
    gossip: undefined,
    pieces: 9,
    endMs: 300,
    curves: [
      { name: 'tab 1', steps: [[0, 9]] },
      {
        name: 'tab 2',
        steps: [
          [0, 0],
          [50, 0],
          [300, 9],
        ],
      },
      {
        name: 'tab 3',
        steps: [
          [0, 0],
          [200, 1],
        ],
      },
      { name: 'tab 4', steps: [[0, 0]] },
    ],
  })
})

test('nobody who fetches ever knew: there is what the others held from the start', () => {
  const seeder = { name: 'tab 1', snapshot: { pieceCount: 9, heldAt: [[90, 9] as const] } }
  expect(heldOf([seeder], 100, undefined)).toMatchObject({
    endMs: 0,
    curves: [{ steps: [[0, 9]] }],
  })
})
