/** Saving into folders that refuse: by their names, by the browser, or in the middle. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { savedName, savedPaths } from '../host/torrent/saved-names.ts'
import { FolderWriter, plainerNames } from './save-into-folder.ts'
import { refusalOf, renamedInWords, unsavedError } from './saved-words.ts'

type Refuses = (name: string) => string | undefined

/** What is stored, by path; a file system in memory that refuses what it is told to. */
function disk(refuses: Refuses, fold = (name: string) => name) {
  const stored = new Map<string, string | 'folder'>()
  const check = (name: string) => {
    const why = refuses(name)
    if (why === 'name') throw new TypeError('Name is not allowed.')
    if (why !== undefined) throw new DOMException('refused', why)
  }
  const look = (path: string, wants: 'file' | 'folder', create: boolean) => {
    const found = [...stored].find(([key]) => fold(key) === fold(path))?.[1]
    if (found === undefined && !create) throw new DOMException('not there', 'NotFoundError')
    if (found !== undefined && (found === 'folder') !== (wants === 'folder'))
      throw new DOMException('another kind', 'TypeMismatchError')
    if (found === undefined) stored.set(path, wants === 'folder' ? 'folder' : '')
  }
  const folder = (at: string): unknown => ({
    getDirectoryHandle: async (name: string, { create = false } = {}) => {
      check(name)
      look(`${at}/${name}`, 'folder', create)
      return folder(`${at}/${name}`)
    },
    getFileHandle: async (name: string, { create = false } = {}) => {
      check(name)
      look(`${at}/${name}`, 'file', create)
      return {
        createWritable: async () =>
          new WritableStream<string>({
            write: text => void stored.set(`${at}/${name}`, stored.get(`${at}/${name}`) + text),
          }),
      }
    },
    removeEntry: async (name: string) => void stored.delete(`${at}/${name}`),
  })
  const files = () => new Map([...stored].filter(([, what]) => what !== 'folder'))
  return { root: folder('') as FileSystemDirectoryHandle, files, stored }
}

async function save(
  root: FileSystemDirectoryHandle,
  paths: readonly (readonly string[])[],
  { name = 'pack', streams = {} as Record<string, () => ReadableStream<Uint8Array>> } = {},
) {
  const { signal } = new AbortController()
  const writer = await FolderWriter.in(root, { name, savedName: savedName(name) }, signal)
  const saved = savedPaths(paths)
  for (const [i, path] of paths.entries()) {
    const text = path.join('/')
    const stream = () => new Response(text).body?.pipeThrough(new TextDecoderStream()) as never
    await writer.save({ path, savedPath: saved[i] as string[], stream: streams[text] ?? stream })
  }
  return writer
}

/** As Chromium's: what it refuses on every system. */
const asChromium: Refuses = name =>
  /["*:?|<>/\\~]|\p{Cf}|^\s|[\s.]$|\.(lnk|url|scf|local)$/iu.test(name) ? 'name' : undefined

test('names that Chromium refuses are saved under near ones, each said, with all others', async () => {
  const { root, files } = disk(asChromium)
  const paths = [
    ['tool.lnk'],
    ['Part 1: intro', 'What? Why.txt'],
    ['Part 1: intro', 'plain.txt'],
    [' leading.txt'],
    ['👩\u200d👧.txt'],
    ['site.url'],
    ['host.local'],
    ['backup~'],
    ['.gitignore'],
  ]
  const { renamed, unsaved } = await save(root, paths, { name: 'Season 1: Pilot' })
  expect(unsaved).toEqual([])
  const top = '/Season 1_ Pilot'
  expect([...files()]).toEqual([
    [`${top}/tool.lnk_`, 'tool.lnk'],
    [`${top}/Part 1_ intro/What_ Why.txt`, 'Part 1: intro/What? Why.txt'],
    [`${top}/Part 1_ intro/plain.txt`, 'Part 1: intro/plain.txt'],
    [`${top}/leading.txt`, ' leading.txt'],
    [`${top}/👩👧.txt`, '👩\u200d👧.txt'],
    [`${top}/site.url_`, 'site.url'],
    // By no rule that we know, and refused all the same.
    [`${top}/file-8`, 'host.local'],
    [`${top}/backup_-9`, 'backup~'],
    [`${top}/.gitignore`, '.gitignore'],
  ])
  expect(renamed.map(({ name, savedAs }) => `${name} > ${savedAs}`)).toEqual([
    'Season 1: Pilot > Season 1_ Pilot',
    'tool.lnk > tool.lnk_',
    'Part 1: intro > Part 1_ intro',
    'What? Why.txt > What_ Why.txt',
    ' leading.txt > leading.txt',
    '👩\u200d👧.txt > 👩👧.txt',
    'site.url > site.url_',
    'host.local > file-8',
    'backup~ > backup_-9',
  ])
  expect(renamedInWords(renamed.slice(0, 2))).toBe(
    'Saved under a near name, as this browser or another system does not take its own: “Season 1: Pilot” as “Season 1_ Pilot” and “tool.lnk” as “tool.lnk_”.',
  )
})

test('a file system that takes two names for one loses neither file', async () => {
  const { root, files } = disk(
    () => undefined,
    name => name.replaceAll('ﬁ', 'fi'),
  )
  await save(root, [['fi.txt'], ['ﬁ.txt']])
  expect([...files().values()]).toEqual(['fi.txt', 'ﬁ.txt'])
})

test('one that cannot be read or written ends none of the others, and leaves no half of itself', async () => {
  const { root, files } = disk(name => (/b|file/.test(name) ? 'InvalidStateError' : undefined))
  const failing = () =>
    new ReadableStream({
      pull(controller) {
        controller.enqueue('half' as never)
        controller.error(Object.assign(new Error('Piece 3 is gone.'), { name: 'StoreError' }))
      },
    })
  const { unsaved } = await save(root, [['a'], ['b'], ['c'], ['d']], { streams: { c: failing } })
  expect([...files().keys()]).toEqual(['/pack/a', '/pack/d'])
  expect(unsaved.map(({ name }) => name)).toEqual(['b', 'c'])
  expect(unsavedError(unsaved, true).message).toBe(
    '2 files (“b” and “c”) could not be saved: refused. Everything else is saved. Save again, to another folder or disk: nothing has to be downloaded twice.',
  )
  expect(unsavedError(unsaved.slice(1), false).message).toBe(
    '“c” could not be saved: Piece 3 is gone. Reload the page: what is missing is fetched again. Then save it.',
  )
})

test.each([
  ['QuotaExceededError', 'The disk is full, and “pack” could not be saved. Free some space'],
  ['NotAllowedError', '“pack” could not be saved: refused. Save again, and allow it'],
])('%s ends it: no other file could be saved', async (name, sentence) => {
  const { root, files } = disk(each => (each === 'b' ? name : undefined))
  const failed = await save(root, [['a'], ['b'], ['c']]).catch(error => error)
  expect([...files().keys()]).toEqual(['/pack/a'])
  expect(refusalOf(() => '“pack”', failed).message).toContain(sentence)
})

test('a folder of that name is left as it is', async () => {
  const { root, files, stored } = disk(() => undefined)
  stored.set('/pack', 'folder').set('/pack/a', 'mine')
  await save(root, [['a']])
  expect([...files()]).toEqual([
    ['/pack/a', 'mine'],
    ['/pack (2)/a', 'a'],
  ])
})

test('plainer names are letters, digits and an ending, and names to save under', () => {
  expect(plainerNames('Été à la mer.mp4', 7)).toEqual([
    'E_te_a_la_mer-7.mp4',
    'file-7.mp4',
    'file-7',
  ])
  expect(plainerNames('日本', 1)).toEqual(['_-1', 'file-1', 'file-1'])
  const arePlain = fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, number) => {
    for (const name of plainerNames(savedName(text), number)) {
      expect(name).toMatch(/^[\w.-]{1,70}$/)
      expect(savedName(name)).toBe(name)
    }
  })
  fc.assert(arePlain, { numRuns: 1000 })
})
