/** Members by when they were last heard of: who announces goes to the end, in constant time and without memory. */
import type { Millis } from '../base/ids.ts'

export interface Heard {
  lastAnnounce: Millis
  before: this | undefined
  after: this | undefined
}

export class BySilence<Member extends Heard> {
  #first: Member | undefined
  #last: Member | undefined
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Of one that is in no such list. */
  add(member: Member): void {
    member.before = this.#last
    if (this.#last) this.#last.after = member
    else this.#first = member
    this.#last = member
    this.#size++
  }

  delete(member: Member): void {
    const { before, after } = member
    if (before) before.after = after
    else this.#first = after
    if (after) after.before = before
    else this.#last = before
    member.before = undefined
    member.after = undefined
    this.#size--
  }

  /** The one that was silent longest, if it was not heard since. */
  silentSince(time: Millis): Member | undefined {
    const first = this.#first
    return first && first.lastAnnounce <= time ? first : undefined
  }
}
