import type { LabTabsTexts } from '../en/lab-tabs.ts'
import { number, plural } from '../format.ts'

const texts: LabTabsTexts = {
  where: {
    title: 'Εκτέλεση σε',
    virtual: 'εικονικό χρόνο',
    tabs: 'πραγματικές καρτέλες',
    places: ({ peers, tabs, browsers, here }) =>
      `${plural(peers, { one: '# peer', other: '# peers' })}: ${plural(tabs, { one: '# άλλη καρτέλα', other: '# άλλες καρτέλες' })}${browsers && ` (${browsers})`}, ${number(here)} σε αυτή την καρτέλα.`,
    open: count => `Άνοιγμα ${number(count)} καρτελών`,
    add: count => `Προσθήκη ${number(count)} peers σε αυτή την καρτέλα`,
    clear: 'Κανένας peer σε αυτή την καρτέλα',
    dilation: 'Φορές πιο αργά από το πραγματικό',
    asNeeded: 'όσο χρειάζεται το μηχάνημα',
    link: 'Σύνδεσμος και κωδικός QR',
    linkAbout:
      'Κάθε καρτέλα που ανοίγει αυτόν τον σύνδεσμο είναι peer, σε όποια συσκευή φτάνει σε αυτή τη σελίδα· σε άλλα προγράμματα περιήγησης ρωτά πρώτα. Αν ανοίγουν λιγότερες καρτέλες απ’ όσες πρέπει, επιτρέψτε εδώ τα αναδυόμενα παράθυρα.',
    linkLabel: 'Σύνδεσμος για άλλες καρτέλες',
    copyLink: 'Αντιγραφή του συνδέσμου',
    otherVersion: 'Ήρθε μια καρτέλα άλλης έκδοσης αυτής της σελίδας. Φορτώστε την ξανά.',
  },

  preparing: {
    places: 'Οι καρτέλες παίρνουν τις θέσεις τους.',
    joined: ({ here, all }) => `${number(here)} από ${number(all)} peers είναι στις θέσεις τους.`,
    linking: links =>
      plural(links, {
        one: 'Οι peers βρίσκουν ο ένας τον άλλον: # σύνδεση ως τώρα.',
        other: 'Οι peers βρίσκουν ο ένας τον άλλον: # συνδέσεις ως τώρα.',
      }),
  },

  invalid: {
    often: ({ late, allowed }) =>
      `Το μηχάνημα δεν πρόλαβε: 1 στα 100 μηνύματα άργησε ${late}\u00a0ms ή περισσότερο, επιτρέπονται ${allowed}\u00a0ms. Βάλτε μεγαλύτερη επιβράδυνση, λιγότερες καρτέλες με περισσότερους peers η καθεμία, ή λιγότερους peers.`,
    once: ({ late, allowed }) =>
      `Το μηχάνημα δεν πρόλαβε: ένα μήνυμα άργησε ${late}\u00a0ms, επιτρέπονται ${allowed}\u00a0ms. Βάλτε μεγαλύτερη επιβράδυνση, λιγότερες καρτέλες με περισσότερους peers η καθεμία, ή λιγότερους peers.`,
    clocks: apart =>
      `Τα ρολόγια των καρτελών μπορεί να διαφέρουν κατά ${apart}\u00a0ms: η γραμμή προς τον διακομιστή είναι πολύ αργή ή πολύ φορτωμένη. Βάλτε μεγαλύτερη επιβράδυνση, λιγότερες καρτέλες με περισσότερους peers η καθεμία, ή λιγότερους peers.`,
  },

  failure: {
    unfinished: ({ count, ms, names }) =>
      `${number(count)} δεν τελείωσαν ως τα ${ms}\u00a0ms: ${names}.`,
    notFinished: name => `Ο ${name} δεν τελείωσε.`,
    gone: name => `Η καρτέλα του ${name} έφυγε.`,
    spoilt: name => `Ο ${name} αποθήκευσε ένα κομμάτι που δεν είναι του torrent.`,
  },
}

export default texts
