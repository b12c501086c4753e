/** Whether the server speaks TLS, and by which certificate, as whoever runs it sets it. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Environment, SettingError } from '../settings.ts'
import { type Certificates, certificatesOfFiles, ownCertificates } from './certificates.ts'

export interface OwnName {
  readonly hostname: string
  /** What the certificate is for. */
  readonly names: () => readonly string[]
}

/** Throws a `SettingError`. Undefined: plain http. `wantsOwn`: `--https`. */
export async function certificatesBySettings(
  env: Environment,
  wantsOwn: boolean,
  { hostname, names }: OwnName,
  now: number,
): Promise<Certificates | undefined> {
  const { TLS_CERT: cert, TLS_KEY: key } = env
  if (cert && key) return certificatesOfFiles(cert, key)
  if (cert || key) {
    const [set, missing] = cert ? ['TLS_CERT', 'TLS_KEY'] : ['TLS_KEY', 'TLS_CERT']
    throw new SettingError(
      `${set} is of no use without ${missing}: name both files, such as TLS_CERT=fullchain.pem TLS_KEY=privkey.pem.`,
    )
  }
  if (!wantsOwn) return undefined
  // Its libraries are for this alone.
  const { Authority } = await import('./authority.ts')
  const authority = await Authority.at(join(privateFolder(env), 'authority.pem'), hostname, now)
  return ownCertificates(authority, names, now)
}

/** Outside of the checkout, which people copy, pack and publish. STATE_DIRECTORY is systemd's. */
function privateFolder(env: Environment, platform = process.platform): string {
  if (env.STATE_DIRECTORY) return env.STATE_DIRECTORY.split(':')[0] as string
  if (env.XDG_DATA_HOME) return join(env.XDG_DATA_HOME, 'tabswarm')
  if (platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'tabswarm')
  const ofPlatform = platform === 'darwin' ? 'Library/Application Support' : '.local/share'
  return join(homedir(), ofPlatform, 'tabswarm')
}
