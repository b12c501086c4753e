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

  studies: {
    title: 'Estudios',
    now: count => `${number(count)} de la tesis y del informe`,
    titles: {
      'file-size': 'Tesis 1: tamaño del archivo y elección de trozos',
      seeders: 'Tesis 2: seeders iniciales',
      'peer-rate': 'Tesis 3: velocidad de las líneas de los peers',
      'peers-and-pieces': 'Tesis 4: número de peers y de trozos',
      'gossip-modes': 'Gossip 1: push, pull y push-pull',
      'gossip-rounds': 'Gossip 2: trozos y saber',
      'gossip-fan-out': 'Gossip 3: fan-out',
    },
    abouts: {
      'file-size': '¿Cómo crece el tiempo con el archivo, e importa qué trozo va después?',
      seeders: '¿Cuánto antes se acaba si más peers lo tienen todo desde el principio?',
      'peer-rate': '¿Cómo depende el tiempo de la velocidad con que están conectados los peers?',
      'peers-and-pieces': '¿Cuánto más espera un peer en un enjambre más grande?',
      'gossip-modes':
        '¿Qué modo lo tiene todo en todas partes primero: como en el código, como en el texto y con informed?',
      'gossip-rounds':
        '¿Cómo crece el tiempo con los trozos, sabiendo qué tienen los demás y sin saberlo?',
      'gossip-fan-out': 'Si cada uno habla con más peers en una ronda, ¿se acaba antes?',
    },
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
    mean: 'media e intervalo del 95\u00a0%',
    meanOf: setting => `${setting}: media e intervalo del 95\u00a0%`,
    bound: 'lo mejor posible',
  },

  conclusions: {
    none: 'ninguna',
    slower: ({ at, from, times }) =>
      `Con ${at} el tiempo total es ${times} veces el de ${from} (95\u00a0%): más lento.`,
    faster: ({ at, from, times }) =>
      `Con ${at} el tiempo total es ${times} veces el de ${from} (95\u00a0%): más rápido.`,
    open: ({ at, from, times }) =>
      `Con ${at} el tiempo total es ${times} veces el de ${from} (95\u00a0%): no se puede decir cuál es más lento, y más semillas estrecharían el intervalo.`,
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
