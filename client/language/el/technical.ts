import type { TechnicalTexts } from '../en/technical.ts'
import { number, plural } from '../format.ts'

const texts: TechnicalTexts = {
  details: {
    infoHash: 'Info hash',
    pieces: 'Κομμάτια',
    piecesOf: ({ count, size }) =>
      plural(count, { one: `# κομμάτι των ${size}`, other: `# κομμάτια των ${size}` }),
    private: 'ιδιωτικό: μέλη έρχονται μόνο από τους trackers του',
    exchange: 'Ανταλλαγή',
    gossip: mode => `gossip, ${mode}`,
    bitTorrent: 'όπως στο BitTorrent',
    comment: 'Σχόλιο',
    tracker: 'Tracker',
    trackerUp: ({ seeders, leechers }) => `προσβάσιμος· αναφέρει ${seeders} και ${leechers}`,
    seeders: count => plural(count, { one: '# seeder', other: '# seeders' }),
    leechers: count => plural(count, { one: '# leecher', other: '# leechers' }),
    trackerDown: 'μη προσβάσιμος· ξαναδοκιμάζεται αυτόματα',
    trackerUnknown: 'δεν έχει ερωτηθεί ακόμη',
    itsTrackers: 'Οι trackers του',
    kept: 'Φυλάσσεται',
    keptOn: {
      disk: 'στον δίσκο, σε αυτό το πρόγραμμα περιήγησης: μετά από επαναφόρτωση συνεχίζεται',
      memory: 'μόνο στη μνήμη: χάνεται όταν κλείσει ή φορτωθεί ξανά η καρτέλα',
      files: 'διαβάζεται κατευθείαν από τα δικά σας αρχεία',
    },
    received: 'Λήφθηκαν',
    wasted: ({ size, wasted }) => `${size}, και ${wasted} πετάχτηκαν`,
    sent: 'Στάλθηκαν',
    sharedFor: ({ size, time }) => `${size}, μοιράζεται εδώ και ${time}`,
    connections: 'Συνδέσεις',
    connectionCount: ({ up, connecting }) =>
      `${number(up)} ενεργές, ${number(connecting)} δημιουργούνται`,
    otherPrograms: 'Για άλλα προγράμματα',
    saveTorrentFile: 'Αποθήκευση του αρχείου .torrent',
    stored: 'Ό,τι έχει αποθηκευτεί',
    verifyAgain: 'Νέος έλεγχος κάθε κομματιού',
    protocol: 'Οι peers με τους όρους του πρωτοκόλλου',
    peer: 'Peer',
    they: 'Αυτός',
    you: 'Εσείς',
    requests: 'Αιτήματα',
    requestCount: ({ out, into }) => `${number(out)} προς τα έξω, ${number(into)} προς τα μέσα`,
    snubbed: 'snubbed',
    choking: 'choking',
    notChoking: 'όχι choking',
    interested: 'ενδιαφέρεται',
    notInterested: 'δεν ενδιαφέρεται',
  },

  own: {
    title: 'Μόνο για αυτό το torrent',
    goal: 'Δικό του τέλος διαμοιρασμού, όχι των ρυθμίσεων',
  },

  logTools: {
    title: 'Καταγραφή',
    with: 'Με',
    everybody: 'όλους',
    about: 'Για',
    everything: 'όλα',
    export: 'Εξαγωγή',
    events: count => plural(count, { one: '# συμβάν', other: '# συμβάντα' }),
    lines: 'Συμβάντα, τα νεότερα πρώτα',
    newest: ({ shown, all }) =>
      `Τα ${number(shown)} νεότερα (σύνολο: ${all})· η εξαγωγή τα έχει όλα.`,
  },

  settings: {
    title: 'Ρυθμίσεις',
    done: 'Τέλος',
    downloads: 'Λήψεις',
    autoStart: 'Να αρχίζουν μόνες τους όταν ανοίγει ένας σύνδεσμος',
    autoStartMeans:
      'Τότε κάθε σελίδα που ανοίγει εδώ έναν σύνδεσμο κάνει αυτό το πρόγραμμα περιήγησης να λαμβάνει ό,τι αναφέρει και να το δίνει παρακάτω.',
    stopAfter: 'Τέλος διαμοιρασμού μετά από',
    stopAfterMeans:
      'Ό,τι συμβεί πρώτο. Στις λεπτομέρειες κάθε μεταφορά μπορεί να έχει το δικό της.',
    line: 'Η γραμμή αυτής της καρτέλας',
    behavesLike: 'Συμπεριφέρεται σαν',
    ownLine: 'η δική μου γραμμή',
    figuresBelow: 'οι αριθμοί παρακάτω',
    lines: {
      thesis: 'Διπλωματική (6\u00a0Mbps)',
      fibre: 'Οπτική ίνα',
      cable: 'Καλωδιακή',
      dsl: 'DSL',
      vdsl: 'VDSL',
      '4g': 'Κινητό 4G',
      '5g': 'Κινητό 5G',
    },
    delay: 'Πρόσθετη καθυστέρηση',
    delayUnit: 'ms ανά κατεύθυνση',
    loss: 'Χαμένα πακέτα',
    none: 'καμία',
    lineMeans:
      'Επιπλέον της πραγματικής σας γραμμής, για όλα μαζί σε αυτή την καρτέλα. Τα χαμένα πακέτα στέλνονται ξανά.',
    down: '↓ Λήψη, το πολύ',
    up: '↑ Αποστολή, το πολύ',
    noLimit: 'χωρίς όριο',
    copiesSent: 'Αντίγραφα που στάλθηκαν',
    timesItsSize: 'φορές το μέγεθος',
    timeShared: 'Χρόνος διαμοιρασμού',
    hours: 'ώρες',
    noEnd: 'χωρίς τέλος',
  },

  protocol: {
    title: 'Πρωτόκολλο',
    questions: {
      fidelity: 'Με ποιου τον τρόπο',
      askBy: 'Ποιος ερωτάται',
      seeding: 'Ποιος εξυπηρετείται όταν όλα είναι εδώ',
      slotRule: 'Πόσοι ταυτόχρονα',
      picking: 'Ποιο κομμάτι μετά',
    },
    answers: {
      fidelity: {
        standard:
          'Όπως τα προγράμματα BitTorrent: ό,τι δίνεις παίρνεις, με ουρά αιτημάτων ανά σύνδεση.',
        literal:
          'Όπως το πρόγραμμα της διπλωματικής: εξυπηρετούνται όλοι, ένα κομμάτι ζητείται ολόκληρο.',
      },
      askBy: {
        piece: 'Όλα τα μπλοκ ενός κομματιού έρχονται από έναν που το έχει, με κλήρο.',
        block: 'Κάθε μπλοκ έρχεται από έναν που έχει το κομμάτι του, με κλήρο.',
      },
      seeding: {
        'fastest-upload': 'Στο τέλος: σε όσους παίρνουν ταχύτερα.',
        'round-robin': 'Στο τέλος: σε όλους με τη σειρά, από είκοσι κομμάτια.',
        'anti-leech': 'Στο τέλος: σε όσους μόλις άρχισαν ή κοντεύουν να τελειώσουν.',
      },
      slotRule: {
        'by-line': 'Τόσες αποστολές μαζί όσες γεμίζουν τη γραμμή.',
        fixed: 'Σταθερός αριθμός αποστολών μαζί.',
        'by-rate': 'Τόσες αποστολές μαζί όσες αξίζει η γραμμή.',
      },
      picking: {
        'random-first':
          'Τα πρώτα κομμάτια τυχαία, για να υπάρχει κάτι να δοθεί· έπειτα πρώτα τα σπανιότερα.',
        'rarest-first': 'Πάντα πρώτα τα σπανιότερα.',
        random: 'Πάντα οποιοδήποτε κομμάτι, τυχαία.',
        sequential: 'Ένα ένα, από την αρχή.',
        deadline:
          'Ό,τι χρειάζεται στη συνέχεια η αναπαραγωγή με τη σειρά, τα άλλα πρώτα τα σπανιότερα.',
      },
    },
    piecesAtOnce: 'Κομμάτια ταυτόχρονα',
    servedAtOnce: 'Εξυπηρετούνται ταυτόχρονα',
    others: 'άλλοι',
    blocksOf: 'Μπλοκ των',
    bytes: 'byte',
    randomFirst: 'Πρώτα κομμάτια τυχαία',
    thenRarest: 'έπειτα τα σπανιότερα',
    playedAt: 'Αναπαραγωγή με',
    superSeeding:
      'Στον καθένα φαίνεται ένα κομμάτι τη φορά όσο κανείς άλλος δεν τα έχει όλα (super-seeding)',
    allowedFast: 'Οι νέοι παίρνουν μερικά κομμάτια εκτός σειράς (allowed fast)',
    means: 'Όσα torrents λειτουργούν συνδέονται ξανά με ό,τι αλλάξει εδώ.',
  },

  shareOptions: {
    comment: 'Σχόλιο στο αρχείο .torrent',
    private: 'Ιδιωτικό: άλλα προγράμματα αναζητούν μέλη μόνο στους trackers του',
    how: 'Πώς ταξιδεύουν τα κομμάτια',
    bitTorrent: 'BitTorrent: καθένας ζητά από όσους τα έχουν.',
    modes: {
      push: 'Gossip, push: σε κάθε γύρο καθένας δίνει ένα κομμάτι σε μερικούς άλλους.',
      pull: 'Gossip, pull: σε κάθε γύρο καθένας ζητά ένα κομμάτι από μερικούς άλλους.',
      'push-pull': 'Gossip, push-pull: και τα δύο σε κάθε γύρο.',
    },
    knowledge: 'Τι ξέρουν οι peers ο ένας για τον άλλον',
    fidelities: {
      informed: 'Informed: λένε τι έχουν και συμφωνούν πριν στείλουν.',
      intended: 'Intended: στα τυφλά, όπως το περιγράφει η αναφορά για το gossip.',
      literal: 'Literal: όπως συμπεριφέρεται ο κώδικας εκείνης, μαζί με τις ιδιοτροπίες του.',
    },
    roundEvery: 'Ένας γύρος κάθε',
    spokenTo: 'Με πόσους μιλά σε έναν γύρο',
    others: 'άλλους',
    gossipMeans:
      'Ο σύνδεσμος το λέει σε κάθε καρτέλα που τον ανοίγει. Άλλα προγράμματα BitTorrent δεν μπορούν να πάρουν μέρος.',
  },

  gossip: {
    title: 'Gossip',
    style: ({ mode, fidelity, time, count }) =>
      plural(count, {
        one: `Με ${mode}, ${fidelity}: ένας γύρος κάθε ${time}, σε καθέναν μιλά με # ακόμη.`,
        other: `Με ${mode}, ${fidelity}: ένας γύρος κάθε ${time}, σε καθέναν μιλά με # ακόμη.`,
      }),
    fidelities: { informed: 'informed', intended: 'intended', literal: 'literal' },
    nobodyYet: 'Το διάγραμμα με το ποιος έχει τι αρχίζει όταν έρθει κάποιος άλλος.',
    you: 'Εσείς',
    round: 'Γύρος',
    piecesReceived: 'Κομμάτια που λήφθηκαν',
    inVain: 'Μάταια',
    piecesSent: 'Κομμάτια που στάλθηκαν',
    talkSent: 'Συνεννόηση που στάλθηκε',
    eachHolds: count =>
      plural(count, { one: 'Από # κομμάτι, καθένας έχει', other: 'Από # κομμάτια, καθένας έχει' }),
    peer: 'Peer',
    pieces: 'Κομμάτια',
    allAfter: 'Όλα μετά από',
    hasLeft: 'έφυγε',
    hadIt: 'το είχε',
    chart:
      'Κομμάτια που έχει ο καθένας από τότε που ήρθαν άλλοι· για τους άλλους, όπως είπαν τελευταία',
    chartInWords: ({ pieces, peers }) =>
      `Διάγραμμα: πόσα από ${pieces} είχε με τον χρόνο καθένας (${peers}). Ο πίνακας λέει το ίδιο με αριθμούς.`,
    pieceCount: count => plural(count, { one: '# κομμάτι', other: '# κομμάτια' }),
    peerCount: count => plural(count, { one: '# peer', other: '# peers' }),
  },
}
export default texts
