/** Stock WebTorrent: what a test says to it, it does by WebTorrent's documented API. */
import { sha256Hex } from '../../cli/bench/pages/page.ts'
import { client, seed } from '../../cli/bench/pages/stock.ts'

const api = {
  /** What the harness put into the file input. Resolves with the magnet link. */
  seed(announce: string, name: string): Promise<string> {
    const chosen = document.querySelector<HTMLInputElement>('#files')?.files ?? []
    return seed([...chosen], { announce: [announce], name })
  },

  leech(magnet: string): void {
    client.add(magnet)
  },

  isDone: (): boolean => client.torrents[0]?.done ?? false,

  /** Pieces that are there and verified. */
  held(): number[] {
    const { pieces = [], bitfield } = client.torrents[0] ?? {}
    return Array.from(pieces, (_, i) => i).filter(i => bitfield?.get(i))
  },

  leave: (): Promise<void> => new Promise(resolve => client.destroy(resolve)),

  /** By file name. */
  async sha256(): Promise<Record<string, string>> {
    const sums = (client.torrents[0]?.files ?? []).map(
      async file => [file.name, await sha256Hex(await file.blob())] as const,
    )
    return Object.fromEntries(await Promise.all(sums))
  },
}

export type StockPage = typeof api
Object.assign(globalThis, { stock: api })
