/** The network itself, as peers may rely on it: what a link carries comes whole, in order, and once. */
import type { LinkId, PeerId } from '../../base/ids.ts'
import type { Message } from '../../wire/message.ts'
import { type Invariant, must } from './invariant.ts'

export function wires(): Invariant {
  /** By sender, and its end of the link. */
  const underWay = new Map<string, Message[]>()
  return {
    name: 'carried',
    sent({ from, link, message }) {
      const messages = underWay.get(keyOf(from.id, link))
      if (messages) messages.push(message)
      else underWay.set(keyOf(from.id, link), [message])
    },
    arrived({ from, to, link, message }) {
      const first = underWay.get(keyOf(from.id, link))?.shift()
      must(
        first === message,
        'carried',
        () =>
          `${to.name} got a ${message.type} of ${from.name}, due was ${first?.type ?? 'nothing'}`,
      )
    },
  }
}

const keyOf = (sender: PeerId, link: LinkId): string => `${sender} ${link}`
