/** Builds the pages into dist/, once for every state of their sources. */
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { ROOT } from './command.ts'

const DIST = join(ROOT, 'dist')
/** In dist/, so that the record goes when the build goes. Express serves no dot files. */
const STAMP = join(DIST, '.built-from')
const SOURCES = ['client', 'shared', 'vite.config.ts', 'package-lock.json', 'tsconfig.json']

/** dist/ holds the pages of the present sources when this resolves; 20 ms when it did already. */
export async function buildPages(): Promise<void> {
  const sources = fingerprint()
  if (builtFrom() === sources) return
  console.error('Building the pages ...')
  // Built aside and swapped: a running server never sees half a build, nor do two builds at once meet.
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  const fresh = mkdtempSync(join(ROOT, '.cache', 'dist-'))
  await build({
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: fresh, emptyOutDir: true },
  })
  compressAll(fresh)
  writeFileSync(join(fresh, '.built-from'), sources)
  swapIn(fresh, sources)
}

function swapIn(fresh: string, sources: string): void {
  const old = `${fresh}-old`
  try {
    if (existsSync(DIST)) renameSync(DIST, old)
    renameSync(fresh, DIST)
  } catch (error) {
    // Another process was faster, with the same.
    if (builtFrom() !== sources) throw error
  }
  for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true })
}

/** Once and as small as can be, beside each file: the server sends what the browser takes. */
function compressAll(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || !/\.(js|css|html|svg)$/.test(path)) continue
    const bytes = readFileSync(path)
    writeFileSync(`${path}.br`, brotliCompressSync(bytes))
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
  }
}

const builtFrom = (): string | undefined =>
  existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : undefined

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    for (const path of filesUnder(source)) {
      hash
        .update(`${path}\0`)
        .update(readFileSync(join(ROOT, path)))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

/** Relative to the checkout, in order; tests are no part of the pages. */
function filesUnder(source: string): string[] {
  if (source.includes('.')) return existsSync(join(ROOT, source)) ? [source] : []
  return readdirSync(join(ROOT, source), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort()
}
