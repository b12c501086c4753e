/**
 * The ceiling: an RTCDataChannel to each receiver, nothing above it. Settings that measured best on
 * such machines: 64 KiB messages, back-pressure by `bufferedamountlow`, never by a timer.
 */
import { chosenFile, epochNow, sha256Hex, type Timing } from './page.ts'

const MESSAGE_BYTES = 64 * 1024
const HIGH_WATER_BYTES = 128 * 1024
const LOW_WATER_BYTES = 64 * 1024

/** The sender has one to each receiver, a receiver one. */
const links: RTCPeerConnection[] = []
const channels: RTCDataChannel[] = []
let received: ReturnType<typeof receive> | undefined

const api = {
  /** Sender: the offer of one more link, complete with candidates. */
  async offer(): Promise<RTCSessionDescriptionInit> {
    const link = addLink()
    channels.push(link.createDataChannel('bench'))
    return describe(link, await link.createOffer())
  },

  async accept(answer: RTCSessionDescriptionInit): Promise<void> {
    await links.at(-1)?.setRemoteDescription(answer)
  },

  /** Sender: once every channel is open, the content goes to all of them at once. */
  async send(): Promise<void> {
    const bytes = await chosenFile().arrayBuffer()
    await Promise.all(channels.map(isOpen))
    for (const channel of channels) pump(channel, bytes)
  },

  /** Receiver: answers; `received` settles with the last byte. */
  async answer(offer: RTCSessionDescriptionInit, bytes: number) {
    const link = addLink()
    received = receive(link, bytes)
    await link.setRemoteDescription(offer)
    return describe(link, await link.createAnswer())
  },

  async received(): Promise<Timing & { sha256: string }> {
    if (!received) throw new Error('nothing was offered')
    return received
  },
}

function addLink(): RTCPeerConnection {
  const link = new RTCPeerConnection({ iceServers: [] })
  links.push(link)
  return link
}

async function describe(link: RTCPeerConnection, description: RTCSessionDescriptionInit) {
  const gathered = new Promise<void>(resolve => {
    link.onicegatheringstatechange = () => {
      if (link.iceGatheringState === 'complete') resolve()
    }
  })
  await link.setLocalDescription(description)
  await gathered
  return link.localDescription?.toJSON() as RTCSessionDescriptionInit
}

const isOpen = (channel: RTCDataChannel): Promise<void> =>
  new Promise(resolve => {
    if (channel.readyState === 'open') resolve()
    else channel.onopen = () => resolve()
  })

function pump(channel: RTCDataChannel, bytes: ArrayBuffer): void {
  let sent = 0
  channel.bufferedAmountLowThreshold = LOW_WATER_BYTES
  channel.onbufferedamountlow = fill
  function fill() {
    while (sent < bytes.byteLength && channel.bufferedAmount < HIGH_WATER_BYTES) {
      channel.send(new Uint8Array(bytes, sent, Math.min(MESSAGE_BYTES, bytes.byteLength - sent)))
      sent += MESSAGE_BYTES
    }
  }
  fill()
}

async function receive(link: RTCPeerConnection, bytes: number) {
  const startMs = epochNow()
  const messages: ArrayBuffer[] = []
  let firstByteMs = 0
  const endMs = await new Promise<number>(resolve => {
    let missing = bytes
    link.ondatachannel = ({ channel }) => {
      channel.binaryType = 'arraybuffer'
      channel.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
        firstByteMs ||= epochNow()
        messages.push(data)
        missing -= data.byteLength
        if (missing === 0) resolve(epochNow())
      }
    }
  })
  return { startMs, firstByteMs, endMs, sha256: await sha256Hex(new Blob(messages)) }
}

export type RawPage = typeof api
Object.assign(globalThis, { bench: api })
