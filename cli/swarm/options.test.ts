import { expect, test } from 'vitest'
import { DEFAULT_GOSSIP } from '../../shared/wire/gossip-style.ts'
import { parseSize, UsageError } from '../command.ts'
import { parseOptions } from './options.ts'

test('nothing asked for is four Chromium tabs, one seeder and 20 MB', () => {
  expect(parseOptions([])).toEqual({
    kind: 'plain',
    tabs: 4,
    seeders: 1,
    browsers: ['chromium'],
    content: { bytes: 20_000_000 },
    gossip: undefined,
    policies: undefined,
    figure: undefined,
    homes: undefined,
    relay: false,
    json: false,
  })
})

test('a mode makes it gossip, as usual but for what is said', () => {
  const gossip = (line: string) => {
    const options = parseOptions(line.split(' '))
    return options?.kind === 'plain' ? options.gossip : options
  }
  expect(gossip('--mode bittorrent')).toBeUndefined()
  expect(gossip('--mode pull')).toEqual({ ...DEFAULT_GOSSIP, mode: 'pull' })
  expect(gossip('--mode push --fidelity literal --round 200 --fan-out 2')).toEqual({
    mode: 'push',
    fidelity: 'literal',
    roundMs: 200,
    fanOut: 2,
  })
})

test('a cluster has a number of servers, and its tabs are on this machine', () => {
  expect(parseOptions(['--cluster', '3'])).toMatchObject({ kind: 'plain', cluster: 3 })
  for (const [line, sentence] of [
    ['--cluster none', '--cluster must be a whole number from 1 to 16'],
    ['--cluster 3 --homes cone', '--cluster and --homes are not for one swarm'],
    ['--cluster 3 --topology thesis-20', 'On an emulated network'],
  ] as const)
    expect(() => parseOptions(line.split(' '))).toThrow(sentence)
})

test("BitTorrent may be the thesis's, and blocks shorter", () => {
  const policies = (line: string) => {
    const options = parseOptions(line.split(' '))
    return options?.kind === 'plain' ? options.policies : options
  }
  expect(policies('--mode bittorrent')).toBeUndefined()
  expect(policies('--fidelity standard')).toBeUndefined()
  expect(policies('--fidelity literal')).toEqual({ fidelity: 'literal', askBy: 'piece' })
  expect(policies('--mode bittorrent --block-bytes 4096')).toEqual({ blockBytes: 4096 })
  expect(policies('--fidelity literal --ask-by block --pieces-at-once 3')).toEqual({
    fidelity: 'literal',
    askBy: 'block',
    piecesAtOnce: 3,
  })
})

test('homes are of kinds that there are, a relay stands between them', () => {
  const options = parseOptions(['--homes', 'cone, symmetric', '--relay'])
  expect(options).toMatchObject({ kind: 'plain', homes: ['cone', 'symmetric'], relay: true })
  for (const [line, sentence] of [
    ['--homes tent', '--homes knows cone, symmetric, no-udp, ipv6, not "tent".'],
    ['--relay', '--relay is for homes'],
    ['--homes cone --browsers firefox', '--homes are for chromium'],
    ['--homes cone --topology thesis-20', 'On an emulated network'],
    ['--relay --topology thesis-20', 'On an emulated network'],
  ] as const)
    expect(() => parseOptions(line.split(' ')), line).toThrow(sentence)
})

test('a topology or a scenario makes it an emulated swarm', () => {
  const emulated = {
    kind: 'emulated',
    scenario: undefined,
    topology: 'thesis-46',
    settings: [],
    dilation: undefined,
    peersPerTab: 1,
    seed: 1,
    json: false,
  }
  expect(parseOptions(['--topology', 'thesis-46'])).toEqual(emulated)
  const flags =
    '--scenario thesis-20 --dilation 7.5 --peers-per-tab 4 --seed 9 --set seeders=2 --json'
  expect(parseOptions(flags.split(' '))).toEqual({
    ...emulated,
    scenario: 'thesis-20',
    topology: undefined,
    settings: [expect.objectContaining({ path: ['seeders'] })],
    dilation: 7.5,
    peersPerTab: 4,
    seed: 9,
    json: true,
  })
})

test.each([
  ['20MB', 20_000_000],
  ['500kB', 500_000],
  ['1.5GiB', 1_610_612_736],
  ['64 KiB', 65_536],
  ['7', 7],
  ['MB', undefined],
  ['20TB', undefined],
  ['-1MB', undefined],
])('size %s is %s', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes)
})

test.each([
  [['--tabs', '1'], /--tabs must be .* from 2 to/],
  [['--tabs', 'many'], /not "many"/],
  [['--tabs', '3', '--seeders', '3'], /--seeders must be .* from 1 to 2/],
  [['--browsers', 'chromium,netscape'], /not "netscape"/],
  [['--size', '0MB'], /not "0MB"/],
  [['--file', '/no/such/file'], /there is no file/],
  [['--file', 'package.json', '--size', '1MB'], /not both/],
  [['--topology', 'star', '--tabs', '3'], /the scenario says what --tabs would/],
  [['--dilation', '4'], /--dilation is for emulated networks/],
  [['--topology', 'star', '--dilation', '0.5'], /--dilation must be .* from 1 to/],
  [['--topology', 'star', '--peers-per-tab', '99'], /--peers-per-tab must be .* from 1 to 12/],
  [['--topology', 'star', '--set', 'pieces'], /--set needs a key and a value/],
  [['--mode', 'shout'], /--mode must be one of bittorrent, push, pull, push-pull, not "shout"/],
  [['--fidelity', 'informed'], /standard or literal, not "informed"/],
  [['--ask-by', 'block'], /--ask-by is for the thesis's client/],
  [['--fidelity', 'literal', '--ask-by', 'luck'], /piece or block, not "luck"/],
  [['--fidelity', 'literal', '--pieces-at-once', '0'], /from 1 to 1000/],
  [['--block-bytes', '16385'], /from 1024 to 16384/],
  [['--mode', 'push', '--block-bytes', '4096'], /--block-bytes is for --mode bittorrent/],
  [['--round', '200'], /--round is for gossip/],
  [['--mode', 'push', '--fidelity', 'hearsay'], /"hearsay" is a fidelity/],
  [['--mode', 'push', '--round', '5'], /round of gossip must be .* from 50 to/],
  [['--figure', '/no/such/folder/a.svg'], /there is no folder/],
  [['--topology', 'star', '--mode', 'push'], /the scenario says what --mode would/],
  [['--colour'], /--colour/],
])('%j is refused with a sentence', (args, sentence) => {
  expect(() => parseOptions(args)).toThrow(UsageError)
  expect(() => parseOptions(args)).toThrow(sentence)
})
