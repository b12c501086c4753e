/** Edits the draft's network on the drawing: what is chosen there, and the changes to it. */
import { type ReadonlySignal, signal } from '@preact/signals'
import { type Draft, type Value, valueAt } from '../setup/draft.ts'
import type { Plan } from '../worker/protocol.ts'
import {
  addLink,
  addPeer,
  addRouter,
  changeLink,
  type LinkFile,
  linkBetween,
  removeLink,
  removeNode,
  type TopologyFile,
  topologyFileIn,
} from './topology-edit.ts'

interface EditedDraft {
  readonly draft: ReadonlySignal<Draft>
  readonly plan: ReadonlySignal<Plan | undefined>
  set(path: string, value: Value): void
}

export type Chosen =
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'link'; readonly from: string; readonly to: string }

export class Editor {
  readonly isOn = signal(false)
  readonly chosen = signal<Chosen | undefined>(undefined)
  /** The next router that is chosen is linked with this one. */
  readonly linkingFrom = signal<string | undefined>(undefined)
  readonly #edited: EditedDraft

  constructor(edited: EditedDraft) {
    this.#edited = edited
  }

  toggle(): void {
    this.isOn.value = !this.isOn.value
    this.choose(undefined)
  }

  choose(chosen: Chosen | undefined): void {
    const from = this.linkingFrom.value
    this.linkingFrom.value = undefined
    this.chosen.value = chosen
    if (from !== undefined && chosen?.kind === 'node') this.#linkWith(from, chosen.name)
  }

  /** The draft's topology as a file, also where the draft names a built-in one. */
  get file(): TopologyFile | undefined {
    const { document } = this.#edited.draft.value
    const own = topologyFileIn(valueAt(document, 'topology.own'))
    const plan = this.#edited.plan.value
    return own ?? (plan && topologyFileIn(JSON.parse(plan.topologyFile) as Value))
  }

  get chosenLink(): LinkFile | undefined {
    const [file, chosen] = [this.file, this.chosen.value]
    if (!file || !chosen) return undefined
    if (chosen.kind === 'link') return linkBetween(file, chosen.from, chosen.to)
    // A peer has only one line.
    if (!file.peers.includes(chosen.name) && chosen.name !== file.tracker) return undefined
    return file.links.find(({ from, to }) => from === chosen.name || to === chosen.name)
  }

  addPeer(router: string): void {
    this.#change(file => {
      const { file: changed, name } = addPeer(file, router)
      this.choose({ kind: 'node', name })
      return changed
    })
  }

  addRouter(beside: string): void {
    this.#change(file => {
      const { file: changed, name } = addRouter(file, beside)
      this.choose({ kind: 'node', name })
      return changed
    })
  }

  remove(name: string): void {
    this.choose(undefined)
    this.#change(file => removeNode(file, name))
  }

  unlink(link: LinkFile): void {
    this.choose(undefined)
    this.#change(file => removeLink(file, link))
  }

  setLink(link: LinkFile, key: string, value: Value | undefined): void {
    this.#change(file => changeLink(file, link, key, value))
  }

  #linkWith(from: string, to: string): void {
    this.#change(file => {
      const areRouters = [from, to].every(name => file.routers.includes(name))
      if (!areRouters || from === to || linkBetween(file, from, to)) return file
      this.chosen.value = { kind: 'link', from, to }
      return addLink(file, from, to)
    })
  }

  #change(change: (file: TopologyFile) => TopologyFile): void {
    const { file } = this
    const changed = file && change(file)
    if (changed && changed !== file) this.#edited.set('topology', { own: changed })
  }
}
