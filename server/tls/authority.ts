/**
 * This machine's own certificate authority: whoever trusts it once trusts every certificate that it makes
 * for this machine's changing addresses. Its key never leaves its file.
 */
import { X509Certificate as NodeCertificate, webcrypto } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { dirname } from 'node:path'
import 'reflect-metadata'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { SettingError } from '../settings.ts'
import type { Certificate, CertificateAuthority } from './certificates.ts'

const DAY_MS = 24 * 60 * 60_000
const AUTHORITY_MS = 3_650 * DAY_MS
/** Of an authority that a person has added, Apple's systems take at most 825 days. */
const CERTIFICATE_MS = 90 * DAY_MS
/** A phone's clock may be behind. */
const EARLY_MS = DAY_MS

/** ECDSA: its signature takes a server a tenth of RSA's time, at every handshake. */
const KEYS = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

cryptoProvider.set(webcrypto as Crypto)

export class Authority implements CertificateAuthority {
  readonly certificate: string
  readonly fingerprint: string
  readonly #own: X509Certificate
  readonly #key: CryptoKey

  private constructor(own: X509Certificate, key: CryptoKey) {
    this.certificate = `${own.toString('pem')}\n`
    this.fingerprint = new NodeCertificate(this.certificate).fingerprint256
    this.#own = own
    this.#key = key
  }

  /** That of the file, or a new one if there is none or if it is about to end. Throws a `SettingError`. */
  static async at(path: string, owner: string, now: number): Promise<Authority> {
    try {
      const known = await Authority.#read(path)
      if (known && known.#own.notAfter.getTime() - now > CERTIFICATE_MS) return known
      if (known) rmSync(path)
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      const pem = await create(owner, now)
      // Of two servers that start at once, one is first.
      const draft = `${path}.${process.pid}`
      writeFileSync(draft, pem, { mode: 0o600, flag: 'wx' })
      try {
        linkSync(draft, path)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      } finally {
        rmSync(draft)
      }
      return (await Authority.#read(path)) as Authority
    } catch (error) {
      if (error instanceof SettingError) throw error
      throw new SettingError(
        `The file for this machine's certificate authority, ${path}, cannot be used (${(error as Error).message}). Make it writable, or name another folder by XDG_DATA_HOME.`,
      )
    }
  }

  /** Undefined: there is no such file. */
  static async #read(path: string): Promise<Authority | undefined> {
    const pem = readIfThere(path)
    if (pem === undefined) return undefined
    chmodSync(path, 0o600)
    try {
      const blocks = PemConverter.decodeWithHeaders(pem)
      const block = (type: string) =>
        blocks.find(each => each.type === type)?.rawData as ArrayBuffer
      const own = new X509Certificate(block('CERTIFICATE'))
      const pkcs8 = block('PRIVATE KEY')
      const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, KEYS, false, ['sign'])
      return new Authority(own, key)
    } catch {
      throw new SettingError(
        `${path} holds no certificate authority. Delete it, and the next start makes a new one, which has to be trusted anew.`,
      )
    }
  }

  /** For DNS names and IP addresses. */
  async issue(names: readonly string[], now: number): Promise<Certificate> {
    const keys = await webcrypto.subtle.generateKey(KEYS, true, ['sign', 'verify'])
    const leaf = await X509CertificateGenerator.create({
      subject: [{ CN: [names[0] as string] }],
      issuer: this.#own.subject,
      notBefore: new Date(now - EARLY_MS),
      notAfter: new Date(now + CERTIFICATE_MS),
      signingKey: this.#key,
      publicKey: keys.publicKey as CryptoKey,
      signingAlgorithm: KEYS,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension(
          names.map(value => ({
            type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const),
            value,
          })),
        ),
        await AuthorityKeyIdentifierExtension.create(this.#own.publicKey),
        await SubjectKeyIdentifierExtension.create(keys.publicKey as CryptoKey),
      ],
    })
    return { cert: `${leaf.toString('pem')}\n`, key: await privateKeyPem(keys.privateKey) }
  }
}

async function create(owner: string, now: number): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(KEYS, true, ['sign', 'verify'])
  const own = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [`tabswarm on ${owner}`] }],
    notBefore: new Date(now - EARLY_MS),
    notAfter: new Date(now + AUTHORITY_MS),
    keys: keys as CryptoKeyPair,
    signingAlgorithm: KEYS,
    extensions: [
      // It makes certificates of servers, and no further authorities.
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey as CryptoKey),
    ],
  })
  return `${own.toString('pem')}\n${await privateKeyPem(keys.privateKey)}`
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', key)
  return `${PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`
}
