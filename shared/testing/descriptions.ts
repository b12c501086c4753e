/** Session descriptions as several clients make them, addresses and keys changed. */

const FINGERPRINT = Array.from({ length: 32 }, (_, i) => (i + 0xa0).toString(16)).join(':')
const UUID = '0b1f4f5e-7d3c-4a43-9d7e-5d0a1f0c2b3a'

const lines = (...all: readonly string[]) => all.map(line => `${line}\r\n`).join('')

export const CHROMIUM = lines(
  'v=0',
  'o=- 4640010796743273391 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=extmap-allow-mixed',
  'a=msid-semantic: WMS',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:OpDk',
  'a=ice-pwd:OPd9GWsmjbN25gJMosh+0wjg',
  'a=ice-options:trickle',
  `a=fingerprint:sha-256 ${FINGERPRINT.toUpperCase()}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=sctp-port:5000',
  'a=max-message-size:262144',
)

export const FIREFOX = lines(
  'v=0',
  'o=mozilla...THIS_IS_SDPARTA-99.0 6137014411938471206 0 IN IP4 0.0.0.0',
  's=-',
  't=0 0',
  'a=sendrecv',
  `a=fingerprint:sha-256 ${FINGERPRINT.toUpperCase()}`,
  'a=group:BUNDLE 0',
  'a=ice-options:trickle',
  'a=msid-semantic:WMS *',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=sendrecv',
  'a=ice-pwd:e9dc4ae0ce5ffb2cd3bb1b4ac8e2ae5a',
  'a=ice-ufrag:cbfe4a9b',
  'a=mid:0',
  'a=setup:actpass',
  'a=sctp-port:5000',
  'a=max-message-size:1073741823',
)

/** With every candidate in it. */
export const FIREFOX_WHOLE = FIREFOX.replace(
  'a=sendrecv\r\na=ice-pwd',
  `${lines(
    `a=candidate:0 1 UDP 2122187007 ${UUID}.local 57435 typ host`,
    'a=candidate:2 1 UDP 1686052863 203.0.113.9 50415 typ srflx raddr 0.0.0.0 rport 0',
    'a=sendrecv',
    'a=end-of-candidates',
  )}a=ice-pwd`,
)

/** As WebTorrent in Node has it, and with every candidate in it. */
export const LIBDATACHANNEL = lines(
  'v=0',
  'o=rtc 3097432417 0 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=group:LS 0',
  'a=msid-semantic:WMS *',
  'a=ice-options:ice2,trickle',
  `a=fingerprint:sha-256 ${FINGERPRINT.toUpperCase()}`,
  'm=application 52043 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 192.168.1.20',
  'a=mid:0',
  'a=sendrecv',
  'a=sctp-port:5000',
  'a=max-message-size:262144',
  'a=setup:actpass',
  'a=ice-ufrag:yzXh',
  'a=ice-pwd:5t+1vFOYqrJ5RS5DPQyrpC',
  'a=candidate:1 1 UDP 2122317823 192.168.1.20 52043 typ host',
  'a=candidate:2 1 UDP 2122187263 2001:db8::20 52043 typ host',
  'a=candidate:3 1 UDP 1686109439 203.0.113.9 52043 typ srflx raddr 0.0.0.0 rport 0',
  'a=end-of-candidates',
)

/** As Chromium before 2019, and wrtc's early versions; with every candidate in it. */
export const LEGACY = lines(
  'v=0',
  'o=- 1830427513 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=msid-semantic: WMS',
  'm=application 9 DTLS/SCTP 5000',
  'c=IN IP4 0.0.0.0',
  'b=AS:30',
  `a=candidate:1 1 udp 2113937151 ${UUID}.local 58111 typ host generation 0 network-cost 999`,
  'a=ice-ufrag:9Kd2',
  'a=ice-pwd:aR2mFQ8PbnmiS/1xgGgRyXbE',
  `a=fingerprint:sha-256 ${FINGERPRINT}`,
  'a=setup:actpass',
  'a=mid:data',
  'a=sctpmap:5000 webrtc-datachannel 1024',
)

/** One of Chromium's with nothing to leave out; `name` tells it from others. */
export const sdpOf = (name: string | number, kind: 'offer' | 'answer' = 'offer'): string => {
  const sdp = CHROMIUM.replace('a=msid-semantic: WMS\r\n', '').replace('s=-', `s=${name}`)
  return kind === 'offer' ? sdp : answerTo(sdp)
}

/** Of the SDP that `sdpOf` made. */
export const nameIn = (sdp: string): string => /^s=(.*?)\r?$/m.exec(sdp)?.[1] ?? ''

export const candidateOf = (port: number): string =>
  `candidate:842163049 1 udp 1677729535 203.0.113.9 ${port} typ srflx raddr 0.0.0.0 rport 0`

export const answerTo = (offer: string): string => offer.replace('actpass', 'active')
