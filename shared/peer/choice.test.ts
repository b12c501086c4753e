/** One peer that wants a part: what it asks for, and what it tells the tracker. */
import { expect, test } from 'vitest'
import { type Actor, INFO, PeerStage } from '../testing/peer-stage.ts'
import { encodeExtendedHandshake, parseExtendedHandshake } from '../wire/extended.ts'

/** A digit for each of the six pieces. */
const prioritise = (stage: PeerStage, drawn: string) =>
  stage.tell({ type: 'prioritise', priorities: Uint8Array.from([...drawn].map(Number)) })

const stageOf = () => {
  const stage = new PeerStage({ info: INFO })
  const seeder = stage.greet(1)
  return { stage, seeder }
}

test('finished is who holds all that is wanted; the tracker hears of a seeder only when it is all', () => {
  const { stage, seeder } = stageOf()
  prioritise(stage, '440044')
  seeder.serves('******')
  seeder.answerAll()
  expect(seeder.requests.every(({ piece }) => piece !== 2 && piece !== 3)).toBe(true)
  expect([stage.view.phase, stage.view.heldCount]).toEqual(['seeding', 4])
  expect(stage.eventsOf('finished')).toHaveLength(1)
  expect(stage.announces()).not.toContain('completed')

  prioritise(stage, '444444')
  expect(stage.view.phase).toBe('downloading')
  seeder.answerAll()
  expect([stage.view.phase, stage.view.heldCount]).toEqual(['seeding', 6])
  expect(stage.eventsOf('finished')).toHaveLength(2)
  expect(stage.announces()).toContain('completed')
})

test('a choice made before the store is open holds from the first request on', () => {
  const stage = new PeerStage()
  const seeder = stage.greet(1)
  seeder.offersMetadata()
  stage.disk = 'silent'
  seeder.sendsMetadata([0, 1, 2])
  stage.answerDisk()
  expect(stage.view.phase).toBe('opening')
  prioritise(stage, '000004')
  stage.answerDisk()
  seeder.serves('******')
  expect(new Set(seeder.requests.map(({ piece }) => piece))).toEqual(new Set([5]))
})

const saysUploadOnly = ({ heard }: Actor): (boolean | undefined)[] =>
  heard.flatMap(message =>
    message.type === 'extended' && message.id === 0
      ? [parseExtendedHandshake(message.payload).uploadOnly]
      : [],
  )

test('who has all that it chose says so, takes it back when it chooses more, and not at every click', () => {
  const { stage, seeder } = stageOf()
  prioritise(stage, '440000')
  seeder.serves('******')
  expect(saysUploadOnly(seeder)).toEqual([undefined])
  seeder.answerAll()
  expect(saysUploadOnly(seeder)).toEqual([undefined, true])
  expect(saysUploadOnly(stage.greet(2)), 'who comes later hears it too').toEqual([true])

  for (const drawn of ['440044', '440000', '440044']) {
    prioritise(stage, drawn)
    stage.pass(1_000)
  }
  expect(saysUploadOnly(seeder)).toEqual([undefined, true])
  stage.pass(5_000)
  expect(saysUploadOnly(seeder)).toEqual([undefined, true, undefined])
})

test('the whole is told of by its pieces alone', () => {
  const { seeder } = stageOf()
  seeder.serves('******')
  seeder.answerAll()
  expect(saysUploadOnly(seeder)).toEqual([undefined])
})

test('what a remote says of itself is shown', () => {
  const { stage, seeder } = stageOf()
  const says = (uploadOnly: boolean) =>
    seeder.say({
      type: 'extended',
      id: 0,
      payload: encodeExtendedHandshake({ extensions: new Map(), uploadOnly }),
    })
  says(true)
  expect(stage.view.links[0]?.uploadOnly).toBe(true)
  says(false)
  expect(stage.view.links[0]?.uploadOnly).toBe(false)
})
