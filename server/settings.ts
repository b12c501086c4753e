/** What whoever runs the server may set, by environment variables. Each is checked before it starts. */

export type Environment = Readonly<Record<string, string | undefined>>

/** The message is a sentence for that person, which says what to set instead. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
}

/** A whole number of seconds. */
export function parseSeconds(name: string, text: string, max: number): number {
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (seconds <= max) return seconds
  throw new SettingError(
    `${name} must be a number of seconds from 0 to ${max}, such as ${name}=30.`,
  )
}

/** A switch that is off unless it is set. */
export function parseSwitch(name: string, text: string): boolean {
  if (['1', 'true', 'on', 'yes'].includes(text.toLowerCase())) return true
  if (['', '0', 'false', 'off', 'no'].includes(text.toLowerCase())) return false
  throw new SettingError(`${name} must be 1 or 0, such as ${name}=1.`)
}
