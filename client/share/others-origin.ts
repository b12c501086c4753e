/**
 * Where others reach the server: what links, codes and `.torrent` files name, by whatever name this page was
 * opened. PUBLIC_URL, if whoever runs the server has set it; and for a page that only this machine can
 * open, the address in its network.
 */
import { signal } from '@preact/signals'
import { isLocalHost, lanOrigin, publicOrigin } from './share-link.ts'

interface OthersOrigin {
  readonly by: 'setting' | 'network'
  readonly origin: string
}

const found = signal<OthersOrigin | undefined>(undefined)
let asked: Promise<void> | undefined

/** Undefined: by this page's own, or it is not known yet. Whoever reads it is drawn anew when it is. */
export function othersOrigin(): OthersOrigin | undefined {
  void whenFound()
  return found.value
}

/** Where PUBLIC_URL leads, as far as it is known, or else where this page is. */
export function publicOriginNow(): string {
  const others = othersOrigin()
  return others?.by === 'setting' ? others.origin : location.origin
}

export async function publicOriginOrOwn(): Promise<string> {
  await whenFound()
  return publicOriginNow()
}

/** Asks once for each page. */
function whenFound(): Promise<void> {
  asked ??= find().catch(error => console.warn('The address for others is not known.', error))
  return asked
}

async function find(): Promise<void> {
  const set = publicOrigin(await ask('/public-url'))
  if (set === location.origin) return
  if (set !== undefined) found.value = { by: 'setting', origin: set }
  else if (isLocalHost(location.hostname)) {
    const origin = lanOrigin(await ask('/lan'), location)
    if (origin !== undefined) found.value = { by: 'network', origin }
  }
}

async function ask(path: string): Promise<unknown> {
  const response = await fetch(path)
  return response.ok ? response.json() : undefined
}
