/** What simulated connections say of themselves: an SDP like a tab's, by whose name it is found again. */
import type { LinkId, PeerId } from '../base/ids.ts'
import type { Description } from '../wire/signal.ts'

/** Of the JSON that carries it: the SDP of a data channel with its candidates. */
const JSON_LENGTH = 1_500
/** 40 digits and a number, with a blank between them. */
const NAME_LENGTH = 64

const BEFORE_NAME = 'v=0\r\no='
const NAME_ENDS = BEFORE_NAME.length + NAME_LENGTH

const after = (setup: string, padding = ''): string =>
  [
    ' 0 IN IP4 0.0.0.0',
    `s=-${padding}`,
    't=0 0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'a=ice-ufrag:aaaa',
    `a=ice-pwd:${'a'.repeat(22)}`,
    `a=fingerprint:sha-256 00${':00'.repeat(31)}`,
    `a=setup:${setup}`,
    'a=sctp-port:5000',
    '',
  ].join('\r\n')

function padded(setup: string): string {
  const length = JSON.stringify(BEFORE_NAME + after(setup)).length - 2 + NAME_LENGTH
  return after(setup, ' '.repeat(JSON_LENGTH - length))
}

const AFTER_NAME = { offer: padded('actpass'), answer: padded('active') }

export const nameOf = (id: PeerId, link: LinkId): string =>
  `${id} ${`${link}`.padStart(NAME_LENGTH - id.length - 1, '0')}`

/** Nobody is there to whom it leads: no link has the number 0. */
export const offerOfNobody = (id: PeerId): string => describe('offer', nameOf(id, 0))

export const describe = (kind: Description['kind'], name: string): string =>
  BEFORE_NAME + name + AFTER_NAME[kind]

export const nameIn = (sdp: string): string => sdp.slice(BEFORE_NAME.length, NAME_ENDS)
