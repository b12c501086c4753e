/**
 * What is said to a connection within one turn of the event loop leaves as one write: a system call costs as much as
 * all else that an offer does. Nothing waits longer than others take to be read.
 */
export interface Speaker {
  /** Writes what it has been given to say; nothing, if that is done. */
  flush(): void
}

export class WriteBatch {
  #waiting: Speaker[] = []

  /** It has something to say, and had nothing before. */
  add(speaker: Speaker): void {
    if (this.#waiting.length === 0) setImmediate(() => this.#flush())
    this.#waiting.push(speaker)
  }

  #flush(): void {
    const speakers = this.#waiting
    this.#waiting = []
    for (const speaker of speakers) speaker.flush()
  }
}
