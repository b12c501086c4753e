import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RunningStun, startStun } from './stun.ts'

const REQUEST = Buffer.from('000100002112a442b7e7a701bc34d686fa87dfae', 'hex')

describe('the STUN server', () => {
  let stun: RunningStun
  const sockets: Socket[] = []
  let now = 0

  beforeEach(async () => {
    now = 0
    stun = await start(0)
  })

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.close()
    await stun.close()
  })

  const start = (port: number) =>
    startStun({
      port,
      nameOf: address => address,
      requestsPerAddress: { burst: 500, perSecond: 100 },
      now: () => now,
    })

  const client = (type: 'udp4' | 'udp6' = 'udp4') => {
    const socket = createSocket(type)
    sockets.push(socket)
    return socket
  }

  it('tells who asks its own address', async () => {
    const socket = client()
    socket.send(REQUEST, stun.port, '127.0.0.1')
    const [answer] = (await once(socket, 'message')) as [Buffer]
    expect(answer.readUInt16BE(26) ^ 0x2112).toBe(socket.address().port)
    expect((answer.readUInt32BE(28) ^ 0x2112_a442) >>> 0).toBe(0x7f00_0001)
  })

  it('answers by IPv6 at the same port', async () => {
    const socket = client('udp6')
    socket.send(REQUEST, stun.port, '::1')
    const [answer] = (await once(socket, 'message')) as [Buffer]
    expect(answer.readUInt16BE(26) ^ 0x2112).toBe(socket.address().port)
  })

  it('answers an address within its limit, others go on, and it again when time has passed', async () => {
    const flooder = await bound('127.0.0.2')
    for (let i = 0; i < 500; i++) await ask(flooder)
    const answers: Buffer[] = []
    flooder.on('message', answer => answers.push(answer))
    for (let i = 0; i < 20; i++) flooder.send(REQUEST, stun.port, '127.0.0.1')
    await ask(await bound('127.0.0.3'))
    expect(answers).toEqual([])
    now = 1_000
    await ask(flooder)
  })

  const bound = async (address: string) => {
    const socket = client()
    socket.bind(0, address)
    await once(socket, 'listening')
    return socket
  }

  const ask = async (socket: Socket) => {
    socket.send(REQUEST, stun.port, '127.0.0.1')
    await once(socket, 'message')
  }

  it('says that its port is taken', async () => {
    await expect(start(stun.port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
