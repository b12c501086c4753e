/** Studies in the lab: a setting over several values, what came of it, and what follows. */
import type { LabVaryTexts } from '../en/lab-vary.ts'
import { number, plural } from '../format.ts'

const texts: LabVaryTexts = {
  part: {
    title: 'Variación',
    hint: 'Un parámetro con sus valores en una lista, 13,25,50, o en un intervalo con su paso, 10..50:10. Cada punto tiene tantas ejecuciones como se indica en «Ejecuciones».',
    first: 'Qué varía',
    second: 'y qué más',
    values: setting => `Valores de ${setting}`,
    runAll: 'Ejecutar todo',
    cancel: 'Cancelar',
  },

  study: {
    title: 'Estudio',
    bar: 'Ejecuciones hechas',
    progress: ({ done, runs }) =>
      plural(runs, {
        one: `${number(done)} de # ejecución`,
        other: `${number(done)} de # ejecuciones`,
      }),
    cancelled: ({ done, runs }) =>
      plural(runs, {
        one: `${number(done)} de # ejecución: cancelado`,
        other: `${number(done)} de # ejecuciones: cancelado`,
      }),
    link: 'Enlace de este estudio',
    copyLink: 'Copiar el enlace',
    table: 'Medias de cada punto',
    runs: 'Ejecuciones',
    finished: 'Acabadas',
    bound: 'Cota (s)',
    makespan: 'Tiempo total (s)',
    timesBound: 'Veces la cota',
    meanPeer: 'Media de un peer (s)',
    never: 'nunca',
  },

  chart: {
    label: setting =>
      `Tiempo total en segundos según ${setting}; la tabla tiene las mismas cifras.`,
    makespan: 'tiempo total (s)',
    mean: 'media e intervalo del 95 %',
    meanOf: setting => `${setting}: media e intervalo del 95 %`,
    bound: 'lo mejor posible',
  },

  conclusions: {
    none: 'ninguna',
    slower: ({ at, from, times }) =>
      `Con ${at} el tiempo total es ${times} veces el de ${from} (95 %): más lento.`,
    faster: ({ at, from, times }) =>
      `Con ${at} el tiempo total es ${times} veces el de ${from} (95 %): más rápido.`,
    open: ({ at, from, times }) =>
      `Con ${at} el tiempo total es ${times} veces el de ${from} (95 %): no se puede decir cuál es más lento, y más semillas estrecharían el intervalo.`,
    oneRun: ({ at, from, times }) =>
      `Con ${at} el tiempo total es ${times} veces el de ${from}, en una sola ejecución: sin más semillas no se deduce nada.`,
    unfinished: ({ at, finished, runs }) =>
      plural(runs, {
        one: `Con ${at} todos acabaron solo en ${number(finished)} de # ejecución.`,
        other: `Con ${at} todos acabaron solo en ${number(finished)} de # ejecuciones.`,
      }),
    alone: at => `No hay nada con que comparar ${at}.`,
  },
}

export default texts
