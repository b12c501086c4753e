/**
 * Parts of the program that not every visit needs. Each is loaded when it is needed, or before: once the
 * server has gone, or has another version of the page, nothing more can be loaded.
 */
import { HostError, type Session } from './api.ts'

type Load = () => Promise<unknown>

const CANNOT_LOAD =
  'This needs a part of the page that could not be loaded: the server is away, or has a newer version. Try again when the server is back; if that does not help, reload the page.'

const notLoaded = new Set<Load>()

/** `load` imports a part; the loader that it becomes rejects with a `HostError`. */
export function later<Part>(load: () => Promise<Part>): () => Promise<Part> {
  const loader = async () => {
    try {
      const part = await load()
      notLoaded.delete(loader)
      return part
    } catch (cause) {
      throw new HostError('not-loaded', CANNOT_LOAD, { cause })
    }
  }
  notLoaded.add(loader)
  return loader
}

/** Loads all parts while the server is there; those that are missing again when it is back. */
export function loadAhead(session: Pick<Session, 'online' | 'subscribe'>): void {
  let isLoading = false
  let wasOnline = session.online
  const load = async () => {
    if (isLoading) return
    isLoading = true
    try {
      // A part that is loaded may add parts of its own.
      while (notLoaded.size > 0) await Promise.all([...notLoaded].map(loader => loader()))
    } catch (error) {
      console.warn('A part of the page could not be loaded ahead.', error)
    } finally {
      isLoading = false
    }
  }
  session.subscribe(() => {
    if (session.online && !wasOnline) void load()
    wasOnline = session.online
  })
  void load()
}
