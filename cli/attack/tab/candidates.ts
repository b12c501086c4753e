/** Offers whose candidates are this machine's own ports: what of the tab's packets comes there. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { type Cleanup, cleanedUp } from '../../command.ts'
import { atMost, type Figure, mustBe, type Run, type TabAttack } from '../attack.ts'
import { AttackChild } from '../attack-child.ts'
import { ServerProcess } from '../server/process.ts'
import { ATTACKER } from '../server/run.ts'
import { Transfer } from '../transfer.ts'
import { totalSeconds } from '../windows.ts'

const UDP_PORTS = 20
const TCP_PORTS = 3

export const CANDIDATES: TabAttack = {
  name: 'candidates',
  about: 'offers that point at ports of loopback, and by TCP at those of the own network',
  target: 'tab',
  run: point,
}

function point(run: Run): Promise<Figure[]> {
  return cleanedUp(run.signal, async cleanup => {
    const server = await ServerProcess.start(run)
    cleanup.add(() => server.close())
    const attacker = new AttackChild('attacker')
    cleanup.add(() => attacker.close())
    const plan = { seconds: totalSeconds(run.seconds) }
    const transfer = await Transfer.begin(server.origin, plan, cleanup)
    const { infoHash, peerId } = await transfer.seeder.demand()
    const counts = { udp: 0, tcp: 0 }
    const udpPorts = await Promise.all(
      Array.from({ length: UDP_PORTS }, () => listenUdp(() => counts.udp++, cleanup)),
    )
    const tcpPorts = await Promise.all(
      Array.from({ length: TCP_PORTS }, () => listenTcp(() => counts.tcp++, cleanup)),
    )
    const window = { port: server.port, from: [ATTACKER], durationMs: run.seconds * 1000 }
    const peerIds = [peerId]
    const loopback = { infoHash, peerIds, udpPorts, tcpPorts, hosts: ['127.0.0.1'] }
    const half = { ...window, durationMs: window.durationMs / 2 }
    const first = await attacker.call('floodTab', {
      name: 'candidates',
      window: half,
      target: loopback,
    })
    const lan = { infoHash, peerIds, tcpPorts, hosts: ownAddresses() }
    const second = await attacker.call('floodTab', {
      name: 'candidates',
      window: half,
      target: lan,
    })
    const offers = `${first.count + second.count}`
    return [
      { what: 'offers', limit: '', measured: offers, held: true },
      mustBe('the server lives', server.exit),
      atMost('UDP packets to loopback', counts.udp, 0, ''),
      atMost('TCP connections', counts.tcp, 0, ''),
    ]
  })
}

const ownAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .filter(({ family }) => family === 'IPv4')
    .map(({ address }) => address)

/** On loopback only: the tabs' own connections use the other addresses. */
async function listenUdp(onPacket: () => void, cleanup: Cleanup): Promise<number> {
  const socket = createSocket('udp4', onPacket)
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  cleanup.add(() => socket.close())
  return socket.address().port
}

async function listenTcp(onConnection: () => void, cleanup: Cleanup): Promise<number> {
  const server = createServer(socket => {
    onConnection()
    socket.destroy()
  })
  server.listen(0)
  await once(server, 'listening')
  cleanup.add(() => server.close())
  return (server.address() as AddressInfo).port
}
