/** The tabs of emulated networks, of all nodes, as the one node sees them that coordinates: opens networks, places tabs. */
import type { Parsed } from '../shared/base/parsed.ts'
import {
  type EmulationServerEvents,
  parseEnterEmulation,
  parseFlowDeclaration,
  parseFollowed,
  parseOpenEmulation,
} from '../shared/events/emulation.ts'
import type { SocketKey } from '../shared/tracker/registry.ts'
import type { Placement } from './emulation.ts'
import { type EmulationLimits, Emulations } from './emulations.ts'
import type { EmulationEvent } from './nodes.ts'

/** A tab asks for the time every five seconds. The node of one that is silent for longer has died. */
const SILENT_MS = 20_000
/** Beyond it newcomers are not heard. */
const MAX_TABS = 10_000

export interface Asked {
  readonly by: SocketKey
  /** Whom openings and their work count against. */
  readonly address: string
  readonly event: EmulationEvent
  readonly input?: unknown
  /** If it waits for an answer. */
  readonly reply?: ((answer?: unknown) => void) | undefined
}

interface Deps {
  readonly limits: EmulationLimits
  readonly now: () => number
  readonly onError: (error: unknown) => void
  readonly tell: <E extends keyof EmulationServerEvents>(
    to: SocketKey,
    event: E,
    input: Parameters<EmulationServerEvents[E]>[0],
  ) => void
  /** Of these the end is told; others may fall silent. */
  readonly isHere: (socket: SocketKey) => boolean
}

interface Tab {
  placement: Placement | undefined
  heardMs: number
}

const GONE = 'There is no such emulation (any more). Open a new one.'

export class EmulationTabs {
  readonly #deps: Deps
  readonly #tabs = new Map<SocketKey, Tab>()
  #emulations: Emulations

  constructor(deps: Deps) {
    this.#deps = deps
    this.#emulations = new Emulations(deps)
  }

  /** Messages of no known form are dropped; requests are answered with a failure. */
  hear({ by, address, event, input, reply }: Asked): void {
    if (event === 'gone') return this.#remove(by)
    const now = this.#deps.now()
    const tab = this.#tabOf(by, now)
    if (!tab) return
    const placed = <T>(
      parse: (input: unknown) => Parsed<T>,
      act: (at: Placement, said: T) => void,
    ): void => {
      const said = parse(input)
      if (tab.placement && said.ok) act(tab.placement, said.value)
    }
    switch (event) {
      case 'time':
        return reply?.({ nowMs: now })
      case 'openEmulation':
        return reply?.(this.#open(input, address))
      case 'enterEmulation':
        return reply?.(this.#enter(input, by, tab))
      case 'startEmulation':
        return tab.placement?.emulation.start(now)
      case 'declareFlows':
        return placed(parseFlowDeclaration, (at, said) => at.emulation.declare(at, said, now))
      case 'followRates':
        return placed(parseFollowed, (at, said) => at.emulation.follow(at, said.number, now))
      case 'beat':
        return placed(parseFollowed, (at, said) => {
          if (at.emulation.beat(at, said.number, now)) reply?.()
        })
    }
  }

  tick(): void {
    this.#emulations.tick()
    const silentSince = this.#deps.now() - SILENT_MS
    for (const [key, { heardMs }] of this.#tabs)
      if (heardMs < silentSince && !this.#deps.isHere(key)) this.#remove(key)
  }

  /** All emulations end: another node coordinates. */
  clear(): void {
    if (this.#tabs.size === 0) return
    this.#tabs.clear()
    this.close()
    this.#emulations = new Emulations(this.#deps)
  }

  close(): void {
    this.#emulations.close()
  }

  #tabOf(key: SocketKey, now: number): Tab | undefined {
    const known = this.#tabs.get(key)
    if (known) known.heardMs = now
    if (known || this.#tabs.size >= MAX_TABS) return known
    const tab: Tab = { placement: undefined, heardMs: now }
    this.#tabs.set(key, tab)
    return tab
  }

  #remove(key: SocketKey): void {
    const tab = this.#tabs.get(key)
    if (tab) leave(tab)
    this.#tabs.delete(key)
  }

  #open(input: unknown, address: string) {
    if (!this.#emulations.mayOpen(address))
      return { failure: 'Too many emulations are opened from this address. Wait a minute.' }
    const plan = parseOpenEmulation(input)
    if (!plan.ok) return { failure: `The emulation is not valid: ${plan.problem}.` }
    const emulation = this.#emulations.open(plan.value, address)
    return typeof emulation === 'string' ? { failure: emulation } : { emulation: emulation.id }
  }

  #enter(input: unknown, by: SocketKey, tab: Tab) {
    const request = parseEnterEmulation(input)
    if (!request.ok) return { failure: `The request is not valid: ${request.problem}.` }
    const emulation = this.#emulations.get(request.value.emulation)
    if (!emulation) return { failure: GONE }
    leave(tab)
    const { tell, now } = this.#deps
    const { entered, placement } = emulation.enter(
      request.value.node,
      {
        rates: order => tell(by, 'rates', order),
        started: started => tell(by, 'started', started),
      },
      now(),
    )
    tab.placement = placement
    return entered
  }
}

function leave(tab: Tab): void {
  tab.placement?.emulation.vanish(tab.placement)
  tab.placement = undefined
}
