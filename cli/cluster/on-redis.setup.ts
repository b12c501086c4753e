/** For tests: the same tests of the server again, each file with a Redis of its own, emptied for each server that starts. */
import { afterAll, vi } from 'vitest'
import { RedisStore } from '../../server/redis/store.ts'
import type { ServerOptions } from '../../server/start.ts'
import { findRedis, RedisProcess } from './redis-process.ts'

// Where there is none, vitest.config.ts leaves these tests out.
const redis = await RedisProcess.start(findRedis() as string)
afterAll(() => redis.close())

vi.mock('../../server/start.ts', async importOriginal => {
  const real = await importOriginal<typeof import('../../server/start.ts')>()
  return { ...real, startServer: (options: ServerOptions) => startServer(real, options) }
})

async function startServer(real: typeof import('../../server/start.ts'), options: ServerOptions) {
  if (options.registry !== undefined) return real.startServer(options)
  const store = await RedisStore.open({ url: redis.url })
  await store.command('FLUSHALL')
  store.close()
  const log: ServerOptions['log'] = (event, fields) => {
    if (!event.startsWith('redis ')) options.log?.(event, fields)
  }
  return real.startServer({ ...options, ...(options.log && { log }), redisUrl: redis.url })
}
