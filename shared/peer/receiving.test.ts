/** What a remote says before we know the metadata is acted on when the store opens: its fault is its own. */
import { expect, test } from 'vitest'
import { INFO, INFO_HASH, PeerStage } from '../testing/peer-stage.ts'
import { encodeExtendedHandshake } from '../wire/extended.ts'
import { type ExchangeChoice, swarmOf } from './exchange-choice.ts'

const GOSSIP: ExchangeChoice = { kind: 'gossip' }
const IN_SWARM = { infoHash: swarmOf(INFO_HASH, GOSSIP) }

/** A newcomer by magnet: two remotes that do not gossip, and between them one that does. */
function newcomer() {
  const stage = new PeerStage({ exchange: GOSSIP })
  const [first, honest, last] = [1, 2, 3].map(n => stage.call(n)) as [
    ReturnType<PeerStage['call']>,
    ReturnType<PeerStage['call']>,
    ReturnType<PeerStage['call']>,
  ]
  for (const actor of [first, honest, last]) actor.shake(IN_SWARM)
  first.speaks('ts_pex')
  last.speaks('ts_pex')
  const extensions = new Map([
    ['ut_metadata', 7],
    ['ts_gossip', 23],
  ])
  const payload = encodeExtendedHandshake({ extensions, metadataSize: INFO.bytes.length })
  honest.say({ type: 'extended', id: 0, payload })
  honest.sendsMetadata(honest.metadataRequests)
  return { stage, first, honest, last }
}

test('who does not gossip is dropped when the exchange begins, and nobody else is', () => {
  const { stage, first, honest, last } = newcomer()
  expect(stage.view.phase).toBe('downloading')
  expect([first.fault, honest.fault, last.fault]).toEqual([
    'bad-extension',
    undefined,
    'bad-extension',
  ])
  expect(honest.heardExtended('ts_gossip')).not.toEqual([])
})

test('who says before the exchange begins what it may not say then is dropped, and nobody else is', () => {
  const stage = new PeerStage()
  const [liar, honest] = [stage.greet(1), stage.greet(2)]
  liar.say({ type: 'have', piece: INFO.pieceCount })
  honest.offersMetadata()
  honest.say({ type: 'have', piece: 1 })
  honest.sendsMetadata(honest.metadataRequests)
  expect([liar.fault, honest.fault]).toEqual(['bad-range', undefined])
  expect(honest.heard).toContainEqual({ type: 'interested' })
})
