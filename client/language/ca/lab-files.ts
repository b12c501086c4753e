import type { Subject } from '../../../shared/base/quantity-faults.ts'
import type { LabFilesTexts } from '../en/lab-files.ts'
import { number } from '../format.ts'

function subject({ field, entryOf }: Subject): string {
  if (field !== undefined) return `«${field}»`
  return entryOf === undefined ? 'el fitxer' : `un element de «${entryOf}»`
}
const keyed = (of: Subject, beside: string | null): string =>
  beside === null ? subject(of) : `${subject(of)} amb ${beside}`
const at = (of: Subject | undefined): string =>
  of?.field !== undefined || of?.entryOf !== undefined ? `${subject(of)}: ` : ''
const token = (found: string | null): string => found ?? 'el final del fitxer'

const texts: LabFilesTexts = {
  unusable: ({ line, column, why }) =>
    `Aquest fitxer no es pot fer servir. Línia ${line}, columna ${column}: ${why}.`,
  fileFaults: {
    'too-long': ({ most }) => `el fitxer té més de ${number(most)} caràcters`,
    empty: () => 'el fitxer és buit',
    'too-deep': ({ most }) => `hi ha més de ${number(most)} nivells de claudàtors o claus`,
    'key-twice': ({ key }) => `la clau «${key}» hi és dues vegades`,
    'comma-too-many': ({ end }) => `sobra la coma abans de «${end}»: treu-la`,
    'comma-missing': ({ end, found }) => `hi ha de seguir una coma o «${end}», no ${token(found)}`,
    'no-key': ({ found }) => `aquí hi ha d’anar una clau entre "…", no ${token(found)}`,
    'no-colon': ({ found }) => `aquí hi han d’anar dos punts, no ${token(found)}`,
    'no-value': ({ found }) => `aquí hi ha d’anar un valor, no ${token(found)}`,
    'after-end': ({ found }) =>
      `després del final hi ha ${token(found)}: sobra o falta un claudàtor o una clau`,
    'no-quotes': ({ found }) => `això ha d’anar entre "…": ${token(found)}`,
    'open-text': () => 'el text no es tanca amb " a la seva línia',
    'bad-escape': ({ found }) =>
      `una «\\» a ${token(found)} no vol dir res: escriu «\\\\» per a una barra inversa`,
    'bad-unicode': ({ found }) =>
      `després de «\\u» a ${token(found)} hi han d’anar quatre xifres hexadecimals`,
    comment: () => 'JSON no té comentaris: treu aquest',
    'no-json': ({ found }) => `això no és JSON vàlid: ${token(found)}`,
    'no-place': ({ key }) => `no es pot fixar «${key}»: el que el contindria no és un objecte`,
    'no-text': ({ of, given }) => `${subject(of)} ha de ser text entre "…", no ${given}`,
    'no-flag': ({ of, given }) => `${subject(of)} ha de ser true o false, no ${given}`,
    'text-length': ({ of, most }) => `${subject(of)} ha de tenir d’1 a ${number(most)} caràcters`,
    'no-number': ({ of, least, most, given }) =>
      `${subject(of)} ha de ser un nombre de ${number(least)} a ${number(most)}, no ${given}`,
    'no-whole': ({ of, given }) => `${subject(of)} ha de ser un nombre enter, no ${given}`,
    'no-choice': ({ of, choices, given }) => `${subject(of)} és un de ${choices}, no ${given}`,
    'no-list': ({ of }) => `${subject(of)} ha de ser una llista [ … ]`,
    'long-list': ({ of, most }) => `${subject(of)} pot tenir ${number(most)} elements com a màxim`,
    'no-object': ({ of }) => `${subject(of)} ha de ser un objecte { … }`,
    'unknown-key': ({ of, beside, key, known }) =>
      `${keyed(of, beside)} no té «${key}» (conegudes: ${known})`,
    'missing-key': ({ of, beside, key }) => `a ${keyed(of, beside)} li falta «${key}»`,
    'missing-one': ({ of, keys }) => `a ${subject(of)} li falta una de ${keys}`,
    'no-quantity': ({ of, given, example }) =>
      `${at(of)}aquí hi ha d’anar un nombre amb unitat, com «${example}», no ${given}`,
    'no-unit': ({ of, given, example, known }) =>
      `${at(of)}«${given}» no té unitat; s’escriu com «${example}» (conegudes: ${known})`,
    'strange-unit': ({ of, given, example, known }) =>
      `${at(of)}«${given}» no és una unitat aquí; s’escriu com «${example}» (conegudes: ${known})`,
    'rate-zero': ({ of, given }) =>
      `${at(of)}una velocitat ha de ser més gran que zero, no «${given}»`,
    'time-negative': ({ of, given }) => `${at(of)}un temps no pot ser negatiu com «${given}»`,
    'size-broken': ({ of, given }) =>
      `${at(of)}una mida ha de ser un nombre enter de bytes, no «${given}»`,
    'share-outside': ({ of, given }) =>
      `${at(of)}un percentatge va de 0 a 100\u00a0%, no «${given}»`,
    'too-large': ({ of, given }) => `${at(of)}«${given}» és massa gran`,
    other: ({ english }) => english,
  },
  sweepFaults: {
    nothing: () => 'Digues què varia, per exemple torrent.pieces=13,25,50.',
    'too-many-settings': ({ count, most }) =>
      `Es poden variar ${number(most)} paràmetres com a màxim, no ${number(count)}.`,
    'setting-twice': ({ path }) =>
      `${path} hi és dues vegades. Posa’n tots els valors en una llista.`,
    unwritten: ({ text }) =>
      `Digues què varia i amb quins valors, com torrent.pieces=13,25,50, no «${text}».`,
    'no-value': ({ path }) => `${path}: hi ha un valor buit. Escriu-los com a 13,25,50.`,
    'too-many-values': ({ path, count, most }) =>
      `${path}: ${number(count)} valors són massa; el màxim és ${number(most)}.`,
    'value-twice': ({ path, value }) => `${path}: ${value} hi és dues vegades.`,
    'mixed-units': ({ path, text }) =>
      `${path}: «${text}» barreja unitats. Escriu sempre la mateixa, com a 2Mbps..6Mbps:2Mbps.`,
    'empty-range': ({ path, text }) =>
      `${path}: «${text}» no té valors. Escriu l’interval cap amunt, com a 10..50:10.`,
    'long-range': ({ path, text, count, most }) =>
      `${path}: «${text}» té ${number(count)} valors; el màxim és ${number(most)}. Fes servir passos més grans.`,
    'too-many-runs': ({ count, most }) =>
      `${number(count)} execucions són massa; el màxim és ${number(most)}. Fes servir menys valors o menys llavors.`,
    'only-seeders': ({ place }) =>
      `${place} no es pot executar: tots els peers són seeders, així que ningú no té res a demanar.`,
    'bad-point': ({ place, why }) => `${place} no es pot executar: ${why}.`,
  },
}
export default texts
