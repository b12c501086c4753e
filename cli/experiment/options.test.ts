/** What people type, and the sentence they get if it is not understood. */
import { expect, test } from 'vitest'
import { EXPERIMENTS } from '../../shared/experiments/catalogue.ts'
import { parseOptions } from './options.ts'

test('experiments by name, once each, or all; ten seeds unless said otherwise', () => {
  expect(parseOptions(['all', '--docs'])).toMatchObject({
    experiments: EXPERIMENTS,
    seeds: 10,
    out: 'results',
    docs: true,
  })
  expect(
    parseOptions(['churn', 'loss', 'churn', '--seeds', '3', '--out', 'there', '--jobs', '1']),
  ).toMatchObject({
    experiments: [{ name: 'churn' }, { name: 'loss' }],
    seeds: 3,
    out: 'there',
    jobs: 1,
    tabs: false,
    docs: false,
  })
  expect(parseOptions(['seeders', '--tabs'])).toMatchObject({ tabs: true })
  expect(parseOptions(['--list'])).toEqual({ command: 'list' })
  expect(parseOptions(['-h'])).toEqual({ command: 'help' })
})

test.each([
  [[], /^Say which experiment: all, file-size, /],
  [['chrun'], /^There is no experiment "chrun". There are: all, /],
  [['churn', '--docs'], /^--docs shows all experiments/],
  [['all', '--seeds', '0'], /^--seeds must be a whole number from 1 to 1000, not "0"/],
  [['all', '--jobs', 'many'], /^--jobs must be/],
  [['all', '--tabs', '--keep'], /^--keep is for what is simulated/],
  [['all', '--tabs', '--docs'], /^--docs shows what is simulated/],
])('%j is refused with a sentence', (args, sentence) => {
  expect(() => parseOptions(args)).toThrow(sentence)
})
