/** Offers as a browser takes them, of nobody: a fingerprint that no certificate has, candidates by choice. */
import { randomBytes } from 'node:crypto'

export function offerSdp(candidates: readonly string[] = []): string {
  const fingerprint = randomBytes(32).toString('hex').toUpperCase().match(/../g)?.join(':')
  return [
    'v=0',
    `o=- ${randomBytes(6).readUIntBE(0, 6)} 2 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'a=msid-semantic: WMS',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:${randomBytes(3).toString('base64')}`,
    `a=ice-pwd:${randomBytes(18).toString('base64')}`,
    ...candidates.map(candidate => `a=${candidate}`),
    `a=fingerprint:sha-256 ${fingerprint}`,
    'a=setup:actpass',
    'a=mid:0',
    'a=sctp-port:5000',
    'a=max-message-size:262144',
    '',
  ].join('\r\n')
}

const PRIORITY = 2_113_937_151

export const udpCandidate = (host: string, port: number, n: number): string =>
  `candidate:${n} 1 udp ${PRIORITY - n} ${host} ${port} typ host generation 0`

export const tcpCandidate = (host: string, port: number, n: number): string =>
  `candidate:${n} 1 tcp ${PRIORITY - n} ${host} ${port} typ host tcptype passive generation 0`
