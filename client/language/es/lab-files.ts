import type { Subject } from '../../../shared/base/quantity-faults.ts'
import type { LabFilesTexts } from '../en/lab-files.ts'
import { number } from '../format.ts'

function subject({ field, entryOf }: Subject): string {
  if (field !== undefined) return `«${field}»`
  return entryOf === undefined ? 'el archivo' : `un elemento de «${entryOf}»`
}
const keyed = (of: Subject, beside: string | null): string =>
  beside === null ? subject(of) : `${subject(of)} con ${beside}`
const at = (of: Subject | undefined): string =>
  of?.field !== undefined || of?.entryOf !== undefined ? `${subject(of)}: ` : ''
const token = (found: string | null): string => found ?? 'el final del archivo'

const texts: LabFilesTexts = {
  unusable: ({ line, column, why }) =>
    `Este archivo no se puede usar. Línea ${line}, columna ${column}: ${why}.`,
  fileFaults: {
    'too-long': ({ most }) => `el archivo tiene más de ${number(most)} caracteres`,
    empty: () => 'el archivo está vacío',
    'too-deep': ({ most }) => `hay más de ${number(most)} niveles de corchetes o llaves`,
    'key-twice': ({ key }) => `la clave «${key}» está dos veces aquí`,
    'comma-too-many': ({ end }) => `sobra la coma antes de «${end}»: quítala`,
    'comma-missing': ({ end, found }) => `debe seguir una coma o «${end}», no ${token(found)}`,
    'no-key': ({ found }) => `aquí debe ir una clave entre "…", no ${token(found)}`,
    'no-colon': ({ found }) => `aquí deben ir dos puntos, no ${token(found)}`,
    'no-value': ({ found }) => `aquí debe ir un valor, no ${token(found)}`,
    'after-end': ({ found }) =>
      `después del final hay ${token(found)}: sobra o falta un corchete o una llave`,
    'no-quotes': ({ found }) => `esto debe ir entre "…": ${token(found)}`,
    'open-text': () => 'el texto no se cierra con " en su línea',
    'bad-escape': ({ found }) =>
      `una «\\» en ${token(found)} no significa nada: escribe «\\\\» para una barra invertida`,
    'bad-unicode': ({ found }) =>
      `tras «\\u» en ${token(found)} deben ir cuatro cifras hexadecimales`,
    comment: () => 'JSON no tiene comentarios: quita este',
    'no-json': ({ found }) => `esto no es JSON válido: ${token(found)}`,
    'no-place': ({ key }) => `no se puede fijar «${key}»: lo que lo contendría no es un objeto`,
    'no-text': ({ of, given }) => `${subject(of)} debe ser texto entre "…", no ${given}`,
    'no-flag': ({ of, given }) => `${subject(of)} debe ser true o false, no ${given}`,
    'text-length': ({ of, most }) => `${subject(of)} debe tener de 1 a ${number(most)} caracteres`,
    'no-number': ({ of, least, most, given }) =>
      `${subject(of)} debe ser un número de ${number(least)} a ${number(most)}, no ${given}`,
    'no-whole': ({ of, given }) => `${subject(of)} debe ser un número entero, no ${given}`,
    'no-choice': ({ of, choices, given }) => `${subject(of)} es uno de ${choices}, no ${given}`,
    'no-list': ({ of }) => `${subject(of)} debe ser una lista [ … ]`,
    'long-list': ({ of, most }) =>
      `${subject(of)} puede tener ${number(most)} elementos como máximo`,
    'no-object': ({ of }) => `${subject(of)} debe ser un objeto { … }`,
    'unknown-key': ({ of, beside, key, known }) =>
      `${keyed(of, beside)} no tiene «${key}» (conocidas: ${known})`,
    'missing-key': ({ of, beside, key }) => `a ${keyed(of, beside)} le falta «${key}»`,
    'missing-one': ({ of, keys }) => `a ${subject(of)} le falta una de ${keys}`,
    'no-quantity': ({ of, given, example }) =>
      `${at(of)}aquí debe ir un número con unidad, como «${example}», no ${given}`,
    'no-unit': ({ of, given, example, known }) =>
      `${at(of)}«${given}» no tiene unidad; se escribe como «${example}» (conocidas: ${known})`,
    'strange-unit': ({ of, given, example, known }) =>
      `${at(of)}«${given}» no es una unidad aquí; se escribe como «${example}» (conocidas: ${known})`,
    'rate-zero': ({ of, given }) => `${at(of)}una velocidad debe ser mayor que cero, no «${given}»`,
    'time-negative': ({ of, given }) => `${at(of)}un tiempo no puede ser negativo como «${given}»`,
    'size-broken': ({ of, given }) =>
      `${at(of)}un tamaño debe ser un número entero de bytes, no «${given}»`,
    'share-outside': ({ of, given }) =>
      `${at(of)}un porcentaje va de 0 a 100\u00a0%, no «${given}»`,
    'too-large': ({ of, given }) => `${at(of)}«${given}» es demasiado grande`,
    other: ({ english }) => english,
  },
  sweepFaults: {
    nothing: () => 'Di qué varía, por ejemplo torrent.pieces=13,25,50.',
    'too-many-settings': ({ count, most }) =>
      `Se pueden variar ${number(most)} parámetros como máximo, no ${number(count)}.`,
    'setting-twice': ({ path }) => `${path} está dos veces. Pon todos sus valores en una lista.`,
    unwritten: ({ text }) =>
      `Di qué varía y con qué valores, como torrent.pieces=13,25,50, no «${text}».`,
    'no-value': ({ path }) => `${path}: hay un valor vacío. Escríbelos como en 13,25,50.`,
    'too-many-values': ({ path, count, most }) =>
      `${path}: ${number(count)} valores son demasiados; el máximo es ${number(most)}.`,
    'value-twice': ({ path, value }) => `${path}: ${value} está dos veces.`,
    'mixed-units': ({ path, text }) =>
      `${path}: «${text}» mezcla unidades. Escribe siempre la misma, como en 2Mbps..6Mbps:2Mbps.`,
    'empty-range': ({ path, text }) =>
      `${path}: «${text}» no tiene valores. Escribe el intervalo hacia arriba, como en 10..50:10.`,
    'long-range': ({ path, text, count, most }) =>
      `${path}: «${text}» tiene ${number(count)} valores; el máximo es ${number(most)}. Usa pasos más grandes.`,
    'too-many-runs': ({ count, most }) =>
      `${number(count)} ejecuciones son demasiadas; el máximo es ${number(most)}. Usa menos valores o menos semillas.`,
    'only-seeders': ({ place }) =>
      `${place} no se puede ejecutar: todos los peers son seeders, así que nadie tiene nada que pedir.`,
    'bad-point': ({ place, why }) => `${place} no se puede ejecutar: ${why}.`,
  },
}
export default texts
