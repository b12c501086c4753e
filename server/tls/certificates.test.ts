import { X509Certificate } from 'node:crypto'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SettingError } from '../settings.ts'
import { Authority } from './authority.ts'
import { type Certificates, endOf, ownCertificates } from './certificates.ts'
import { certificatesBySettings } from './tls-settings.ts'

const DAY_MS = 24 * 60 * 60_000
const NOW = Date.parse('2030-01-01T00:00:00Z')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tabswarm-tls-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (file: string) => join(folder, file)
const parsed = ({ current }: Certificates) => new X509Certificate(current.cert)

describe('the own authority', () => {
  test('is kept in a file for its owner alone, and is the same at the next start', async () => {
    const path = at('private/authority.pem')
    const first = await Authority.at(path, 'study', NOW)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(at('private')).mode & 0o777).toBe(0o700)
    chmodSync(path, 0o644)
    const second = await Authority.at(path, 'study', NOW)
    expect(second.fingerprint).toBe(first.fingerprint)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(at('private'))).toEqual(['authority.pem'])
    expect(first.certificate).not.toContain('PRIVATE')
    expect(new X509Certificate(first.certificate).subject).toBe('CN=tabswarm on study')
  })

  test('is one, also of several servers that start at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 4 }, () => Authority.at(at('authority.pem'), 'study', NOW)),
    )
    expect(new Set(all.map(({ fingerprint }) => fingerprint)).size).toBe(1)
  })

  test('is replaced before it ends', async () => {
    const first = await Authority.at(at('authority.pem'), 'study', NOW)
    const later = await Authority.at(at('authority.pem'), 'study', NOW + 3_600 * DAY_MS)
    expect(later.fingerprint).not.toBe(first.fingerprint)
    expect(statSync(at('authority.pem')).mode & 0o777).toBe(0o600)
  })

  test.each([
    ['nothing', ''],
    ['something else', 'hello'],
    ['half of it', undefined],
  ])('in a file with %s is refused in a sentence', async (_, text) => {
    const path = at('authority.pem')
    await Authority.at(path, 'study', NOW)
    writeFileSync(path, text ?? readFileSync(path).subarray(0, 700))
    const again = Authority.at(path, 'study', NOW)
    await expect(again).rejects.toThrow(SettingError)
    await expect(again).rejects.toThrow(`${path} holds no certificate authority. Delete it`)
  })

  test('that cannot be written is told with what to do', async () => {
    writeFileSync(at('file'), '')
    const there = Authority.at(at('file/authority.pem'), 'study', NOW)
    await expect(there).rejects.toThrow(SettingError)
    await expect(there).rejects.toThrow('XDG_DATA_HOME')
  })
})

describe('an own certificate', () => {
  const names = ['study', 'study.local', 'localhost', '127.0.0.1', '192.168.1.20', '2001:db8::20']

  test('is by the authority, for every name and address, and no authority itself', async () => {
    const authority = await Authority.at(at('authority.pem'), 'study', NOW)
    const certificates = await ownCertificates(authority, () => names, NOW)
    const certificate = parsed(certificates)
    const issuer = new X509Certificate(authority.certificate)
    expect(certificate.verify(issuer.publicKey)).toBe(true)
    expect(certificate.checkIssued(issuer)).toBe(true)
    expect(certificate.ca).toBe(false)
    for (const name of names)
      expect(certificate.checkHost(name) ?? certificate.checkIP(name)).toBe(name)
    expect(certificate.checkHost('evil.example')).toBeUndefined()
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    // https://support.apple.com/en-us/103769
    expect(endOf(certificates.current) - Date.parse(certificate.validFrom)).toBeLessThan(
      825 * DAY_MS,
    )
  })

  test('is another when addresses change or it nears its end, and else the same', async () => {
    const authority = await Authority.at(at('authority.pem'), 'study', NOW)
    let present = names
    const certificates = await ownCertificates(authority, () => present, NOW)
    const { current } = certificates
    expect(await certificates.renew(NOW + 59 * DAY_MS)).toBe(false)
    expect(certificates.current).toBe(current)
    present = [...names, '10.0.0.7']
    expect(await certificates.renew(NOW)).toBe(true)
    expect(parsed(certificates).checkIP('10.0.0.7')).toBe('10.0.0.7')
    expect(await certificates.renew(NOW + 61 * DAY_MS)).toBe(true)
    expect(endOf(certificates.current)).toBe(NOW + 151 * DAY_MS)
  })
})

describe('the settings', () => {
  const own = { hostname: 'study', names: () => ['study'] }
  const files = () => ({ TLS_CERT: at('cert.pem'), TLS_KEY: at('key.pem') })
  const by = (env: Record<string, string>, wantsOwn = false) =>
    certificatesBySettings(env, wantsOwn, own, NOW)

  async function write(name = 'share.example.org') {
    const authority = await Authority.at(at('authority.pem'), 'study', NOW)
    const { cert, key } = await authority.issue([name], NOW)
    writeFileSync(at('cert.pem'), cert)
    writeFileSync(at('key.pem'), key)
  }

  test('say nothing of TLS: there is none', async () => {
    expect(await by({})).toBeUndefined()
    expect(await by({ TLS_CERT: '', TLS_KEY: '' })).toBeUndefined()
  })

  test.each(['XDG_DATA_HOME', 'STATE_DIRECTORY'])('--https: the authority is in %s', async name => {
    const certificates = await by({ [name]: folder }, true)
    expect(parsed(certificates as Certificates).subject).toBe('CN=study')
    expect(certificates?.authority?.certificate).toContain('BEGIN CERTIFICATE')
    const path = name === 'STATE_DIRECTORY' ? 'authority.pem' : 'tabswarm/authority.pem'
    expect(statSync(at(path)).mode & 0o777).toBe(0o600)
  })

  test('the files are what is shown, with --https too, and read again when they change', async () => {
    await write()
    const certificates = (await by(files(), true)) as Certificates
    expect(certificates.authority).toBeUndefined()
    expect(await certificates.renew(NOW)).toBe(false)
    await write('other.example.org')
    expect(await certificates.renew(NOW)).toBe(true)
    expect(parsed(certificates).subject).toBe('CN=other.example.org')
  })

  test('of two files of which one is not written yet, the old pair is shown until both are', async () => {
    await write()
    const certificates = (await by(files())) as Certificates
    const { current } = certificates
    const oldKey = current.key
    await write('other.example.org')
    const newKey = readFileSync(at('key.pem'), 'utf8')
    writeFileSync(at('key.pem'), oldKey)
    await expect(certificates.renew(NOW)).rejects.toThrow('cannot be used together')
    expect(certificates.current).toBe(current)
    writeFileSync(at('key.pem'), newKey)
    expect(await certificates.renew(NOW)).toBe(true)
  })

  test.each<[string, () => Record<string, string>, string]>([
    [
      'the certificate alone',
      () => ({ TLS_CERT: at('cert.pem') }),
      'TLS_CERT is of no use without TLS_KEY',
    ],
    ['the key alone', () => ({ TLS_KEY: at('key.pem') }), 'TLS_KEY is of no use without TLS_CERT'],
    ['a file that is not there', () => ({ ...files(), TLS_KEY: at('none') }), 'does not exist'],
    ['a folder', () => ({ ...files(), TLS_CERT: folder }), 'cannot be read'],
    ['the key twice', () => ({ ...files(), TLS_CERT: at('key.pem') }), 'is no certificate in PEM'],
    ['the certificate twice', () => ({ ...files(), TLS_KEY: at('cert.pem') }), 'is no private key'],
    ['the key of another', () => ({ ...files(), TLS_KEY: at('authority.pem') }), 'together'],
  ])('%s are refused in a sentence that says what to do', async (_, env, sentence) => {
    await write()
    await expect(by(env())).rejects.toThrow(SettingError)
    await expect(by(env())).rejects.toThrow(sentence)
    await expect(by(env())).rejects.toThrow(/\.$/)
  })
})
