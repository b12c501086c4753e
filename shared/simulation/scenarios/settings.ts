/** Changes to a scenario from a command line: `topology.peers=100`, `torrent.pieces=50`. */

export interface Setting {
  /** Keys from the outermost in: ['topology', 'peers']. */
  readonly path: readonly string[]
  /** As JSON has it. */
  readonly value: unknown
}

/** 'key.key=value'. The value is JSON, or else text. Undefined if there is no key. */
export function parseSetting(text: string): Setting | undefined {
  const at = text.indexOf('=')
  const path = text.slice(0, at).split('.')
  if (at < 1 || path.includes('')) return undefined
  return { path, value: jsonOrText(text.slice(at + 1)) }
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
