import { expect, test } from 'vitest'
import type { LoggedEvent, PeerId } from '../../host/api.ts'
import { peerName } from '../names.ts'
import { eventInWords } from './event-words.ts'

const remote = '0'.repeat(40) as PeerId

test.each<[LoggedEvent['event'], string]>([
  [{ event: 'joined' }, 'Joined the swarm'],
  [
    { event: 'requested', remote, piece: 3, begin: 16_384, pick: 'rarest' },
    'Requested 3 at 16384 from Amber Auk (rarest)',
  ],
  [
    { event: 'block', remote, by: 'remote', piece: 3, begin: 0, length: 9 },
    'From Amber Auk: block 3 at 0',
  ],
  [{ event: 'have', remote, by: 'me', piece: 3 }, 'To Amber Auk: have piece 3'],
  [{ event: 'unchoked', remote, by: 'me' }, 'To Amber Auk: unchoke'],
  [{ event: 'notInterested', remote, by: 'me' }, 'To Amber Auk: not interested'],
])('$event.event is a sentence', (event, words) => {
  expect(eventInWords(event, peerName)).toBe(words)
})

test('what nobody has put into words here is told by its record', () => {
  const strange = { event: 'somethingNew', piece: 4 } as never as LoggedEvent['event']
  expect(eventInWords(strange, peerName)).toBe('somethingNew, piece 4')
})
