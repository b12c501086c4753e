const UNIT_BYTES: Record<string, number> = {
  '': 1,
  b: 1,
  kb: 1000,
  mb: 1000 ** 2,
  gb: 1000 ** 3,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
}

/** '20MB' -> 20,000,000; '1.5 GiB' too. Undefined if it is not a size. */
export function parseSize(text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? []
  const unitBytes = UNIT_BYTES[unit?.toLowerCase() ?? 'not a unit']
  return unitBytes === undefined ? undefined : Math.round(Number(number) * unitBytes)
}
