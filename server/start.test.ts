/** The order in which a server begins, and what is left of one that cannot. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, test, vi } from 'vitest'
import { NO_ICE } from './ice/ice-settings.ts'
import { startServer } from './start.ts'
import { startStun } from './stun/stun.ts'

vi.mock('./stun/stun.ts', () => ({ startStun: vi.fn() }))

const ice = { ...NO_ICE, stunPort: 0 }
const log = () => {}

test('nobody is let in before everything is there', async () => {
  const port = await takenPort(async port => port)
  let early: unknown
  vi.mocked(startStun).mockImplementation(async () => {
    const socket = connect(port, '127.0.0.1')
    early = await Promise.race([once(socket, 'connect'), once(socket, 'error')]).catch(
      error => error.code,
    )
    socket.destroy()
    throw new Error('no STUN')
  })
  const server = await startServer({ port, ice, log })
  expect(early).toBe('ECONNREFUSED')
  await server.close()
})

test('a server whose port is taken leaves nothing behind', async () => {
  const close = vi.fn()
  vi.mocked(startStun).mockResolvedValue({ port: 1, close })
  await takenPort(async port => {
    await expect(startServer({ port, ice, log })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
  expect(close).toHaveBeenCalledOnce()
})

/** Taken for as long as `use` takes, and free afterwards. */
async function takenPort<T>(use: (port: number) => Promise<T>): Promise<T> {
  const taker = createServer().listen(0)
  await once(taker, 'listening')
  const result = await use((taker.address() as AddressInfo).port)
  taker.close()
  await once(taker, 'close')
  return result
}
