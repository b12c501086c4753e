/** Links of several connections over long lines that lose packets: what they are for. */
import { expect, test } from 'vitest'
import { parseScenario, parseSetting, type Setting } from '../scenarios/scenario-file.ts'
import { Simulation } from '../simulation.ts'

const FAR = {
  rate: '20Mbps',
  rateBack: '50Mbps',
  delay: '50ms',
  delayBack: '0ms',
  queue: '250kB',
  loss: '0.5%',
  lossBack: '0%',
}

/** The time that one peer needs to get 20 MB from another. */
function timeOf(line: object, ...settings: string[]): number {
  const plan = {
    name: 'pair',
    about: 'One to one.',
    congestion: 'sctp',
    topology: {
      own: {
        name: 'pair',
        routers: ['internet'],
        tracker: 'tracker',
        peers: ['peer1', 'peer2'],
        links: [
          { from: 'tracker', to: 'internet', rate: '100Mbps', delay: '1ms' },
          { from: 'peer1', to: 'internet', ...line },
          { from: 'peer2', to: 'internet', ...line },
        ],
      },
    },
    torrent: { length: '20MB', pieceLength: '256KiB', joinWith: 'link' },
  }
  const set = settings.map(text => parseSetting(text) as Setting)
  const simulation = new Simulation(parseScenario(JSON.stringify(plan), { settings: set }), 1)
  simulation.run()
  return simulation.result.makespanMs ?? Number.POSITIVE_INFINITY
}

test('where one packet in 200 is lost, lanes are four times as fast, from the first second on', () => {
  expect(timeOf(FAR) / timeOf(FAR, 'lanes=true')).toBeGreaterThan(4)
})

test('on a way of a few milliseconds there are none', () => {
  const near = { ...FAR, delay: '2ms' }
  expect(timeOf(near, 'lanes=true') / timeOf(near)).toBeCloseTo(1, 3)
})
