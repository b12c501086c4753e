/** The network itself, as peers may rely on it: what a link carries comes whole, in order, and once. */
import type { LinkId } from '../../base/ids.ts'
import type { Message } from '../../wire/message.ts'
import { type Invariant, must } from './invariant.ts'

export function wires(): Invariant {
  /** By the sender's end. */
  const underWay = new Map<LinkId, Message[]>()
  return {
    name: 'carried',
    sent({ link, message }) {
      const messages = underWay.get(link)
      if (messages) messages.push(message)
      else underWay.set(link, [message])
    },
    arrived({ from, to, link, message }) {
      const first = underWay.get(link)?.shift()
      must(
        first === message,
        'carried',
        () =>
          `${to.name} got a ${message.type} of ${from.name}, due was ${first?.type ?? 'nothing'}`,
      )
    },
  }
}
