/** Finds a torrent's place in this browser: its slot, what is stored there, and the right store. */
import type { InfoHash } from '../../../shared/base/ids.ts'
import type { Info } from '../../../shared/torrent/info.ts'
import type { Clock } from '../clock.ts'
import { later } from '../later.ts'
import { Catalogue, type Entry } from './catalogue.ts'
import { DiskStore } from './disk.ts'
import { MemoryStore } from './memory.ts'
import type { PieceStore } from './piece-store.ts'
import { NEW_RECORD, type TorrentRecord } from './record.ts'
import { claimSlot, heldSlots, type Slot, slotName } from './slots.ts'

/** Only those who share need it. */
export const loadFiles = later(() => import('./files.ts'))

export interface Kept {
  readonly info: Info
  readonly record: TorrentRecord
}

export class BrowserStorage {
  readonly #catalogue = new Catalogue()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Never rejects: where the browser refuses storage the place is in memory. */
  async claim(infoHash: InfoHash): Promise<Place> {
    const find = () => this.#find(infoHash)
    return new Place(infoHash, await find(), find)
  }

  async #find(infoHash: InfoHash): Promise<OnDisk | undefined> {
    let slot: Slot | undefined
    try {
      const stored = await this.#catalogue.slots(infoHash)
      slot = await claimSlot(infoHash, stored, this.#clock)
      if (!slot) return undefined
      const record = await this.#catalogue.readRecord(infoHash, slot.index)
      const entry = await this.#catalogue.read(infoHash, slot.index, record)
      return { catalogue: this.#catalogue, clock: this.#clock, slot, entry, record }
    } catch (error) {
      slot?.release()
      console.warn('tabswarm: this browser refuses storage; pieces stay in memory', error)
      return undefined
    }
  }

  /** What is stored and no tab has open. None where the browser refuses storage. */
  async kept(): Promise<Kept[]> {
    const infoHashes = await this.#catalogue.infoHashes().catch(() => [])
    const found = await Promise.all(infoHashes.map(infoHash => this.#leftOf(infoHash)))
    return found.flatMap(kept => kept ?? [])
  }

  async #leftOf(infoHash: InfoHash): Promise<Kept | undefined> {
    const stored = await this.#catalogue.slots(infoHash)
    const held = await heldSlots(infoHash, this.#clock)
    const slot = stored.find(index => !held.has(index))
    if (slot === undefined) return undefined
    const record = await this.#catalogue.readRecord(infoHash, slot)
    const entry = await this.#catalogue.read(infoHash, slot, record)
    return entry && { info: entry.info, record }
  }

  /** Deletes what `kept` found of it. */
  async forget(infoHash: InfoHash): Promise<void> {
    for (;;) {
      const place = await this.claim(infoHash)
      const { info } = place
      try {
        if (!info) return
        await (await place.open(info)).remove()
        await place.forget()
      } finally {
        place.release()
      }
    }
  }

  close(): void {
    this.#catalogue.close()
  }
}

interface OnDisk {
  readonly catalogue: Catalogue
  readonly clock: Clock
  readonly slot: Slot
  readonly entry: Entry | undefined
  readonly record: TorrentRecord
}

/** One torrent's place, held until `release` or until the tab goes. */
export class Place {
  readonly #infoHash: InfoHash
  /** Undefined: everything stays in memory. */
  #disk: OnDisk | undefined
  readonly #find: () => Promise<OnDisk | undefined>
  /** Records are written one after the other, and only the latest of those that wait. */
  #writing: Promise<void> | undefined
  #toWrite: TorrentRecord | undefined

  constructor(infoHash: InfoHash, disk?: OnDisk, find = async () => disk) {
    this.#infoHash = infoHash
    this.#disk = disk
    this.#find = find
  }

  /** The metadata, if it was stored: nobody needs to send it. */
  get info(): Info | undefined {
    return this.#disk?.entry?.info
  }

  /** As it was stored; later changes are the torrent's own. */
  get record(): TorrentRecord {
    return this.#disk?.record ?? NEW_RECORD
  }

  /**
   * For pieces that come from the swarm, or the person's own files if the browser kept them. `isOffer`: a
   * link has brought it, and nobody has said yes: its metadata is stored with the first piece.
   */
  async open(info: Info, isOffer = false): Promise<PieceStore> {
    const disk = this.#disk
    if (disk?.entry?.files) {
      const { FileStore } = await loadFiles()
      return new FileStore(info, disk.entry.files)
    }
    if (!disk) return new MemoryStore(info)
    const { catalogue, clock, slot } = disk
    const keepInfo = () => catalogue.writeInfo(this.#infoHash, slot.index, info)
    const waits = isOffer && disk.entry === undefined
    const name = slotName(this.#infoHash, slot.index)
    const store = new DiskStore(info, name, clock, waits ? keepInfo : undefined)
    try {
      if (!waits) await keepInfo()
      await store.held()
      return store
    } catch (error) {
      store.close()
      console.warn('tabswarm: this browser refuses storage; pieces stay in memory', error)
      return new MemoryStore(info)
    }
  }

  /** So that a tab that shares its files goes on after a reload. Without it sharing ends with the tab. */
  async keepFiles(info: Info, files: readonly File[]): Promise<void> {
    const disk = this.#disk
    if (!disk) return
    try {
      await disk.catalogue.writeInfo(this.#infoHash, disk.slot.index, info)
      await disk.catalogue.writeFiles(this.#infoHash, disk.slot.index, files)
    } catch (error) {
      console.warn('tabswarm: these files are shared only until this tab closes', error)
    }
  }

  keepRecord(record: TorrentRecord): void {
    this.#toWrite = record
    this.#writing ??= this.#writeRecords().finally(() => {
      this.#writing = undefined
    })
  }

  async forget(): Promise<void> {
    this.#toWrite = undefined
    await this.#writing
    const disk = this.#disk
    await disk?.catalogue.remove(this.#infoHash, disk.slot.index)
  }

  release(): void {
    this.#disk?.slot.release()
  }

  /** The person's own files are stored here as well. */
  get hasFiles(): boolean {
    return this.#disk?.entry?.files !== undefined
  }

  /** After `release`: a slot as if it were new here. Meanwhile another tab may have taken the one before. */
  async claimAgain(): Promise<void> {
    this.#disk = await this.#find()
  }

  async #writeRecords(): Promise<void> {
    const disk = this.#disk
    while (disk && this.#toWrite) {
      const record = this.#toWrite
      this.#toWrite = undefined
      try {
        await disk.catalogue.writeRecord(this.#infoHash, disk.slot.index, record)
      } catch (error) {
        console.warn('tabswarm: what was set for this torrent is lost on reload', error)
      }
    }
  }
}
