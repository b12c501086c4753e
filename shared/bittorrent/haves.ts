/**
 * What remotes hear of the pieces that we hold. A remote that holds a piece itself does not need to know
 * at once: such a have may go out with the next message to it, or within a second. A super-seeder says
 * that it holds nothing, and announces pieces one by one (BEP 16).
 */
import { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis } from '../base/ids.ts'
import type { Message } from '../wire/message.ts'
import type { Remote } from './remote.ts'
import type { Announcement, SuperSeeding } from './super-seeding.ts'

type Send = (link: LinkId, message: Message) => void

interface HavesOptions {
  readonly held: Bitfield
  readonly superSeeding: SuperSeeding | undefined
  /** A have that the remote does not need may wait for another message. */
  readonly mayWait: boolean
}

export class Haves {
  readonly #held: Bitfield
  readonly #superSeeding: SuperSeeding | undefined
  readonly #mayWait: boolean
  readonly #send: Send
  readonly #remotes: ReadonlyMap<LinkId, Remote>

  constructor(
    { held, superSeeding, mayWait }: HavesOptions,
    remotes: ReadonlyMap<LinkId, Remote>,
    send: Send,
  ) {
    this.#remotes = remotes
    this.#held = held
    this.#superSeeding = superSeeding
    this.#mayWait = mayWait
    this.#send = send
  }

  /** `isFirstMessage`: all may be told at once, which only the first message may (BEP 3). */
  join({ link, speaksFast }: Remote, isFirstMessage: boolean): void {
    this.#superSeeding?.join(link)
    if (isFirstMessage) this.#tellAll(link, speaksFast)
    else if (!this.#superSeeding)
      for (const piece of this.#held) this.#send(link, { type: 'have', piece })
  }

  leave(link: LinkId): void {
    this.#superSeeding?.leave(link)
  }

  /** The fast extension requires one of the three messages (BEP 6). */
  #tellAll(link: LinkId, speaksFast: boolean): void {
    const told = this.#superSeeding ? new Bitfield(this.#held.size) : this.#held
    if (speaksFast && told.isFull) this.#send(link, { type: 'haveAll' })
    else if (told.count > 0) this.#send(link, { type: 'bitfield', bytes: told.bytes.slice() })
    else if (speaksFast) this.#send(link, { type: 'haveNone' })
  }

  tell(piece: number): void {
    const have = { type: 'have', piece } as const
    this.#superSeeding?.reveal(piece)
    for (const remote of this.#remotes.values()) {
      if (!this.#mayWait || !remote.pieces.has(piece)) this.send(remote, have)
      else {
        remote.untold ??= []
        remote.untold.push(piece)
      }
    }
  }

  /** Storage no longer gives the piece. */
  lost(piece: number): void {
    this.#superSeeding?.lost(piece)
  }

  /** Sends a message, and before it the haves that waited for one. */
  send(remote: Remote, message: Message): void {
    this.#flush(remote)
    this.#send(remote.link, message)
  }

  flushAll(): void {
    for (const remote of this.#remotes.values()) this.#flush(remote)
  }

  // --- super-seeding

  tick(now: Millis): void {
    this.#announce(this.#superSeeding?.tick(now))
  }

  mayAsk(link: LinkId, piece: number): boolean {
    return this.#superSeeding?.isShown(link, piece) ?? true
  }

  onHave(link: LinkId, piece: number, now: Millis): void {
    this.#announce(this.#superSeeding?.onHave(link, piece, now))
  }

  onPieces(link: LinkId, pieces: Bitfield, now: Millis): void {
    this.#announce(this.#superSeeding?.onPieces(link, pieces, now))
  }

  #announce(announcements: readonly Announcement[] | undefined): void {
    if (announcements === undefined) return
    for (const { link, piece } of announcements) {
      const remote = this.#remotes.get(link)
      if (remote !== undefined) this.send(remote, { type: 'have', piece })
    }
  }

  #flush(remote: Remote): void {
    const { link, untold } = remote
    if (untold === undefined) return
    remote.untold = undefined
    // Storage may have lost the piece since then.
    for (const piece of untold) if (this.#held.has(piece)) this.#send(link, { type: 'have', piece })
  }
}
