/** Studies in the lab: a setting over several values, what came of it, and what follows. */
import type { LabVaryTexts } from '../en/lab-vary.ts'
import { number, plural } from '../format.ts'

const texts: LabVaryTexts = {
  part: {
    title: 'Variació',
    hint: 'Un paràmetre amb els seus valors en una llista, 13,25,50, o en un interval amb el seu pas, 10..50:10. Cada punt té tantes execucions com s’indica a «Execucions».',
    first: 'Què varia',
    second: 'i què més',
    values: setting => `Valors de ${setting}`,
    runAll: 'Executa-ho tot',
    cancel: 'Cancel·la',
  },

  studies: {
    title: 'Estudis',
    now: count => `${number(count)} de la tesi i de l’informe`,
    titles: {
      'file-size': 'Tesi 1: mida del fitxer i tria de trossos',
      seeders: 'Tesi 2: seeders inicials',
      'peer-rate': 'Tesi 3: velocitat de les línies dels peers',
      'peers-and-pieces': 'Tesi 4: nombre de peers i de trossos',
      'gossip-modes': 'Gossip 1: push, pull i push-pull',
      'gossip-rounds': 'Gossip 2: trossos i saber',
      'gossip-fan-out': 'Gossip 3: fan-out',
    },
    abouts: {
      'file-size': 'Com creix el temps amb el fitxer, i importa quin tros ve després?',
      seeders: 'Quant abans s’acaba si més peers ho tenen tot des del començament?',
      'peer-rate': 'Com depèn el temps de la velocitat amb què estan connectats els peers?',
      'peers-and-pieces': 'Quant més espera un peer en un eixam més gran?',
      'gossip-modes':
        'Quin mode ho té tot a tot arreu primer: com al codi, com al text i amb informed?',
      'gossip-rounds':
        'Com creix el temps amb els trossos, sabent què tenen els altres i sense saber-ho?',
      'gossip-fan-out': 'Si cadascú parla amb més peers en una ronda, s’acaba abans?',
    },
  },

  study: {
    title: 'Estudi',
    bar: 'Execucions fetes',
    progress: ({ done, runs }) =>
      plural(runs, {
        one: `${number(done)} de # execució`,
        other: `${number(done)} de # execucions`,
      }),
    cancelled: ({ done, runs }) =>
      plural(runs, {
        one: `${number(done)} de # execució: cancel·lat`,
        other: `${number(done)} de # execucions: cancel·lat`,
      }),
    link: 'Enllaç d’aquest estudi',
    copyLink: 'Copia l’enllaç',
    table: 'Mitjanes de cada punt',
    runs: 'Execucions',
    finished: 'Acabades',
    bound: 'Cota (s)',
    makespan: 'Temps total (s)',
    timesBound: 'Vegades la cota',
    meanPeer: 'Mitjana d’un peer (s)',
    never: 'mai',
  },

  chart: {
    label: setting =>
      `Temps total, en segons, en funció de ${setting}; la taula té les mateixes xifres.`,
    makespan: 'temps total (s)',
    mean: 'mitjana i interval del 95\u00a0%',
    meanOf: setting => `${setting}: mitjana i interval del 95\u00a0%`,
    bound: 'el millor possible',
  },

  conclusions: {
    none: 'cap',
    slower: ({ at, from, times }) =>
      `Amb ${at} el temps total és ${times} vegades el de ${from} (95\u00a0%): més lent.`,
    faster: ({ at, from, times }) =>
      `Amb ${at} el temps total és ${times} vegades el de ${from} (95\u00a0%): més ràpid.`,
    open: ({ at, from, times }) =>
      `Amb ${at} el temps total és ${times} vegades el de ${from} (95\u00a0%): no es pot dir quin és més lent, i més llavors estrenyerien l’interval.`,
    oneRun: ({ at, from, times }) =>
      `Amb ${at} el temps total és ${times} vegades el de ${from}, en una sola execució: sense més llavors no se’n dedueix res.`,
    unfinished: ({ at, finished, runs }) =>
      plural(runs, {
        one: `Amb ${at} tothom ha acabat només en ${number(finished)} de # execució.`,
        other: `Amb ${at} tothom ha acabat només en ${number(finished)} de # execucions.`,
      }),
    alone: at => `No hi ha res amb què comparar ${at}.`,
  },
}

export default texts
