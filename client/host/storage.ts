/** Finds a torrent's place in this browser: its slot, what is stored there, and the right store. */
import type { InfoHash } from '../../shared/base/ids.ts'
import type { Info } from '../../shared/torrent/info.ts'
import type { Clock } from './clock.ts'
import { Catalogue, type Entry } from './store/catalogue.ts'
import { DiskStore } from './store/disk.ts'
import { FileStore } from './store/files.ts'
import { MemoryStore } from './store/memory.ts'
import type { PieceStore } from './store/piece-store.ts'
import { claimSlot, type Slot, slotName } from './store/slots.ts'

export class BrowserStorage {
  readonly #catalogue = new Catalogue()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Never rejects: without the browser's storage there is a place in memory. */
  async claim(infoHash: InfoHash): Promise<Place> {
    let slot: Slot | undefined
    try {
      const stored = await this.#catalogue.slots(infoHash)
      slot = await claimSlot(infoHash, stored, this.#clock)
      if (!slot) return new Place(infoHash)
      const entry = await this.#catalogue.read(infoHash, slot.index)
      return new Place(infoHash, this.#catalogue, slot, entry)
    } catch (error) {
      slot?.release()
      console.warn('tabswarm: this browser refuses storage; pieces stay in memory', error)
      return new Place(infoHash)
    }
  }

  close(): void {
    this.#catalogue.close()
  }
}

/** One torrent's place, held until `release` or until the tab goes. */
export class Place {
  readonly #infoHash: InfoHash
  readonly #catalogue: Catalogue | undefined
  readonly #slot: Slot | undefined
  readonly #entry: Entry | undefined

  constructor(infoHash: InfoHash, catalogue?: Catalogue, slot?: Slot, entry?: Entry) {
    this.#infoHash = infoHash
    this.#catalogue = catalogue
    this.#slot = slot
    this.#entry = entry
  }

  /** The metadata, if it was stored: nobody needs to send it. */
  get info(): Info | undefined {
    return this.#entry?.info
  }

  /** For pieces that come from the swarm, or the person's own files if the browser kept them. */
  async open(info: Info): Promise<PieceStore> {
    if (this.#entry?.files) return new FileStore(info, this.#entry.files)
    if (!this.#slot || !this.#catalogue) return new MemoryStore(info)
    const store = new DiskStore(info, slotName(this.#infoHash, this.#slot.index))
    try {
      await this.#catalogue.writeInfo(this.#infoHash, this.#slot.index, info)
      await store.held()
      return store
    } catch (error) {
      store.close()
      console.warn('tabswarm: this browser refuses storage; pieces stay in memory', error)
      return new MemoryStore(info)
    }
  }

  /** So that a sharing tab that is reloaded goes on sharing. Without it sharing ends with the tab. */
  async keepFiles(info: Info, files: readonly File[]): Promise<void> {
    if (!this.#slot || !this.#catalogue) return
    try {
      await this.#catalogue.writeInfo(this.#infoHash, this.#slot.index, info)
      await this.#catalogue.writeFiles(this.#infoHash, this.#slot.index, files)
    } catch (error) {
      console.warn('tabswarm: these files are shared only until this tab closes', error)
    }
  }

  async forget(): Promise<void> {
    if (this.#slot) await this.#catalogue?.remove(this.#infoHash, this.#slot.index)
  }

  release(): void {
    this.#slot?.release()
  }
}
