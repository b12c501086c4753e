/** Codes of the controllers in this browser: whoever opens a tab with one of them here means it to take part. */
const KEY = 'tabswarm.labCodes'
/** Labs that are open side by side, and some that were. */
const MAX_CODES = 8

export function rememberOwnCode(code: string): void {
  attempt(() => localStorage.setItem(KEY, [...ownCodes(), code].slice(-MAX_CODES).join(' ')))
}

export const isOwnCode = (code: string): boolean => ownCodes().includes(code)

const ownCodes = (): string[] =>
  attempt(() => localStorage.getItem(KEY))
    ?.split(' ')
    .slice(-MAX_CODES) ?? []

/** Storage throws where cookies are blocked: then each tab asks. */
function attempt<T>(access: () => T): T | undefined {
  try {
    return access()
  } catch (error) {
    console.warn('The lab cannot read or write what it remembers.', error)
    return undefined
  }
}
