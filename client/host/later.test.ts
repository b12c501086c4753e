import { afterEach, beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined))
afterEach(() => void vi.restoreAllMocks())

/** Each test has parts of its own. */
async function setUp() {
  vi.resetModules()
  const { later, loadAhead } = await import('./later.ts')
  const session = {
    online: true,
    changed: () => {},
    subscribe(listener: () => void) {
      this.changed = listener
      return () => {}
    },
  }
  const goes = (online: boolean) => {
    session.online = online
    session.changed()
  }
  return { later, loadAhead, session, goes }
}

test('a part that cannot be loaded is a sentence for a person, and may be loaded later', async () => {
  const { later } = await setUp()
  const load = vi.fn().mockRejectedValueOnce(new TypeError('Failed to fetch')).mockResolvedValue(7)
  const loader = later(load)
  await expect(loader()).rejects.toMatchObject({
    code: 'not-loaded',
    message: expect.stringMatching(/Try again when the server is back/),
  })
  await expect(loader()).resolves.toBe(7)
})

test('all parts are loaded ahead, those of parts, too', async () => {
  const { later, loadAhead, session } = await setUp()
  const inner = vi.fn().mockResolvedValue('inner')
  const outer = vi.fn(async () => later(inner))
  later(outer)
  loadAhead(session)
  await vi.waitFor(() => expect(inner).toHaveBeenCalledTimes(1))
  expect(outer).toHaveBeenCalledTimes(1)
})

test('what could not be loaded ahead is tried again when the server is back, and only then', async () => {
  const { later, loadAhead, session, goes } = await setUp()
  const good = vi.fn().mockResolvedValue('good')
  const bad = vi.fn().mockRejectedValueOnce(new TypeError('Failed to fetch')).mockResolvedValue(1)
  later(good)
  later(bad)
  loadAhead(session)
  await vi.waitFor(() => expect(console.warn).toHaveBeenCalledTimes(1))
  session.changed()
  goes(false)
  expect(bad).toHaveBeenCalledTimes(1)
  goes(true)
  await vi.waitFor(() => expect(bad).toHaveBeenCalledTimes(2))
  expect(good).toHaveBeenCalledTimes(1)
})
