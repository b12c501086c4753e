import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../base/random.ts'
import {
  answerTo,
  CHROMIUM,
  FIREFOX,
  FIREFOX_WHOLE,
  LEGACY,
  LIBDATACHANNEL,
} from '../testing/descriptions.ts'
import { CandidateFilter } from './candidate.ts'
import { mutate } from './mutate.ts'
import { checkSdp, type SdpRefusal } from './sdp.ts'
import { MAX_SDP_LENGTH } from './signal.ts'

const check = (sdp: string, kind: 'offer' | 'answer' = 'offer', filter = new CandidateFilter()) =>
  checkSdp(kind, sdp, filter)
const kept = (sdp: string): string => {
  const checked = check(sdp)
  expect(checked).toMatchObject({ ok: true })
  return checked.ok ? checked.sdp : ''
}
const without = (line: RegExp): string => CHROMIUM.replace(line, '')

describe.each([
  ['Chromium, Edge and Safari', CHROMIUM],
  ['Firefox', FIREFOX],
  ['Firefox, all at once', FIREFOX_WHOLE],
  ['libdatachannel', LIBDATACHANNEL],
  ['drafts of the standard', LEGACY],
])('%s', (_, sdp) => {
  test('is understood, as offer and as answer', () => {
    expect(check(sdp)).toMatchObject({ ok: true })
    expect(check(answerTo(sdp), 'answer')).toMatchObject({ ok: true })
    expect(check(sdp.replaceAll('\r\n', '\n'))).toMatchObject({ ok: true })
  })

  test('keeps all that makes a connection, and reads the same a second time', () => {
    const once = kept(sdp)
    for (const name of ['ice-ufrag', 'ice-pwd', 'fingerprint', 'setup', 'mid', 'candidate'])
      expect(once.match(new RegExp(`^a=${name}:.*$`, 'gm'))).toEqual(
        sdp.match(new RegExp(`^a=${name}:.*$`, 'gm')),
      )
    expect(kept(once)).toBe(once)
  })
})

test.each<[string, string, SdpRefusal]>([
  ['nothing', '', 'not an SDP'],
  ['a word', 'v=0', 'not an SDP'],
  ['two words', 'v=0\r\nhello', 'not an SDP'],
  ['JSON', '{"type":"offer","sdp":"v=0"}', 'not an SDP'],
  ['another version', CHROMIUM.replace('v=0', 'v=1'), 'not an SDP'],
  ['no origin', without(/o=.*\r\n/), 'not an SDP'],
  ['no time', without(/t=.*\r\n/), 'not an SDP'],
  ['two sessions', CHROMIUM + CHROMIUM, 'not an SDP'],
  ['a control character', CHROMIUM.replace('s=-', 's=\u0000'), 'not an SDP'],
  ['no medium', without(/m=[\s\S]*/), 'not exactly one data channel'],
  ['a refused medium', CHROMIUM.replace(' 9 ', ' 0 '), 'not exactly one data channel'],
  ['two media', CHROMIUM + CHROMIUM.slice(CHROMIUM.indexOf('m=')), 'not exactly one data channel'],
  [
    'audio',
    CHROMIUM.replace(/m=.*/, 'm=audio 9 UDP/TLS/RTP/SAVPF 111'),
    'not exactly one data channel',
  ],
  ['no ufrag', without(/a=ice-ufrag.*\r\n/), 'no ICE credentials'],
  ['no password', without(/a=ice-pwd.*\r\n/), 'no ICE credentials'],
  ['a short password', CHROMIUM.replace(/(ice-pwd:.{21}).*/, '$1'), 'contradicts itself'],
  ['two ufrags', `${CHROMIUM}a=ice-ufrag:other\r\n`, 'contradicts itself'],
  ['no fingerprint', without(/a=fingerprint.*\r\n/), 'no SHA-256 fingerprint'],
  ['a short fingerprint', CHROMIUM.replace(/:BF\r\n/, '\r\n'), 'no SHA-256 fingerprint'],
  ['a weak fingerprint', CHROMIUM.replace('sha-256', 'sha-1'), 'no SHA-256 fingerprint'],
  ['no role', without(/a=setup.*\r\n/), 'no DTLS role'],
  ['a made-up role', CHROMIUM.replace('actpass', 'holdconn'), 'contradicts itself'],
  ['no SCTP port', without(/a=sctp-port.*\r\n/), 'no SCTP port'],
  ['SCTP port 0', CHROMIUM.replace('sctp-port:5000', 'sctp-port:0'), 'no SCTP port'],
  ['SCTP port 65,536', CHROMIUM.replace('sctp-port:5000', 'sctp-port:65536'), 'no SCTP port'],
  ['a thousand lines', CHROMIUM + 'a=x\r\n'.repeat(1_000), 'too many lines'],
])('%s is refused', (_, sdp, refusal) => {
  expect(check(sdp)).toEqual({ ok: false, refusal })
})

test('an answer has to say who begins', () => {
  expect(check(CHROMIUM, 'answer')).toEqual({ ok: false, refusal: 'no DTLS role' })
})

test('what a data channel has no use for is left out, and addresses outside candidates too', () => {
  const extra = 'a=rtpmap:111 opus/48000/2\r\na=ssrc:1 cname:x\r\na=identity:e30=\r\na=ice-lite\r\n'
  expect(kept(CHROMIUM + extra)).toBe(kept(CHROMIUM))
  expect(kept(CHROMIUM.replace('IP4 0.0.0.0', 'IP4 192.168.1.1'))).toBe(kept(CHROMIUM))
})

test('candidates that may not be tried are taken out, and those that are left count for later ones', () => {
  const line = (address: string, port: number) =>
    `a=candidate:1 1 udp 2122260223 ${address} ${port} typ host\r\n`
  const bad = ['127.0.0.1', '169.254.169.254', 'router.lan', '::1']
    .map(ip => line(ip, 8080))
    .join('')
  const good = line('192.168.1.2', 8080)
  expect(kept(CHROMIUM + bad + good)).toBe(kept(CHROMIUM) + good)

  const filter = new CandidateFilter()
  const many = Array.from({ length: 200 }, (_, n) => line(`203.0.113.${n}`, 8080)).join('')
  const checked = check(CHROMIUM + many, 'offer', filter)
  expect(checked.ok && checked.sdp.match(/a=candidate/g)).toHaveLength(24)
  expect(filter.refuses(line('192.168.1.2', 8080).slice(2, -2))).toBe('too many')
})

test('what is kept is never more than was there, nor read otherwise by another splitting of lines', () => {
  const original = [CHROMIUM, FIREFOX, LIBDATACHANNEL, LEGACY]
  const lines = original.flatMap(sdp => sdp.split('\r\n'))
  const mixed = fc.array(fc.oneof(fc.constantFrom(...lines), fc.string()), { maxLength: 40 })
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .tuple(mixed, fc.constantFrom('\r\n', '\n', '\r', '\u2028'))
      .map(([all, end]) => all.join(end)),
    fc.tuple(fc.constantFrom(...original), mixed).map(([sdp, all]) => sdp + all.join('\r\n')),
  )
  fc.assert(
    fc.property(text, sdp => {
      const checked = check(sdp)
      if (!checked.ok) return
      const given = new Set(sdp.split(/\r?\n/))
      for (const line of checked.sdp.split('\r\n').slice(0, -1)) {
        expect(line).toMatch(/^[a-z]=[\x20-\x7e]*$/)
        if (!line.startsWith('c=')) expect(given).toContain(line)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('mutated descriptions are refused or kept, and none throws', () => {
  const random = seededRandom(1)
  let ok = 0
  for (let i = 0; i < 5_000; i++) {
    const bytes = new TextEncoder().encode(i % 2 ? FIREFOX : LIBDATACHANNEL)
    if (check(new TextDecoder().decode(mutate(bytes, random))).ok) ok++
  }
  expect(ok).toBeGreaterThan(0)
  expect(ok).toBeLessThan(5_000)
})

test('the longest one is read at once', () => {
  const longest = `${CHROMIUM}a=${'candidate:'.repeat(2_000)}`.slice(0, MAX_SDP_LENGTH)
  const began = performance.now()
  for (let i = 0; i < 20; i++) check(longest)
  expect((performance.now() - began) / 20).toBeLessThan(20)
})
