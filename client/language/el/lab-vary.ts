/** Studies in the lab: a setting over several values, what came of it, and what follows. */
import type { LabVaryTexts } from '../en/lab-vary.ts'
import { number, plural } from '../format.ts'

const texts: LabVaryTexts = {
  part: {
    title: 'Μεταβολή',
    hint: 'Μια ρύθμιση με τις τιμές της σε λίστα, 13,25,50, ή σε διάστημα με βήμα, 10..50:10. Κάθε σημείο έχει όσες εκτελέσεις ορίζονται στις «Εκτελέσεις».',
    first: 'Τι μεταβάλλεται',
    second: 'και τι ακόμη',
    values: setting => `Τιμές για ${setting}`,
    runAll: 'Εκτέλεση όλων',
    cancel: 'Ακύρωση',
  },

  studies: {
    title: 'Μελέτες',
    now: count => `${number(count)} από τη διπλωματική και την αναφορά`,
    titles: {
      'file-size': 'Διπλωματική 1: μέγεθος αρχείου και επιλογή κομματιών',
      seeders: 'Διπλωματική 2: αρχικοί seeders',
      'peer-rate': 'Διπλωματική 3: ρυθμός των γραμμών των peers',
      'peers-and-pieces': 'Διπλωματική 4: πλήθος peers και κομματιών',
      'gossip-modes': 'Gossip 1: push, pull και push-pull',
      'gossip-rounds': 'Gossip 2: κομμάτια και γνώση',
      'gossip-fan-out': 'Gossip 3: fan-out',
    },
    abouts: {
      'file-size':
        'Πώς μεγαλώνει ο χρόνος με το αρχείο, και έχει σημασία ποιο κομμάτι ζητείται μετά;',
      seeders: 'Πόσο νωρίτερα τελειώνουν, αν περισσότεροι τα έχουν όλα από την αρχή;',
      'peer-rate': 'Πώς εξαρτάται ο χρόνος από τον ρυθμό με τον οποίο συνδέονται οι peers;',
      'peers-and-pieces': 'Πόσο περισσότερο περιμένει ένας peer σε μεγαλύτερο σμήνος;',
      'gossip-modes':
        'Με ποιον τρόπο φτάνουν πρώτα όλα παντού: όπως στον κώδικα, όπως στο κείμενο και με το informed;',
      'gossip-rounds':
        'Πώς μεγαλώνει ο χρόνος με τα κομμάτια, όταν ξέρει κανείς τι έχουν οι άλλοι και όταν όχι;',
      'gossip-fan-out': 'Αν ένας peer μιλά με περισσότερους σε έναν γύρο, τελειώνουν νωρίτερα;',
    },
  },

  study: {
    title: 'Μελέτη',
    bar: 'Εκτελέσεις που έγιναν',
    progress: ({ done, runs }) =>
      plural(runs, {
        one: `${number(done)} από # εκτέλεση`,
        other: `${number(done)} από # εκτελέσεις`,
      }),
    cancelled: ({ done, runs }) =>
      plural(runs, {
        one: `${number(done)} από # εκτέλεση: ακυρώθηκε`,
        other: `${number(done)} από # εκτελέσεις: ακυρώθηκε`,
      }),
    link: 'Σύνδεσμος αυτής της μελέτης',
    copyLink: 'Αντιγραφή συνδέσμου',
    table: 'Μέσοι όροι κάθε σημείου',
    runs: 'Εκτελέσεις',
    finished: 'Ολοκληρώθηκαν',
    bound: 'Κάτω φράγμα (s)',
    makespan: 'Συνολικός χρόνος (s)',
    timesBound: 'Φορές το φράγμα',
    meanPeer: 'Μέσος χρόνος peer (s)',
    never: 'ποτέ',
  },

  chart: {
    label: setting =>
      `Συνολικός χρόνος σε δευτερόλεπτα ως προς ${setting}· ο πίνακας έχει τους ίδιους αριθμούς.`,
    makespan: 'συνολικός χρόνος (s)',
    mean: 'μέσος όρος και διάστημα 95\u00a0%',
    meanOf: setting => `${setting}: μέσος όρος και διάστημα 95\u00a0%`,
    bound: 'το καλύτερο δυνατό',
  },

  conclusions: {
    none: 'κανένα',
    slower: ({ at, from, times }) =>
      `Με ${at} ο συνολικός χρόνος είναι ${times} φορές αυτός με ${from} (95\u00a0%): πιο αργά.`,
    faster: ({ at, from, times }) =>
      `Με ${at} ο συνολικός χρόνος είναι ${times} φορές αυτός με ${from} (95\u00a0%): πιο γρήγορα.`,
    open: ({ at, from, times }) =>
      `Με ${at} ο συνολικός χρόνος είναι ${times} φορές αυτός με ${from} (95\u00a0%): δεν κρίνεται ποιο είναι πιο αργό· περισσότεροι σπόροι θα στένευαν το διάστημα.`,
    oneRun: ({ at, from, times }) =>
      `Με ${at} ο συνολικός χρόνος είναι ${times} φορές αυτός με ${from}, σε μία εκτέλεση: χωρίς περισσότερους σπόρους δεν προκύπτει τίποτα.`,
    unfinished: ({ at, finished, runs }) =>
      plural(runs, {
        one: `Με ${at} τελείωσαν όλοι μόνο σε ${number(finished)} από # εκτέλεση.`,
        other: `Με ${at} τελείωσαν όλοι μόνο σε ${number(finished)} από # εκτελέσεις.`,
      }),
    alone: at => `Δεν υπάρχει τίποτα με το οποίο να συγκριθεί το ${at}.`,
  },
}

export default texts
