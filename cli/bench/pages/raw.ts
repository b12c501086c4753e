/**
 * The ceiling: one RTCDataChannel, nothing above it. Settings that measured best on such machines:
 * 64 KiB messages, back-pressure by `bufferedamountlow`, never by a timer.
 */
import { chosenFile, epochNow, sha256Hex, type Timing } from './page.ts'

const MESSAGE_BYTES = 64 * 1024
const HIGH_WATER_BYTES = 128 * 1024
const LOW_WATER_BYTES = 64 * 1024

const link = new RTCPeerConnection({ iceServers: [] })

const api = {
  /** Sender: the offer, complete with candidates. The content is sent once the channel opens. */
  async offer(): Promise<RTCSessionDescriptionInit> {
    const bytes = await chosenFile().arrayBuffer()
    const channel = link.createDataChannel('bench')
    channel.onopen = () => pump(channel, bytes)
    return describe(await link.createOffer())
  },

  async accept(answer: RTCSessionDescriptionInit): Promise<void> {
    await link.setRemoteDescription(answer)
  },

  /** Receiver: answers; `received` settles with the last byte. */
  async answer(offer: RTCSessionDescriptionInit, bytes: number) {
    received = receive(bytes)
    await link.setRemoteDescription(offer)
    return describe(await link.createAnswer())
  },

  async received(): Promise<Timing & { sha256: string }> {
    if (!received) throw new Error('nothing was offered')
    return received
  },
}

let received: ReturnType<typeof receive> | undefined

async function describe(description: RTCSessionDescriptionInit) {
  const gathered = new Promise<void>(resolve => {
    link.onicegatheringstatechange = () => {
      if (link.iceGatheringState === 'complete') resolve()
    }
  })
  await link.setLocalDescription(description)
  await gathered
  return link.localDescription?.toJSON() as RTCSessionDescriptionInit
}

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

async function receive(bytes: number) {
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
