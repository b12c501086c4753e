import { expect, test } from 'vitest'
import { planSweep } from './sweeps.ts'

const document = JSON.stringify({
  name: 'small',
  about: 'A star of eight.',
  topology: { builtIn: 'star', peers: 8 },
  torrent: { pieces: 6, blocksPerPiece: 4 },
})
const sweep = (...vary: string[]) => planSweep({ document, vary, seeds: [1, 2] })

test('each point is held to what a tab can run', () => {
  expect(sweep('torrent.pieces=5,10,15')).toEqual({ ok: true, points: 3 })
  expect(sweep('torrent.pieces=5,5000')).toMatchObject({
    ok: false,
    why: { is: 'torrent-too-large' },
  })
  expect(sweep('seeders=1,8')).toMatchObject({
    ok: false,
    why: { is: 'bad-sweep', fault: { is: 'only-seeders', place: 'seeders=8' } },
  })
})
