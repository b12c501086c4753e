/** What the connections of this tab have shown of its network: to say why others are not reached. */

/** `none`: this tab knows of no such server. */
type Found = 'none' | 'unknown' | 'reached' | 'unreached'

export interface Surroundings {
  /** `off`: this browser lets WebRTC use no UDP (RFC 8828, mode 4), by a setting, an extension or a policy. */
  readonly udp: 'unknown' | 'on' | 'off'
  readonly stun: Found
  readonly relay: Found
}

export const UNKNOWN_SURROUNDINGS: Surroundings = { udp: 'unknown', stun: 'none', relay: 'none' }

/** The servers that a connection asks. */
interface Asked {
  readonly stun: boolean
  readonly relay: boolean
}

/** A server answers within a round trip, and browsers ask it for ten seconds. */
const JUDGED_AFTER_MS = 5_000

/** Hears of the candidates of each connection, until all are gathered; the latest finding stands. */
export class Explorer {
  #udp: Surroundings['udp'] = 'unknown'
  #stun: Exclude<Found, 'none'> = 'unknown'
  #relay: Exclude<Found, 'none'> = 'unknown'

  seen({ stun, relay }: Asked): Surroundings {
    return { udp: this.#udp, stun: stun ? this.#stun : 'none', relay: relay ? this.#relay : 'none' }
  }

  watch(pc: RTCPeerConnection, asked: Asked): void {
    let [udp, stun, relay] = [false, false, false]
    pc.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.type === 'relay') {
        relay = true
        this.#relay = 'reached'
      } else if (candidate?.protocol === 'udp') {
        udp = true
        this.#udp = 'on'
        if (candidate.type !== 'srflx') return
        stun = true
        this.#stun = 'reached'
      }
    })
    const judge = () => {
      if (pc.signalingState === 'closed') return
      if (!udp) this.#udp = 'off'
      if (asked.stun && !stun) this.#stun = 'unreached'
      if (asked.relay && !relay) this.#relay = 'unreached'
    }
    pc.addEventListener('icegatheringstatechange', () => {
      if (pc.iceGatheringState === 'complete') judge()
    })
    setTimeout(judge, JUDGED_AFTER_MS)
  }
}
