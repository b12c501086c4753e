/** Two tabs that carry raw traffic over an emulated network: `a` holds the senders, `b` the receivers. */
import { join } from 'node:path'
import type { OverheadName } from '../../../shared/network/overhead.ts'
import type { Topology } from '../../../shared/network/topology.ts'
import { writeTopology } from '../../../shared/network/topology-file.ts'
import { launchBrowser, tellTroubles } from '../../browsers.ts'
import { Cleanup } from '../../command.ts'
import { RemoteControl } from '../../tabs/remote-control.ts'
import { openScreen, RealBrowser } from '../../tabs/windows.ts'
import { serveWithServer } from '../page-server.ts'
import type { Carried, Pairs, ShaperPage } from '../pages/shaper.ts'
import type { FlowPlan } from '../pages/station.ts'

export type Looks = 'visible' | 'hidden'

/** For both tabs to hear of it: real. */
const START_IN_MS = 300
/** The longest call takes a minute of real time; a browser may break down without a word. */
const CALL_LIMIT_MS = 180_000
/** Timers of hidden tabs fire once a second: without that there is nothing to prove. */
const SLOWED_MS = 500

export const OVERHEAD: OverheadName = 'tcp'

export class Rig {
  readonly looks: Looks
  readonly #remote: RemoteControl<ShaperPage>
  readonly #cleanup: Cleanup
  #dilation = 1

  private constructor(looks: Looks, remote: RemoteControl<ShaperPage>, cleanup: Cleanup) {
    this.looks = looks
    this.#remote = remote
    this.#cleanup = cleanup
  }

  static async open(looks: Looks): Promise<Rig> {
    const cleanup = new Cleanup()
    const remote = new RemoteControl<ShaperPage>()
    const rig = new Rig(looks, remote, cleanup)
    try {
      const root = join(import.meta.dirname, '../pages')
      const page = await serveWithServer(root, 'shaper.ts', cleanup, remote.handle)
      if (looks === 'visible') await openVisible(page, cleanup)
      else {
        await openHidden(page, cleanup)
        await rig.#both('untilTimersSlow', SLOWED_MS)
      }
      return rig
    } catch (error) {
      await rig.close()
      throw error
    }
  }

  close(): Promise<void> {
    return this.#cleanup.run()
  }

  /** A network with links from each sender to its receiver. What was before is left. */
  async build(topology: Topology, pairs: Pairs, dilation = 1): Promise<void> {
    const plan = {
      topology: writeTopology(topology),
      granularity: 'message',
      overhead: OVERHEAD,
      congestion: 'none',
      dilation,
    } as const
    const emulation = await this.#call('b', 'open', plan, pairs)
    await this.#call('a', 'join', emulation, pairs)
    await this.#both('start')
    this.#dilation = dilation
  }

  /** `plan` is given the time at which it begins. Resolves when all has come. */
  async carry(plan: (startMs: number) => readonly FlowPlan[]): Promise<Carried> {
    const nowMs = await this.#call('a', 'nowMs')
    const flows = plan(nowMs + START_IN_MS / this.#dilation)
    const endMs = Math.max(...flows.map(flow => flow.endMs))
    const [, received] = await this.#both('carry', flows, endMs)
    return received
  }

  #both<Name extends keyof ShaperPage>(name: Name, ...args: Parameters<ShaperPage[Name]>) {
    return Promise.all([this.#call('a', name, ...args), this.#call('b', name, ...args)])
  }

  async #call<Name extends keyof ShaperPage>(
    tab: string,
    name: Name,
    ...args: Parameters<ShaperPage[Name]>
  ) {
    const reply = this.#remote.call(tab, name, ...args)
    const { value, visibility } = await inTime(reply, `tab ${tab}, ${name}`)
    if (visibility === this.looks) return value
    throw new Error(`Tab ${tab} is ${visibility}; it was to be ${this.looks}.`)
  }
}

async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  let limit: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const trouble = new Error(`${what}: no answer within ${CALL_LIMIT_MS / 1000} s`)
    limit = setTimeout(() => reject(trouble), CALL_LIMIT_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(limit))
}

async function openVisible(page: string, cleanup: Cleanup): Promise<void> {
  const browser = await launchBrowser('chromium')
  cleanup.add(() => browser.close())
  const context = await browser.newContext()
  for (const tab of ['a', 'b']) {
    const opened = await context.newPage()
    tellTroubles(opened, `tab ${tab}`)
    await opened.goto(`${page}?tab=${tab}`)
  }
}

async function openHidden(page: string, cleanup: Cleanup): Promise<void> {
  const screen = await openScreen()
  cleanup.add(() => screen.close())
  const browser = await RealBrowser.open(screen, [page, `${page}?tab=a`, `${page}?tab=b`])
  cleanup.add(() => browser.close())
}
