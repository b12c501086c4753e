/** A page that takes what another sends it and throws it away: what a flood is compared with. */
import { describe, filled, newLink } from './rtc.ts'

let link: RTCPeerConnection | undefined
let channel: RTCDataChannel | undefined
const CHUNK_BYTES = 64 * 1024

const api = {
  async offer(): Promise<RTCSessionDescriptionInit> {
    link = newLink()
    channel = link.createDataChannel('sink')
    return describe(link, await link.createOffer())
  },

  async answer(offer: RTCSessionDescriptionInit): Promise<RTCSessionDescriptionInit> {
    link = newLink()
    link.ondatachannel = ({ channel }) => {
      channel.onmessage = () => undefined
    }
    await link.setRemoteDescription(offer)
    return describe(link, await link.createAnswer())
  },

  async accept(answer: RTCSessionDescriptionInit): Promise<void> {
    const opened = new Promise(resolve => {
      if (channel) channel.onopen = resolve
    })
    await link?.setRemoteDescription(answer)
    await opened
  },

  async send(durationMs: number, bytesPerSec: number): Promise<void> {
    const chunk = bytesPerSec > 0 ? new Uint8Array(CHUNK_BYTES) : undefined
    if (channel) await filled(channel, chunk, performance.now() + durationMs, bytesPerSec)
  },
}

export type SwallowPage = typeof api
Object.assign(globalThis, { swallow: api })
