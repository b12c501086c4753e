import { expect, test } from 'vitest'
import { sentencesOf } from './sweep-words.ts'

test('what follows, in sentences, with the line that it is about', () => {
  const times = { mean: 2.0012, ci95: 0.0349 }
  const [at, from] = ['torrent.pieces=25', '13']
  const little = { mean: 0.0385, ci95: 0.0012 }
  expect(
    sentencesOf([
      { line: undefined, conclusions: [{ is: 'slower', at, from, times }] },
      { line: undefined, conclusions: [{ is: 'faster', at, from, times: little }] },
      {
        line: 'seeders=2',
        conclusions: [
          { is: 'oneRun', at, from, times: { mean: 123.4, ci95: null } },
          { is: 'unfinished', at: 'torrent.pieces=50', finished: 2, runs: 3 },
        ],
      },
    ]),
  ).toEqual([
    'At pieces = 25 the makespan is 2.00 ± 0.03 times that at 13 (95 %): slower.',
    'At pieces = 25 the makespan is 0.0385 ± 0.0012 times that at 13 (95 %): faster.',
    'seeders = 2: At pieces = 25 the makespan is 123 times that at 13 in one run: nothing follows without more seeds. At pieces = 50 everyone finished in 2 of 3 runs only.',
  ])
})
