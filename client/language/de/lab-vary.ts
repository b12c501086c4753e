/** Studies in the lab: a setting over several values, what came of it, and what follows. */
import type { LabVaryTexts } from '../en/lab-vary.ts'
import { number, plural } from '../format.ts'

const texts: LabVaryTexts = {
  part: {
    title: 'Variieren',
    hint: 'Eine Einstellung mit ihren Werten als Liste, 13,25,50, oder als Bereich mit Schrittweite, 10..50:10. Jeder Punkt hat so viele Läufe, wie unter „Läufe“ eingestellt sind.',
    first: 'Was variiert',
    second: 'und was noch',
    values: setting => `Werte von ${setting}`,
    runAll: 'Alle starten',
    cancel: 'Abbrechen',
  },

  studies: {
    title: 'Studien',
    now: count => `${number(count)} aus der Abschlussarbeit und dem Bericht`,
    titles: {
      'file-size': 'Abschlussarbeit 1: Dateigröße und Wahl der Stücke',
      seeders: 'Abschlussarbeit 2: anfängliche Seeder',
      'peer-rate': 'Abschlussarbeit 3: Rate der Leitungen der Peers',
      'peers-and-pieces': 'Abschlussarbeit 4: Zahl der Peers und Stücke',
      'gossip-modes': 'Gossip 1: Push, Pull und Push-Pull',
      'gossip-rounds': 'Gossip 2: Stücke und Wissen',
      'gossip-fan-out': 'Gossip 3: Fan-out',
    },
    abouts: {
      'file-size':
        'Wie wächst die Zeit mit der Datei, und kommt es darauf an, welches Stück als Nächstes dran ist?',
      seeders: 'Wie viel früher sind alle fertig, wenn mehr von Anfang an alles haben?',
      'peer-rate': 'Wie hängt die Zeit von der Rate ab, mit der die Peers angeschlossen sind?',
      'peers-and-pieces': 'Wie viel länger wartet ein Peer in einem größeren Schwarm?',
      'gossip-modes':
        'Mit welchem Modus haben zuerst alle alles: wie im Code, wie im Text und informed?',
      'gossip-rounds':
        'Wie wächst die Zeit mit den Stücken, mit und ohne Wissen darüber, was die anderen haben?',
      'gossip-fan-out': 'Wer in einer Runde mehr Peers anspricht: Ist er früher fertig?',
    },
  },

  study: {
    title: 'Studie',
    bar: 'Fertige Läufe',
    progress: ({ done, runs }) =>
      plural(runs, { one: `${number(done)} von # Lauf`, other: `${number(done)} von # Läufen` }),
    cancelled: ({ done, runs }) =>
      plural(runs, {
        one: `${number(done)} von # Lauf: abgebrochen`,
        other: `${number(done)} von # Läufen: abgebrochen`,
      }),
    link: 'Link zu dieser Studie',
    copyLink: 'Link kopieren',
    table: 'Mittelwerte jedes Punkts',
    runs: 'Läufe',
    finished: 'Beendet',
    bound: 'Schranke (s)',
    makespan: 'Gesamtzeit (s)',
    timesBound: 'Vielfaches der Schranke',
    meanPeer: 'Mittel eines Peers (s)',
    never: 'nie',
  },

  chart: {
    label: setting => `Gesamtzeit in Sekunden über ${setting}; die Tabelle hat dieselben Zahlen.`,
    makespan: 'Gesamtzeit (s)',
    mean: 'Mittel und 95-%-Intervall',
    meanOf: setting => `${setting}: Mittel und 95-%-Intervall`,
    bound: 'bestenfalls möglich',
  },

  conclusions: {
    none: 'kein',
    slower: ({ at, from, times }) =>
      `Bei ${at} ist die Gesamtzeit ${times} mal so lang wie bei ${from} (95\u00a0%): langsamer.`,
    faster: ({ at, from, times }) =>
      `Bei ${at} ist die Gesamtzeit ${times} mal so lang wie bei ${from} (95\u00a0%): schneller.`,
    open: ({ at, from, times }) =>
      `Bei ${at} ist die Gesamtzeit ${times} mal so lang wie bei ${from} (95\u00a0%): Welches langsamer ist, bleibt offen; mehr Seeds würden es eingrenzen.`,
    oneRun: ({ at, from, times }) =>
      `Bei ${at} ist die Gesamtzeit ${times} mal so lang wie bei ${from}, in einem Lauf: Ohne mehr Seeds folgt daraus nichts.`,
    unfinished: ({ at, finished, runs }) =>
      plural(runs, {
        one: `Bei ${at} wurden nur in ${number(finished)} von # Lauf alle fertig.`,
        other: `Bei ${at} wurden nur in ${number(finished)} von # Läufen alle fertig.`,
      }),
    alone: at => `Es gibt nichts, womit ${at} zu vergleichen wäre.`,
  },
}

export default texts
