/** A machine on no network: tabs on it never reach each other, whatever they try. */
import { createSocket, type SocketType } from 'node:dgram'

/** Of documentation (RFC 5737, RFC 3849): nobody's. Connecting a UDP socket sends nothing. */
const FAR_AWAY: readonly (readonly [SocketType, string])[] = [
  ['udp4', '192.0.2.1'],
  ['udp6', '2001:db8::1'],
]
/** The discard service: any port is as good. */
const ANY_PORT = 9

/**
 * Why tabs on this machine cannot connect, and what helps; undefined if they can. Browsers give a page that
 * has no camera the one address that the machine would use towards the internet (RFC 8828, mode 2).
 */
export async function networkObstacle(isRouted = leadsOut): Promise<string | undefined> {
  for (const [type, address] of FAR_AWAY) if (await isRouted(type, address)) return undefined
  return 'This machine is on no network: nothing leads out of it, and of loopback (127.0.0.1) browsers make no use for WebRTC, so that no tab can reach another. Connect it to a network, and start again.'
}

function leadsOut(type: SocketType, address: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = createSocket(type)
    const end = (isRouted: boolean) => {
      socket.close()
      resolve(isRouted)
    }
    socket.once('error', () => end(false))
    socket.once('connect', () => end(true))
    socket.connect(ANY_PORT, address)
  })
}
