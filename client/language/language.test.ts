import { afterEach, beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => {
  vi.resetModules()
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
  vi.stubGlobal('document', { documentElement: { lang: 'en' } })
  vi.stubGlobal('window', new EventTarget())
})
afterEach(() => vi.unstubAllGlobals())

const browserOf = (...languages: string[]) => vi.stubGlobal('navigator', { languages })

/** Texts that come when they are told to. */
async function slowTable() {
  const { Table } = await import('./table.ts')
  const asked: string[] = []
  const arrivals = new Map<string, () => void>()
  const load = (of: string) => () =>
    new Promise<{ default: string }>((resolve, reject) => {
      asked.push(of)
      arrivals.set(of, () => resolve({ default: `texts of ${of}` }))
      arrivals.set(`no ${of}`, () => reject(new Error('the server is away')))
    })
  const table = new Table<string>({
    ...{ en: load('en'), el: load('el'), ca: load('ca'), es: load('es'), de: load('de') },
  })
  return { table, asked, arrive: (of: string) => arrivals.get(of)?.() }
}

test.each([
  [['el-GR', 'en'], 'el'],
  [['fr', 'ca-ES-valencia', 'es'], 'ca'],
  [['DE'], 'de'],
  [['fr-FR'], 'en'],
  [[], 'en'],
])('a browser that prefers %j is spoken to in %s', async (preferred, expected) => {
  browserOf(...preferred)
  const { speak, language } = await import('./language.ts')
  await speak()
  expect([language.value, document.documentElement.lang]).toEqual([expected, expected])
})

test('only the language that is spoken is loaded, and another when it is chosen, which is remembered', async () => {
  browserOf('el')
  const { speak, chooseLanguage, language } = await import('./language.ts')
  const { table, asked, arrive } = await slowTable()
  const speaking = speak(table)
  arrive('el')
  await speaking
  expect([asked, table.texts]).toEqual([['el'], 'texts of el'])
  const choosing = chooseLanguage('de')
  expect(language.value).toBe('el')
  arrive('de')
  await choosing
  expect([table.texts, document.documentElement.lang]).toEqual(['texts of de', 'de'])
  expect(localStorage.getItem('tabswarm.language')).toBe('de')
  expect(asked).toEqual(['el', 'de'])
})

test('of two choices the later holds, whichever comes first', async () => {
  browserOf('en')
  const { speak, chooseLanguage, language } = await import('./language.ts')
  const { table, arrive } = await slowTable()
  const speaking = speak(table)
  arrive('en')
  await speaking
  const both = [chooseLanguage('de'), chooseLanguage('el')]
  arrive('el')
  arrive('de')
  await Promise.all(both)
  expect([language.value, localStorage.getItem('tabswarm.language')]).toEqual(['el', 'el'])
})

test('a language that cannot be loaded leaves the page in its own', async () => {
  browserOf('en')
  const { speak, chooseLanguage, language } = await import('./language.ts')
  const { table, arrive } = await slowTable()
  const speaking = speak(table)
  arrive('en')
  await speaking
  const choosing = chooseLanguage('de')
  arrive('no de')
  await expect(choosing).rejects.toThrow('the server is away')
  expect([language.value, table.texts]).toEqual(['en', 'texts of en'])
  expect(localStorage.getItem('tabswarm.language')).toBeNull()
})

test('a part that is opened while the language changes comes in the new one', async () => {
  browserOf('en')
  const { speak, chooseLanguage, language } = await import('./language.ts')
  const { table, arrive } = await slowTable()
  await speak()
  const bringing = table.bring()
  const choosing = chooseLanguage('de')
  arrive('de')
  await choosing
  arrive('en')
  await bringing
  expect([language.value, table.texts]).toEqual(['de', 'texts of de'])
})
