/** npm run bench -- sockets: what sockets that stay cost one server, and whether it loses any. */

import { residentMb } from '../../attack/server/process.ts'
import { NodeProcess } from '../../cluster/node-process.ts'
import type { Context } from '../../command.ts'
import type { SocketsOptions } from '../options.ts'
import { LOAD_CORE, PinnedProcess, pin, SERVER_CORE } from './pinned.ts'

const SAMPLE_MS = 5_000
const MAX_MB = 500

export type SocketsResult = Awaited<ReturnType<typeof benchSockets>>

export async function benchSockets(
  { sockets, minutes }: Pick<SocketsOptions, 'sockets' | 'minutes'>,
  { cleanup, signal }: Context,
) {
  const server = await NodeProcess.start({ TRUST_PROXY: 'loopback', STUN_PORT: '0' })
  cleanup.add(() => server.end('SIGKILL'))
  pin(server.pid, SERVER_CORE)
  const load = new PinnedProcess('holders', LOAD_CORE)
  cleanup.add(() => load.close())
  const mb = () => residentMb(server.pid ?? 0)
  const emptyMb = await mb()
  await load.call('open', { port: server.port, sockets })
  let peakMb = await mb()
  const endAt = performance.now() + minutes * 60_000
  while (performance.now() < endAt && !signal.aborted) {
    await new Promise(resolve => setTimeout(resolve, SAMPLE_MS))
    peakMb = Math.max(peakMb, await mb())
  }
  const held = await load.call('report', null)
  return {
    ok: peakMb <= MAX_MB && held.lost === 0 && held.failure === undefined && server.isRunning,
    mode: 'sockets' as const,
    sockets,
    minutes,
    ...held,
    emptyMb,
    peakMb,
    maxMb: MAX_MB,
  }
}

export function socketsTable(result: SocketsResult): string {
  const { ok, sockets, minutes, announces, lost, p99Ms, emptyMb, peakMb, maxMb, failure } = result
  const mb = (value: number) => `${value.toFixed(0)} MB`
  return [
    `${sockets} sockets for ${minutes} minutes: ${lost} lost, ${announces} announces, 99 % within ${p99Ms.toFixed(0)} ms`,
    `the server takes ${mb(peakMb)} at most (limit ${maxMb}), ${mb(emptyMb)} without them`,
    ...(failure === undefined ? [] : [`refused: ${failure}`]),
    ok ? 'yes' : 'NO',
  ].join('\n')
}
