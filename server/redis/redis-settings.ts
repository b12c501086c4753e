/** REDIS_URL: the Redis, or Valkey, by which several servers serve the same swarms. */
import { SettingError } from '../settings.ts'

const WHAT_TO_SET =
  'REDIS_URL must be a Redis or Valkey, such as REDIS_URL=redis://user:password@redis.example.org:6379, rediss: for TLS, or unix:/run/redis/redis.sock.'

/** Undefined: this server is alone. Never quotes the value, which may hold a password. */
export function parseRedisUrl(text: string): string | undefined {
  if (text === '') return undefined
  if (text.startsWith('unix:/') && text.length > 'unix:/'.length) return text
  if (!URL.canParse(text)) throw new SettingError(WHAT_TO_SET)
  const { protocol, hostname } = new URL(text)
  if ((protocol !== 'redis:' && protocol !== 'rediss:') || hostname === '')
    throw new SettingError(WHAT_TO_SET)
  return text
}
