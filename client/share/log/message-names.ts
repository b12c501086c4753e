/** As the protocol names its messages (BEP 3, BEP 6), in every language. */
const NAMES: Readonly<Record<string, string>> = {
  choked: 'choke',
  unchoked: 'unchoke',
  notInterested: 'not interested',
  haveAll: 'have all',
  haveNone: 'have none',
  allowedFast: 'allowed fast',
}

/** `event`: that tells of the message. */
export const messageName = (event: string): string => NAMES[event] ?? event
