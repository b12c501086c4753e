/** By which STUN and TURN servers tabs meet that are in different networks, as whoever runs the server sets it. */
import { isStunUrl, isTurnUrl, MAX_ICE_URLS } from '../../shared/events/ice.ts'
import { type Environment, SettingError } from '../settings.ts'

/** RFC 8489, section 8.4. */
export const DEFAULT_STUN_PORT = 3478
const DEFAULT_TTL_SECONDS = 60 * 60
/** A tab announces, and is given new credentials, every 30 s: two of its announces may be lost. */
const MIN_TTL_SECONDS = 2 * 60
const MAX_TTL_SECONDS = 7 * 24 * 60 * 60
const MAX_RELAY_MBITS = 100_000
const MAX_SECRET_LENGTH = 512

export interface IceSettings {
  /** Of the STUN server in this process; undefined: there is none. 0: any free one. */
  readonly stunPort: number | undefined
  /** Other servers, in its place. */
  readonly stunUrls: readonly string[]
  readonly turn: TurnSettings | undefined
}

export interface TurnSettings {
  readonly urls: readonly string[]
  readonly access: TurnAccess
  readonly bitsPerSec: number | undefined
}

export type TurnAccess =
  /** coturn's `use-auth-secret`: each tab has credentials of its own for a while. */
  | { readonly kind: 'secret'; readonly secret: string; readonly ttlMs: number }
  /** The same for all, for ever. */
  | { readonly kind: 'static'; readonly username: string; readonly credential: string }

export const NO_ICE: IceSettings = { stunPort: undefined, stunUrls: [], turn: undefined }

/** Throws a `SettingError`. */
export function parseIceSettings(env: Environment): IceSettings {
  const port = parseNumber('STUN_PORT', env.STUN_PORT, DEFAULT_STUN_PORT, 0, 65_535)
  return {
    stunPort: port === 0 ? undefined : port,
    stunUrls: parseUrls('STUN_URLS', env.STUN_URLS, isStunUrl, 'stun:stun.example.org:3478'),
    turn: parseTurn(env),
  }
}

function parseTurn(env: Environment): TurnSettings | undefined {
  const urls = parseUrls('TURN_URLS', env.TURN_URLS, isTurnUrl, 'turn:turn.example.org:3478')
  const mbits = env.RELAY_MBITS
    ? parseNumber('RELAY_MBITS', env.RELAY_MBITS, 0, 0.01, MAX_RELAY_MBITS)
    : undefined
  if (urls.length === 0) {
    const lonely = NEEDS_TURN.find(name => env[name])
    if (lonely === undefined) return undefined
    throw new SettingError(
      `${lonely} is of no use without TURN_URLS, such as TURN_URLS=turn:turn.example.org:3478.`,
    )
  }
  const bitsPerSec = mbits === undefined ? undefined : mbits * 1_000_000
  return { urls, access: parseAccess(env), bitsPerSec }
}

const NEEDS_TURN = ['TURN_SECRET', 'TURN_USERNAME', 'TURN_PASSWORD', 'TURN_TTL', 'RELAY_MBITS']

function parseAccess(env: Environment): TurnAccess {
  const { TURN_SECRET: secret, TURN_USERNAME: username, TURN_PASSWORD: password } = env
  const ttl = parseNumber(
    'TURN_TTL',
    env.TURN_TTL,
    DEFAULT_TTL_SECONDS,
    MIN_TTL_SECONDS,
    MAX_TTL_SECONDS,
    'seconds',
  )
  const isStatic = Boolean(username || password)
  if (secret && isStatic)
    throw new SettingError(
      'Set TURN_SECRET, or TURN_USERNAME and TURN_PASSWORD, but not both: the TURN server knows one of them.',
    )
  for (const [name, value] of Object.entries({ TURN_SECRET: secret, TURN_USERNAME: username }))
    if ((value?.length ?? 0) > MAX_SECRET_LENGTH)
      throw new SettingError(`${name} is longer than ${MAX_SECRET_LENGTH} characters: shorten it.`)
  if (secret) return { kind: 'secret', secret, ttlMs: ttl * 1000 }
  if (username && password && password.length <= MAX_SECRET_LENGTH)
    return { kind: 'static', username, credential: password }
  throw new SettingError(
    'TURN_URLS needs TURN_SECRET, the static-auth-secret of coturn, or TURN_USERNAME and TURN_PASSWORD.',
  )
}

function parseUrls(
  name: string,
  text = '',
  isUrl: (text: string) => boolean,
  example: string,
): string[] {
  if (text.trim() === '') return []
  const urls = text.split(',').map(url => url.trim())
  const wrong = urls.find(url => !isUrl(url))
  if (wrong !== undefined)
    throw new SettingError(
      `${name} has "${wrong}", which is no such address. Set it to addresses with commas between them, such as ${name}=${example}.`,
    )
  if (urls.length <= MAX_ICE_URLS) return urls
  throw new SettingError(
    `${name} has ${urls.length} addresses; more than ${MAX_ICE_URLS} make tabs slower at finding each other. Leave some out.`,
  )
}

function parseNumber(
  name: string,
  text: string | undefined,
  fallback: number,
  min: number,
  max: number,
  unit = '',
): number {
  if (!text) return fallback
  const shape = Number.isInteger(min) ? /^\d{1,9}$/ : /^\d{1,9}(\.\d{1,9})?$/
  const value = shape.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  const range = `a number ${unit && `of ${unit} `}from ${min} to ${max}`
  throw new SettingError(`${name} must be ${range}, such as ${name}=${fallback || max / 1000}.`)
}
