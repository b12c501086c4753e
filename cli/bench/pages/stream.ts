/** Raw data channels on a line: one side sends without end over several connections, the other counts. */

const MESSAGE_BYTES = 64 * 1024
const HIGH_WATER_BYTES = 128 * 1024
const LOW_WATER_BYTES = 64 * 1024

const connections: RTCPeerConnection[] = []
const channels: RTCDataChannel[] = []
let receivedBytes = 0

const api = {
  /** Sender: the offer of one more connection, complete with candidates. */
  async offer(): Promise<RTCSessionDescriptionInit> {
    const connection = addConnection()
    channels.push(connection.createDataChannel('bench'))
    return describe(connection, await connection.createOffer())
  },

  async accept(answer: RTCSessionDescriptionInit): Promise<void> {
    await connections.at(-1)?.setRemoteDescription(answer)
  },

  /** Sender: begins once every channel is open. */
  async send(): Promise<void> {
    await Promise.all(channels.map(isOpen))
    for (const channel of channels) pump(channel)
  },

  /** Receiver. */
  async answer(offer: RTCSessionDescriptionInit): Promise<RTCSessionDescriptionInit> {
    const connection = addConnection()
    connection.ondatachannel = ({ channel }) => {
      channel.binaryType = 'arraybuffer'
      channel.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
        receivedBytes += data.byteLength
      }
    }
    await connection.setRemoteDescription(offer)
    return describe(connection, await connection.createAnswer())
  },

  received: (): number => receivedBytes,
}

function addConnection(): RTCPeerConnection {
  const connection = new RTCPeerConnection({ iceServers: [] })
  connections.push(connection)
  return connection
}

async function describe(connection: RTCPeerConnection, description: RTCSessionDescriptionInit) {
  const gathered = new Promise<void>(resolve => {
    connection.onicegatheringstatechange = () => {
      if (connection.iceGatheringState === 'complete') resolve()
    }
  })
  await connection.setLocalDescription(description)
  await gathered
  return connection.localDescription?.toJSON() as RTCSessionDescriptionInit
}

const isOpen = (channel: RTCDataChannel): Promise<void> =>
  new Promise(resolve => {
    if (channel.readyState === 'open') resolve()
    else channel.onopen = () => resolve()
  })

function pump(channel: RTCDataChannel): void {
  const message = crypto.getRandomValues(new Uint8Array(MESSAGE_BYTES))
  channel.bufferedAmountLowThreshold = LOW_WATER_BYTES
  channel.onbufferedamountlow = fill
  function fill() {
    while (channel.readyState === 'open' && channel.bufferedAmount < HIGH_WATER_BYTES)
      channel.send(message)
  }
  fill()
}

export type StreamPage = typeof api
Object.assign(globalThis, { bench: api })
