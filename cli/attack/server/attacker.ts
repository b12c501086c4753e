/** In a process of its own: floods for one window after the other. */

import { TAB_FLOODS, type TabFloodName, type Target } from '../tab/floods.ts'
import { SERVER_ATTACKS } from './catalogue.ts'
import { Flood, type Flooded, type FloodWindow } from './flood.ts'

let current: Flood | undefined

export const attacker = {
  async flood({ name, window }: { name: string; window: FloodWindow }): Promise<Flooded> {
    const attack = SERVER_ATTACKS.find(attack => attack.name === name)
    if (!attack) throw new Error(`there is no attack ${name}`)
    const flood = new Flood(window)
    current = flood
    await attack.flood(flood)
    return flood.totals
  },

  async floodTab({
    name,
    window,
    target,
  }: {
    name: TabFloodName
    window: FloodWindow
    target: Target
  }): Promise<Flooded> {
    const flood = new Flood(window)
    current = flood
    await TAB_FLOODS[name](flood, target)
    return flood.totals
  },

  /** Before its time: what it was to show is shown. */
  stop(_: null): void {
    current?.end()
  },
}
