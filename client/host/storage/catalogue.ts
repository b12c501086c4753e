/**
 * What this browser stores of each torrent, so that a link opened again needs nobody to tell what
 * it is and goes on as it was: the info dictionary, the files of a torrent shared from here, and
 * what the person set.
 */
import { type InfoHash, isHexId, toHex } from '../../../shared/base/ids.ts'
import type { Info } from '../../../shared/torrent/info.ts'
import { readingInfo } from '../../../shared/torrent/metainfo.ts'
import { inSlices } from '../slices.ts'
import { sha1 } from './hashing.ts'
import { Database } from './idb.ts'
import { readRecord, type TorrentRecord } from './record.ts'
import { MAX_SLOTS } from './slots.ts'

export interface Entry {
  readonly info: Info
  /** In the order of `info.files`, if it was shared from here and the browser kept them. */
  readonly files: readonly File[] | undefined
}

export class Catalogue {
  readonly #database = new Database('tabswarm')

  async infoHashes(): Promise<InfoHash[]> {
    const found = new Set<InfoHash>()
    for (const key of await this.#database.keys()) {
      const [infoHash = '', , what] = String(key).split('/')
      if (what === 'info' && isHexId(infoHash)) found.add(infoHash as InfoHash)
    }
    return [...found]
  }

  async slots(infoHash: InfoHash): Promise<number[]> {
    const keys = new Set(await this.#database.keys())
    const slots = Array.from({ length: MAX_SLOTS }, (_, slot) => slot)
    return slots.filter(slot => keys.has(infoKey(infoHash, slot)))
  }

  /** Undefined if nothing is stored, or if it is another torrent's. */
  async read(
    infoHash: InfoHash,
    slot: number,
    { around }: TorrentRecord,
  ): Promise<Entry | undefined> {
    const bytes = await this.#database.get<unknown>(infoKey(infoHash, slot))
    if (!(bytes instanceof Uint8Array)) return undefined
    const copy = new Uint8Array(bytes)
    if (toHex(await sha1(copy)) !== infoHash) return undefined
    const info = await inSlices(readingInfo(copy, around?.encoding))
    return { info, files: fitting(info, await this.#database.get(filesKey(infoHash, slot))) }
  }

  writeInfo(infoHash: InfoHash, slot: number, info: Info): Promise<void> {
    return this.#database.set(infoKey(infoHash, slot), info.bytes)
  }

  async readRecord(infoHash: InfoHash, slot: number): Promise<TorrentRecord> {
    return readRecord(await this.#database.get(recordKey(infoHash, slot)))
  }

  writeRecord(infoHash: InfoHash, slot: number, record: TorrentRecord): Promise<void> {
    return this.#database.set(recordKey(infoHash, slot), record)
  }

  /** The browser copies the files' content to its own disk storage: slow for large ones. */
  writeFiles(infoHash: InfoHash, slot: number, files: readonly File[]): Promise<void> {
    return this.#database.set(filesKey(infoHash, slot), [...files])
  }

  remove(infoHash: InfoHash, slot: number): Promise<void> {
    const keyOf = [filesKey, recordKey, infoKey]
    return this.#database.deleteMany(keyOf.map(key => key(infoHash, slot)))
  }

  close(): void {
    this.#database.close()
  }
}

const infoKey = (infoHash: InfoHash, slot: number) => `${infoHash}/${slot}/info`
const recordKey = (infoHash: InfoHash, slot: number) => `${infoHash}/${slot}/record`
const filesKey = (infoHash: InfoHash, slot: number) => `${infoHash}/${slot}/files`

function fitting(info: Info, stored: unknown): readonly File[] | undefined {
  if (!Array.isArray(stored) || stored.length !== info.files.length) return undefined
  const fits = stored.every(
    (file, i) => file instanceof File && file.size === info.files[i]?.length,
  )
  return fits ? stored : undefined
}
