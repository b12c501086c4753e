/** What the server shows by TLS: a certificate of files, or of this machine's own authority. */
import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { SettingError } from '../settings.ts'

/** PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

/** Who makes certificates, and whom visitors have to trust for it. */
export interface CertificateAuthority {
  /** Its own. */
  readonly certificate: string
  /** SHA-256, as phones and browsers show it. */
  readonly fingerprint: string
  issue(names: readonly string[], now: number): Promise<Certificate>
}

export interface Certificates {
  readonly current: Certificate
  /** Undefined: a public one, or one that whoever runs the server sees to. */
  readonly authority?: Pick<CertificateAuthority, 'certificate' | 'fingerprint'>
  /** True if there is another one now. Throws why there cannot be one; then the old one stays. */
  renew(now: number): Promise<boolean>
}

/** Of our own certificates, which hold for 90 days. */
const RENEWED_BEFORE_END_MS = 30 * 24 * 60 * 60_000

/** `names`: the DNS names and IP addresses of this machine, at that moment. */
export async function ownCertificates(
  authority: CertificateAuthority,
  names: () => readonly string[],
  now: number,
): Promise<Certificates> {
  const make = async (now: number) => {
    const asked = names()
    return { certificate: await authority.issue(asked, now), names: asked.join() }
  }
  let made = await make(now)
  return {
    authority,
    get current() {
      return made.certificate
    },
    async renew(now) {
      const leftMs = endOf(made.certificate) - now
      if (made.names === names().join() && leftMs > RENEWED_BEFORE_END_MS) return false
      made = await make(now)
      return true
    },
  }
}

export const endOf = ({ cert }: Certificate): number =>
  Date.parse(new X509Certificate(cert).validTo)

/** Those that TLS_CERT and TLS_KEY name, read again when they change. Throws a `SettingError`. */
export function certificatesOfFiles(certPath: string, keyPath: string): Certificates {
  const stamp = () => [certPath, keyPath].map(path => `${stampOf(path)}`).join()
  let known = stamp()
  let current = readPair(certPath, keyPath)
  return {
    get current() {
      return current
    },
    async renew() {
      const found = stamp()
      if (found === known) return false
      // Of two files that are written one after the other the first alone may not fit: it is tried again.
      current = readPair(certPath, keyPath)
      known = found
      return true
    },
  }
}

function stampOf(path: string): string {
  const { mtimeMs, size, ino } = statSync(path, { throwIfNoEntry: false }) ?? {}
  return `${mtimeMs} ${size} ${ino}`
}

function readPair(certPath: string, keyPath: string): Certificate {
  const pair = { cert: readPem('TLS_CERT', certPath), key: readPem('TLS_KEY', keyPath) }
  if (!pair.cert.includes('-----BEGIN CERTIFICATE-----'))
    throw new SettingError(
      `TLS_CERT names ${certPath}, which is no certificate in PEM. Name the file with the whole chain, such as fullchain.pem.`,
    )
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pair.key))
    throw new SettingError(
      `TLS_KEY names ${keyPath}, which is no private key in PEM. Name the file with the key, such as privkey.pem.`,
    )
  try {
    createSecureContext(pair)
  } catch (error) {
    throw new SettingError(
      `The certificate of TLS_CERT and the key of TLS_KEY cannot be used together (${(error as Error).message}). Name the two files of one certificate, the key without a passphrase.`,
    )
  }
  return pair
}

function readPem(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why =
      code === 'ENOENT'
        ? 'which does not exist. Name a file that does.'
        : code === 'EACCES'
          ? 'which this user may not read. Let it, or start the server as a user who may.'
          : `which cannot be read (${message}). Name a file in PEM.`
    throw new SettingError(`${name} names ${path}, ${why}`)
  }
}
