import { afterEach, expect, test } from 'vitest'
import { DEFAULT_POLICIES } from '../../shared/bittorrent/policies.ts'
import { TorrentError, type TorrentFault } from '../../shared/torrent/info.ts'
import { MagnetError } from '../../shared/torrent/magnet.ts'
import { HostError, UnreadableError } from '../host/api.ts'
import { serverSentenceIn } from '../host/sentences.ts'
import { checkPolicies } from '../host/session/exchange-settings.ts'
import { asLinkError } from '../host/session/read-text.ts'
import { checkShaping, UNSHAPED } from '../host/session/shaping.ts'
import { STORE_SENTENCES } from '../host/storage/piece-store.ts'
import { checkGoal } from '../host/torrent/torrent-settings.ts'
import german from '../language/de/errors.ts'
import germanShare from '../language/de/share.ts'
import english from '../language/en/errors.ts'
import { errors } from '../language/errors.ts'
import { language } from '../language/language.ts'
import { share } from '../language/share.ts'
import { errorInWords, serverInWords, troubleInWords } from './error-words.ts'

errors.put('de', german)
share.put('de', germanShare)
afterEach(() => {
  language.value = 'en'
})

function thrownBy(act: () => void): HostError {
  try {
    act()
  } catch (error) {
    if (error instanceof HostError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const file = (name: string) => ({ file: new File([], name), path: [name] })
const policies = (change: object) => () => checkPolicies({ ...DEFAULT_POLICIES, ...change })
const shaping = (change: object) => () => checkShaping({ ...UNSHAPED, ...change })

test.each<[string, () => HostError, RegExp]>([
  ['slots', () => thrownBy(policies({ uploadSlots: 0 })), /^Bediene 1 bis 100/],
  ['random first', () => thrownBy(policies({ randomFirst: -1 })), /zufällig/],
  ['play rate', () => thrownBy(policies({ playRateBytesPerSec: 0 })), /abgespielt/],
  ['blocks', () => thrownBy(policies({ blockBytes: 1 })), /^Wähle Blöcke/],
  ['pieces at once', () => thrownBy(policies({ piecesAtOnce: 0 })), /^Hole 1 bis/],
  ['a strange policy', () => thrownBy(policies({ picking: 'by colour' })), /angebotenen/],
  ['a rate', () => thrownBy(shaping({ uploadBitsPerSec: 1 })), /^Wähle eine Grenze/],
  ['a delay', () => thrownBy(shaping({ delayMs: -1 })), /bis 10\.000\sms/],
  ['a loss', () => thrownBy(shaping({ lossShare: 1 })), /bis 50\s%/],
  ['a goal', () => thrownBy(() => checkGoal({ ratio: 0, seedingMs: undefined })), /Verhältnis/],
  [
    'a link',
    () => asLinkError(new MagnetError('bad-hash', 'This link is damaged.')) as HostError,
    /^Dieser Link ist beschädigt/,
  ],
  ['a file', () => new UnreadableError([file('a')]), /^„a“ kann nicht gelesen werden/],
  [
    'files',
    () => new UnreadableError([file('a'), file('b'), file('c')]),
    /^„a“ und 2 weitere können nicht/,
  ],
  ['a code', () => new HostError('no-files', 'Choose at least one file to share.'), /^Wähle mind/],
])('%s: refused in English, and said in German', (_, make, said) => {
  const error = make()
  expect(errorInWords(error)).toBe(error.message)
  language.value = 'de'
  expect(errorInWords(error)).toMatch(said)
})

test('what is only there in English is said in it, and is known to be', () => {
  language.value = 'de'
  const strange = new HostError('bad-gossip', 'It must be a whole number.')
  expect(errorInWords(strange)).toEqual({ english: strange.message })
  expect(troubleInWords('Something new.')).toEqual({ english: 'Something new.' })
})

test('why a torrent is stuck is known again by its sentence', () => {
  language.value = 'de'
  expect(troubleInWords(new TorrentError('empty').message)).toMatch(
    /^Dieser Torrent .*: Er ist leer\./,
  )
  for (const sentence of Object.values(STORE_SENTENCES))
    expect(troubleInWords(sentence)).not.toHaveProperty('english')
})

test.each(Object.entries(english.torrentFaults))(
  'a torrent that is unusable, as %s: the table says in English what its error says, and the amounts elsewhere',
  (fault, why) => {
    const { message } = new TorrentError(fault as TorrentFault)
    expect(message).toBe(english.unusable(why.replace(',000', '000')))
    language.value = 'de'
    const amounts = (words: unknown) => `${words}`.replace(/(?<=\d)[.,](?=\d)/g, '').match(/\d+/g)
    expect(amounts(troubleInWords(message))).toEqual(amounts(message))
  },
)

test.each(Object.entries(english.server))(
  'what the server refuses, as %s, is known again by its sentence',
  (kind, sentence) => {
    expect(serverSentenceIn(sentence)).toBe(kind)
    expect(serverInWords(sentence)).toBe(sentence)
    language.value = 'de'
    expect(serverInWords(sentence)).toBe(german.server[kind as keyof typeof german.server])
  },
)

test('what another server says is in its own words', () => {
  language.value = 'de'
  expect(serverInWords('Not here. Go away.')).toEqual({ english: 'Not here. Go away.' })
  expect(serverInWords('not here')).toBeUndefined()
})

test('until its texts have come it is said in English', () => {
  language.value = 'ca'
  const error = new HostError('no-files', 'Choose at least one file to share.')
  expect(errorInWords(error)).toEqual({ english: error.message })
})
