/** Data channels by hand. */

/** Below the 16 MiB at which Chromium closes a channel, and above what the other end takes at once. */
const HIGH_WATER_BYTES = 1024 * 1024
const LOOK_MS = 20

export const newLink = (): RTCPeerConnection => new RTCPeerConnection({ iceServers: [] })

/** With all candidates. */
export async function describe(
  link: RTCPeerConnection,
  description: RTCSessionDescriptionInit,
): Promise<RTCSessionDescriptionInit> {
  const gathered = new Promise<void>(resolve => {
    link.onicegatheringstatechange = () => {
      if (link.iceGatheringState === 'complete') resolve()
    }
  })
  await link.setLocalDescription(description)
  await gathered
  return link.localDescription?.toJSON() as RTCSessionDescriptionInit
}

/** Undefined if it is too late. */
export function until<T = unknown>(
  limitMs: number,
  begin: (resolve: (value: T) => void) => void,
): Promise<T | undefined> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(undefined), limitMs)
    begin(value => {
      clearTimeout(timer)
      resolve(value)
    })
  })
}

/** Keeps the channel full of the chunk until the time is over or it closes. Returns the bytes. */
export async function filled(
  channel: RTCDataChannel,
  chunk: Uint8Array<ArrayBuffer> | undefined,
  endAt: number,
  bytesPerSec = Number.POSITIVE_INFINITY,
): Promise<number> {
  const startedAt = performance.now()
  let bytes = 0
  const mayMore = () => bytes <= (bytesPerSec * (performance.now() - startedAt)) / 1000
  channel.bufferedAmountLowThreshold = HIGH_WATER_BYTES / 2
  const fill = () => {
    if (!chunk) return
    while (
      channel.readyState === 'open' &&
      channel.bufferedAmount < HIGH_WATER_BYTES &&
      mayMore()
    ) {
      channel.send(chunk)
      bytes += chunk.length
    }
  }
  channel.onbufferedamountlow = fill
  while (channel.readyState === 'open' && performance.now() < endAt) {
    fill()
    await new Promise(resolve => setTimeout(resolve, LOOK_MS))
  }
  channel.onbufferedamountlow = null
  return bytes
}
