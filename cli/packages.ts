/** Installs what the tools need and the system lacks; where it cannot, it says so and goes on. */
import { spawnSync } from 'node:child_process'

const LIMIT_MS = 5 * 60_000

/** Debian's. */
export function installPackages(packages: readonly string[]): void {
  console.error(`Installing ${packages.join(', ')} (apt-get) ...`)
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { status, stderr, error } = spawnSync('apt-get', ['-q', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: LIMIT_MS,
      encoding: 'utf8',
    })
    if (status !== 0) console.error(`apt-get ${args[0]} failed:\n${error?.message ?? stderr}`)
  }
}
