/** Two tabs that carry raw traffic over an emulated network: `a` holds the senders, `b` the receivers. */
import { join } from 'node:path'
import type { OverheadName } from '../../../shared/network/overhead.ts'
import type { Topology } from '../../../shared/network/topology.ts'
import { writeTopology } from '../../../shared/network/topology-file.ts'
import { launchBrowser } from '../../browsers.ts'
import { Cleanup } from '../../command.ts'
import { RemoteControl } from '../../tabs/remote-control.ts'
import { openScreen, RealBrowser } from '../../tabs/windows.ts'
import { serveWithServer } from '../page-server.ts'
import type { Command, Delivery, FlowPlan, Pairs, Reply } from './commands.ts'

export type Looks = 'visible' | 'hidden'

/** For both tabs to hear of it: real. */
const START_IN_MS = 300
/** The longest command takes a minute of real time; a browser may break down without a word. */
const COMMAND_LIMIT_MS = 180_000
/** Timers of hidden tabs fire once a second: without that there is nothing to prove. */
const SLOWED_MS = 500

export const OVERHEAD: OverheadName = 'tcp'

/** What came to the receivers' tab, and how late its bare timers were meanwhile. */
export interface Carried {
  readonly deliveries: readonly Delivery[]
  readonly timersLateMs: readonly number[]
}

export class Rig {
  readonly looks: Looks
  readonly #remote: RemoteControl<Command, Reply>
  readonly #cleanup: Cleanup
  #dilation = 1

  private constructor(looks: Looks, remote: RemoteControl<Command, Reply>, cleanup: Cleanup) {
    this.looks = looks
    this.#remote = remote
    this.#cleanup = cleanup
  }

  static async open(looks: Looks): Promise<Rig> {
    const cleanup = new Cleanup()
    const remote = new RemoteControl<Command, Reply>()
    const rig = new Rig(looks, remote, cleanup)
    try {
      const root = join(import.meta.dirname, '../pages')
      const page = await serveWithServer(root, 'shaper.ts', cleanup, remote.handle)
      if (looks === 'visible') await openVisible(page, cleanup)
      else await openHidden(page, cleanup)
      if (looks === 'hidden') await rig.#both({ do: 'awaitSlowTimers', lateMs: SLOWED_MS })
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
      dilation,
    } as const
    const { emulation } = await this.#send('b', { do: 'open', plan, pairs })
    await this.#send('a', { do: 'join', emulation: emulation as string, pairs })
    await this.#both({ do: 'start' })
    this.#dilation = dilation
  }

  /** `plan` is given the time at which it begins. Resolves when all has come. */
  async carry(plan: (startMs: number) => readonly FlowPlan[]): Promise<Carried> {
    const { nowMs } = await this.#send('a', { do: 'tellTime' })
    const flows = plan((nowMs as number) + START_IN_MS / this.#dilation)
    const endMs = Math.max(...flows.map(flow => flow.endMs))
    const [, reply] = await this.#both({ do: 'carry', flows, endMs })
    return { deliveries: reply.deliveries ?? [], timersLateMs: reply.timersLateMs ?? [] }
  }

  #both(command: Command): Promise<[Reply, Reply]> {
    return Promise.all([this.#send('a', command), this.#send('b', command)])
  }

  async #send(tab: string, command: Command): Promise<Reply> {
    const reply = await inTime(this.#remote.send(tab, command), `tab ${tab}, ${command.do}`)
    if (reply.error) throw new Error(`tab ${tab}, ${command.do}: ${reply.error}`)
    if (reply.visibility !== this.looks)
      throw new Error(`Tab ${tab} is ${reply.visibility}; it was to be ${this.looks}.`)
    return reply
  }
}

async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  let limit: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const trouble = new Error(`${what}: no answer within ${COMMAND_LIMIT_MS / 1000} s`)
    limit = setTimeout(() => reject(trouble), COMMAND_LIMIT_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(limit))
}

async function openVisible(page: string, cleanup: Cleanup): Promise<void> {
  const browser = await launchBrowser('chromium')
  cleanup.add(() => browser.close())
  const context = await browser.newContext()
  for (const tab of ['a', 'b']) {
    const opened = await context.newPage()
    opened.on('pageerror', error => console.error(`tab ${tab}: ${error}`))
    await opened.goto(`${page}?tab=${tab}`)
  }
}

async function openHidden(page: string, cleanup: Cleanup): Promise<void> {
  const screen = await openScreen()
  cleanup.add(() => screen.close())
  const browser = await RealBrowser.open(screen, [page, `${page}?tab=a`, `${page}?tab=b`])
  cleanup.add(() => browser.close())
}
