/** Files that a person opens or drops: scenarios, and topologies of any kind; and those they save. */
import { signal } from '@preact/signals'
import { labSetup } from '../../language/lab-setup.ts'
import { giveFile } from '../../share/give-file.ts'
import type { Say } from '../../share/saying.ts'
import { whyInWords } from '../why-words.ts'
import type { WorkerClient } from '../worker/client.ts'
import type { TopologyFormat } from '../worker/protocol.ts'
import { type Document, isDocument, readValue, type Value } from './draft.ts'

/** The parsers' own limit. */
const MAX_FILE_BYTES = 8 * 1024 * 1024

interface FilesLab {
  attempt(action: () => Promise<unknown>): void
  complain(say: Say): void
  set(path: string, value: Value): void
  setOwn(document: Document): void
}

/** What was left out of a topology from elsewhere, or added to it. */
interface LeftOut {
  readonly file: string
  readonly sentences: readonly string[]
}

/** Each button opens all of them: what a file is shows in its text. */
export const OPENED = '.json,.ned,.graphml,.xml'

export class Files {
  readonly leftOut = signal<LeftOut | undefined>(undefined)
  readonly #worker: WorkerClient
  readonly #lab: FilesLab

  constructor(worker: WorkerClient, lab: FilesLab) {
    this.#worker = worker
    this.#lab = lab
  }

  /** Chosen or dropped: a scenario says what is shared; anything else is taken for a topology. */
  open(file: File): void {
    this.#read(file, async text => {
      const value = readValue(text)
      if (isDocument(value) && value.torrent !== undefined) this.#lab.setOwn(value)
      else await this.#takeTopology(file, text)
    })
  }

  saveTopology(file: string, name: string, format: TopologyFormat): void {
    this.#lab.attempt(async () => {
      const text = await this.#worker.ask({ task: 'writeTopology', file, format })
      giveFile(new Blob([text]), `${name}.${format}`)
    })
  }

  async #takeTopology({ name }: File, text: string): Promise<void> {
    const read = await this.#worker.ask({ task: 'readTopology', text })
    if (!read.ok) return this.#lab.complain(() => whyInWords(read.why))
    this.#lab.set('topology', { own: JSON.parse(read.file) as Document })
    this.leftOut.value =
      read.leftOut.length > 0 ? { file: name, sentences: read.leftOut } : undefined
  }

  #read(file: File, take: (text: string) => Promise<void>): void {
    this.leftOut.value = undefined
    if (file.size > MAX_FILE_BYTES)
      return this.#lab.complain(() => labSetup.texts.opened.tooLarge(file.name))
    this.#lab.attempt(async () => {
      let text: string
      try {
        text = await file.text()
      } catch (error) {
        console.warn(error)
        return this.#lab.complain(() => labSetup.texts.opened.unreadable(file.name))
      }
      await take(text)
    })
  }
}
