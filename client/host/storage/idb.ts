/** idb-keyval with what it lacks: relaxed durability, closing, deleting a whole database. */
import {
  delMany,
  get,
  getMany,
  keys,
  promisifyRequest,
  set,
  setMany,
  type UseStore,
} from 'idb-keyval'

const STORE_NAME = 'entries'

export class Database {
  readonly #name: string
  readonly #use: UseStore
  #opened: Promise<IDBDatabase> | undefined

  constructor(name: string) {
    this.#name = name
    this.#use = async (mode, callback) => {
      const database = await this.#open()
      // Relaxed: a commit waits for the operating system, not for the disk to spin.
      const transaction = database.transaction(STORE_NAME, mode, { durability: 'relaxed' })
      return callback(transaction.objectStore(STORE_NAME))
    }
  }

  get<T>(key: IDBValidKey): Promise<T | undefined> {
    return get<T>(key, this.#use)
  }

  /** In the order of the keys; undefined for those not there. */
  getMany(keys: IDBValidKey[]): Promise<unknown[]> {
    return getMany(keys, this.#use)
  }

  set(key: IDBValidKey, value: unknown): Promise<void> {
    return set(key, value, this.#use)
  }

  /** All or nothing, in one transaction. */
  setMany(entries: [IDBValidKey, unknown][]): Promise<void> {
    return setMany(entries, this.#use)
  }

  keys(): Promise<IDBValidKey[]> {
    return keys(this.#use)
  }

  /** All or nothing, in one transaction. */
  deleteMany(keys: IDBValidKey[]): Promise<void> {
    return delMany(keys, this.#use)
  }

  close(): void {
    this.#opened?.then(database => database.close(), ignoreUnopened)
    this.#opened = undefined
  }

  /** Deletes the database. One that another tab has open goes when that tab closes it. */
  async destroy(): Promise<void> {
    const database = await this.#opened
    database?.close()
    this.#opened = undefined
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase(this.#name)
      request.onsuccess = request.onblocked = () => resolve()
      request.onerror = () => reject(request.error)
    })
  }

  #open(): Promise<IDBDatabase> {
    this.#opened ??= openDatabase(this.#name, () => {
      this.#opened = undefined
    })
    return this.#opened
  }
}

/** `onClosed`: the browser closed it (Safari does, and every browser when data is cleared). */
async function openDatabase(name: string, onClosed: () => void): Promise<IDBDatabase> {
  try {
    const request = indexedDB.open(name)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE_NAME)
    const database = await promisifyRequest(request)
    database.onclose = onClosed
    // Another tab wants to delete it: let it.
    database.onversionchange = () => {
      database.close()
      onClosed()
    }
    return database
  } catch (error) {
    onClosed()
    throw error
  }
}

/** Whoever opened it has been told. */
const ignoreUnopened = () => {}
