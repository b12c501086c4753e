import type { Subject } from '../../../shared/base/quantity-faults.ts'
import type { LabFilesTexts } from '../en/lab-files.ts'
import { number } from '../format.ts'

function subject({ field, entryOf }: Subject): string {
  if (field !== undefined) return `„${field}“`
  return entryOf === undefined ? 'Die Datei' : `Ein Eintrag von „${entryOf}“`
}
const keyed = (of: Subject, beside: string | null): string =>
  beside === null ? subject(of) : `${subject(of)} mit ${beside}`
const at = (of: Subject | undefined): string =>
  of?.field !== undefined || of?.entryOf !== undefined ? `${subject(of)}: ` : ''
const token = (found: string | null): string => found ?? 'das Ende der Datei'

const texts: LabFilesTexts = {
  unusable: ({ line, column, why }) =>
    `Diese Datei kann nicht verwendet werden. Zeile ${line}, Spalte ${column}: ${why}.`,
  fileFaults: {
    'too-long': ({ most }) => `Die Datei ist länger als ${number(most)} Zeichen`,
    empty: () => 'Die Datei ist leer',
    'too-deep': ({ most }) => `Klammern stehen mehr als ${number(most)}-fach ineinander`,
    'key-twice': ({ key }) => `Der Schlüssel „${key}“ steht hier zweimal`,
    'comma-too-many': ({ end }) => `Das Komma vor „${end}“ ist zu viel: Entferne es`,
    'comma-missing': ({ end, found }) =>
      `Hier muss ein Komma oder „${end}“ folgen, nicht ${token(found)}`,
    'no-key': ({ found }) => `Hier muss ein Schlüssel in "…" stehen, nicht ${token(found)}`,
    'no-colon': ({ found }) => `Hier muss ein Doppelpunkt stehen, nicht ${token(found)}`,
    'no-value': ({ found }) => `Hier muss ein Wert stehen, nicht ${token(found)}`,
    'after-end': ({ found }) =>
      `Nach dem Ende steht noch ${token(found)}: eine Klammer zu viel oder zu wenig`,
    'no-quotes': ({ found }) => `Dies muss in "…" stehen: ${token(found)}`,
    'open-text': () => 'Der Text ist auf seiner Zeile nicht mit " geschlossen',
    'bad-escape': ({ found }) =>
      `Ein „\\“ in ${token(found)} bedeutet nichts: Schreib „\\\\“ für einen umgekehrten Schrägstrich`,
    'bad-unicode': ({ found }) =>
      `Auf „\\u“ in ${token(found)} müssen vier hexadezimale Ziffern folgen`,
    comment: () => 'JSON hat keine Kommentare: Entferne diesen',
    'no-json': ({ found }) => `Das ist kein gültiges JSON: ${token(found)}`,
    'no-place': ({ key }) => `„${key}“ kann nicht gesetzt werden: Worin es stünde, ist kein Objekt`,
    'no-text': ({ of, given }) => `${subject(of)} muss Text in "…" sein, nicht ${given}`,
    'no-flag': ({ of, given }) => `${subject(of)} muss true oder false sein, nicht ${given}`,
    'text-length': ({ of, most }) => `${subject(of)} muss 1 bis ${number(most)} Zeichen haben`,
    'no-number': ({ of, least, most, given }) =>
      `${subject(of)} muss eine Zahl von ${number(least)} bis ${number(most)} sein, nicht ${given}`,
    'no-whole': ({ of, given }) => `${subject(of)} muss eine ganze Zahl sein, nicht ${given}`,
    'no-choice': ({ of, choices, given }) =>
      `${subject(of)} ist eines von ${choices}, nicht ${given}`,
    'no-list': ({ of }) => `${subject(of)} muss eine Liste [ … ] sein`,
    'long-list': ({ of, most }) => `${subject(of)} darf höchstens ${number(most)} Einträge haben`,
    'no-object': ({ of }) => `${subject(of)} muss ein Objekt { … } sein`,
    'unknown-key': ({ of, beside, key, known }) =>
      `${keyed(of, beside)} hat kein „${key}“ (bekannt: ${known})`,
    'missing-key': ({ of, beside, key }) => `${keyed(of, beside)} braucht „${key}“`,
    'missing-one': ({ of, keys }) => `${subject(of)} braucht eines von ${keys}`,
    'no-quantity': ({ of, given, example }) =>
      `${at(of)}Hier muss eine Zahl mit Einheit stehen, wie „${example}“, nicht ${given}`,
    'no-unit': ({ of, given, example, known }) =>
      `${at(of)}„${given}“ hat keine Einheit; richtig wäre zum Beispiel „${example}“ (bekannt: ${known})`,
    'strange-unit': ({ of, given, example, known }) =>
      `${at(of)}„${given}“ ist hier keine Einheit; richtig wäre zum Beispiel „${example}“ (bekannt: ${known})`,
    'rate-zero': ({ of, given }) =>
      `${at(of)}Eine Rate muss größer als null sein, nicht „${given}“`,
    'time-negative': ({ of, given }) => `${at(of)}Eine Zeit kann nicht negativ sein wie „${given}“`,
    'size-broken': ({ of, given }) =>
      `${at(of)}Eine Größe muss eine ganze Zahl von Bytes sein, nicht „${given}“`,
    'share-outside': ({ of, given }) =>
      `${at(of)}Ein Anteil liegt zwischen 0 und 100\u00a0%, nicht bei „${given}“`,
    'too-large': ({ of, given }) => `${at(of)}„${given}“ ist zu groß`,
    other: ({ english }) => english,
  },
  sweepFaults: {
    nothing: () => 'Sag, was variiert werden soll, zum Beispiel torrent.pieces=13,25,50.',
    'too-many-settings': ({ count, most }) =>
      `Höchstens ${number(most)} Einstellungen können variiert werden, nicht ${number(count)}.`,
    'setting-twice': ({ path }) => `${path} steht zweimal da. Nenne alle Werte in einer Liste.`,
    unwritten: ({ text }) =>
      `Sag, was variiert werden soll, und mit welchen Werten, wie torrent.pieces=13,25,50, nicht „${text}“.`,
    'no-value': ({ path }) => `${path}: Ein Wert ist leer. Schreib sie wie in 13,25,50.`,
    'too-many-values': ({ path, count, most }) =>
      `${path}: ${number(count)} Werte sind zu viele; höchstens ${number(most)} sind möglich.`,
    'value-twice': ({ path, value }) => `${path}: ${value} steht zweimal da.`,
    'mixed-units': ({ path, text }) =>
      `${path}: „${text}“ mischt Einheiten. Schreib überall dieselbe, wie in 2Mbps..6Mbps:2Mbps.`,
    'empty-range': ({ path, text }) =>
      `${path}: „${text}“ enthält keine Werte. Schreib einen Bereich aufwärts, wie in 10..50:10.`,
    'long-range': ({ path, text, count, most }) =>
      `${path}: „${text}“ hat ${number(count)} Werte; höchstens ${number(most)} sind möglich. Nimm größere Schritte.`,
    'too-many-runs': ({ count, most }) =>
      `${number(count)} Läufe sind zu viele; höchstens ${number(most)} sind möglich. Nimm weniger Werte oder weniger Seeds.`,
    'only-seeders': ({ place }) =>
      `${place} kann nicht laufen: Jeder Peer ist ein Seeder, also hat niemand etwas zu holen.`,
    'bad-point': ({ place, why }) => `${place} kann nicht laufen: ${why}.`,
  },
}
export default texts
