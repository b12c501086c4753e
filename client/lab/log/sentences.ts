/** Log records as sentences. An unknown event is shown field by field. */
import { countOf } from '../../share/format.ts'
import type { LogRecord } from '../recording/log-records.ts'

type Say = (record: LogRecord, remote: string) => string

const block = ({ numbers }: LogRecord): string =>
  `piece ${numbers.piece}, block at ${numbers.begin}`
const number = ({ numbers }: LogRecord, name: string): number => numbers[name] ?? 0

/** A message, sent or received. */
const crossing =
  (what: Say): Say =>
  (record, remote) =>
    record.by === 'me'
      ? `Told ${remote}: ${what(record, remote)}`
      : `Heard from ${remote}: ${what(record, remote)}`

const WORDS: Readonly<Record<string, Say>> = {
  joined: () => 'Joined the swarm',
  announced: record =>
    `Announced itself: ${countOf(number(record, 'seeders'), 'seeder')}, ${countOf(number(record, 'leechers'), 'leecher')} are listed`,
  announceFailed: ({ text }) => `The tracker refused: ${text}`,
  trackerDown: ({ text }) => `The tracker is not reached: ${text}`,
  dialled: (_, remote) => `Dials ${remote}`,
  dialFailed: ({ text }, remote) => `No link to ${remote}: ${text}`,
  linked: (_, remote) => `Linked with ${remote}`,
  unlinked: ({ text }, remote) => `${remote} is gone: ${text}`,
  banned: ({ text }, remote) => `Shuts ${remote} out: ${text}`,
  opened: record =>
    `Has ${number(record, 'held')} of ${countOf(number(record, 'pieces'), 'piece')}`,
  metadataReceived: (_, remote) => `Got the metadata from ${remote}`,
  metadataFailed: (_, remote) => `${remote} sent metadata that is not the torrent's`,
  choked: ({ by }, remote) => (by === 'me' ? `Chokes ${remote}` : `Choked by ${remote}`),
  unchoked: ({ by }, remote) => (by === 'me' ? `Unchokes ${remote}` : `Unchoked by ${remote}`),
  requested: (record, remote) => `Asked ${remote} for ${block(record)}${pickOf(record)}`,
  snubbed: (record, remote) =>
    `${remote} does not answer: ${countOf(number(record, 'released'), 'request')} go to others`,
  pieceHeld: record => `Piece ${number(record, 'piece')} is verified and held`,
  pieceFailed: record => `Piece ${number(record, 'piece')} was bad: fetched again`,
  finished: () => 'Finished: has everything',
  handshake: crossing(() => 'handshake'),
  interested: crossing(() => 'interested'),
  notInterested: crossing(() => 'not interested'),
  haveAll: crossing(() => 'have all'),
  haveNone: crossing(() => 'have none'),
  bitfield: crossing(() => 'bitfield'),
  have: crossing(record => `have piece ${number(record, 'piece')}`),
  suggest: crossing(record => `suggest piece ${number(record, 'piece')}`),
  allowedFast: crossing(record => `piece ${number(record, 'piece')} is given even while choked`),
  request: crossing(record => `request of ${block(record)}`),
  cancel: crossing(record => `cancel of ${block(record)}`),
  reject: crossing(record => `reject of ${block(record)}`),
  extended: crossing(() => 'extended message'),
  block: (record, remote) =>
    record.by === 'me'
      ? `Sent ${remote} ${block(record)}`
      : `Received from ${remote} ${block(record)}`,
}

const PICKS: Readonly<Record<string, string>> = {
  random: ' (random pick)',
  rarest: ' (rarest first)',
  partial: ' (of a piece begun)',
  endgame: ' (endgame)',
}

const pickOf = ({ text }: LogRecord): string => (text ? (PICKS[text] ?? ` (${text})`) : '')

/** `nameOf`: the name of a row's peer. */
export function inWords(record: LogRecord, nameOf: (row: number) => string): string {
  const remote = record.remote === undefined ? 'someone' : nameOf(record.remote)
  const say = Object.hasOwn(WORDS, record.event) ? WORDS[record.event] : undefined
  if (say) return say(record, remote)
  const fields = Object.entries(record.numbers).map(([name, value]) => `${name} ${value}`)
  const who = record.remote === undefined ? [] : [remote]
  return [record.event, ...who, ...fields, ...(record.text ? [record.text] : [])].join(', ')
}
