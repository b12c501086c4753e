/** What this browser is called, for other people's list of peers. Never used to decide anything. */
export function browserName(userAgent = navigator.userAgent): string {
  // Every browser claims to be its ancestors too: the most particular name comes first.
  for (const [token, name] of NAMES) if (userAgent.includes(token)) return name
  return 'browser'
}

const NAMES = [
  ['Firefox/', 'Firefox'],
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
