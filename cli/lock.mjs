import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** How often a waiter looks whether the lock is free. */
const LOOK_AGAIN_MS = 200
/** Longest wait: a slow first install with browsers, with room to spare. */
const LOCK_WAIT_MS = 10 * 60_000

/**
 * Runs `work` while no other process of this checkout does: two `npm start` at once must not install
 * or build over each other. A lock whose holder is gone is taken over.
 *
 * @template T
 * @param {string} path a file that exists while the lock is held
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  mkdirSync(dirname(path), { recursive: true })
  const giveUpAt = Date.now() + LOCK_WAIT_MS
  while (!take(path)) {
    if (Date.now() > giveUpAt) {
      throw new Error(`Another process still holds ${path}. Delete that file and try again.`)
    }
    await new Promise(resolve => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  const release = () => rmSync(path, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

/** @param {string} path */
function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    if (!holderLives(path)) rmSync(path, { force: true })
    return false
  }
}

/** @param {string} path */
function holderLives(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8'))
    if (pid > 0) process.kill(pid, 0)
    return true // also while the holder has not written its number yet
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code
    return code === 'EPERM' // alive, but someone else's; ENOENT and ESRCH: gone
  }
}
