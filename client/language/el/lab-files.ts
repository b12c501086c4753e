import type { Subject } from '../../../shared/base/quantity-faults.ts'
import type { LabFilesTexts } from '../en/lab-files.ts'
import { number } from '../format.ts'

function subject({ field, entryOf }: Subject): string {
  if (field !== undefined) return `το «${field}»`
  return entryOf === undefined ? 'το αρχείο' : `ένα στοιχείο του «${entryOf}»`
}
const keyed = (of: Subject, beside: string | null): string =>
  beside === null ? subject(of) : `${subject(of)} με ${beside}`
const at = (of: Subject | undefined): string =>
  of?.field !== undefined || of?.entryOf !== undefined ? `${subject(of)}: ` : ''
const token = (found: string | null): string => found ?? 'το τέλος του αρχείου'

const texts: LabFilesTexts = {
  unusable: ({ line, column, why }) =>
    `Αυτό το αρχείο δεν μπορεί να χρησιμοποιηθεί. Γραμμή ${line}, στήλη ${column}: ${why}.`,
  fileFaults: {
    'too-long': ({ most }) => `το αρχείο έχει περισσότερους από ${number(most)} χαρακτήρες`,
    empty: () => 'το αρχείο είναι άδειο',
    'too-deep': ({ most }) => `οι αγκύλες είναι ένθετες σε βάθος πάνω από ${number(most)}`,
    'key-twice': ({ key }) => `το κλειδί «${key}» υπάρχει εδώ δύο φορές`,
    'comma-too-many': ({ end }) => `το κόμμα πριν από «${end}» περισσεύει: αφαιρέστε το`,
    'comma-missing': ({ end, found }) =>
      `πρέπει να ακολουθεί κόμμα ή «${end}», όχι ${token(found)}`,
    'no-key': ({ found }) => `εδώ χρειάζεται ένα κλειδί σε "…", όχι ${token(found)}`,
    'no-colon': ({ found }) => `εδώ χρειάζεται «:», όχι ${token(found)}`,
    'no-value': ({ found }) => `εδώ χρειάζεται μια τιμή, όχι ${token(found)}`,
    'after-end': ({ found }) =>
      `μετά το τέλος υπάρχει ακόμη ${token(found)}: μια αγκύλη περισσεύει ή λείπει`,
    'no-quotes': ({ found }) => `αυτό πρέπει να είναι σε "…": ${token(found)}`,
    'open-text': () => 'το κείμενο δεν κλείνει με " στη γραμμή του',
    'bad-escape': ({ found }) =>
      `ένα «\\» στο ${token(found)} δεν σημαίνει τίποτα: γράψτε «\\\\» για ανάποδη κάθετο`,
    'bad-unicode': ({ found }) =>
      `μετά το «\\u» στο ${token(found)} πρέπει να ακολουθούν τέσσερα δεκαεξαδικά ψηφία`,
    comment: () => 'το JSON δεν έχει σχόλια: αφαιρέστε αυτό',
    'no-json': ({ found }) => `αυτό δεν είναι έγκυρο JSON: ${token(found)}`,
    'no-place': ({ key }) =>
      `το «${key}» δεν μπορεί να οριστεί: εκεί όπου θα έμπαινε δεν υπάρχει αντικείμενο`,
    'no-text': ({ of, given }) => `${subject(of)} πρέπει να είναι κείμενο σε "…", όχι ${given}`,
    'no-flag': ({ of, given }) => `${subject(of)} πρέπει να είναι true ή false, όχι ${given}`,
    'text-length': ({ of, most }) =>
      `${subject(of)} πρέπει να έχει από 1 έως ${number(most)} χαρακτήρες`,
    'no-number': ({ of, least, most, given }) =>
      `${subject(of)} πρέπει να είναι αριθμός από ${number(least)} έως ${number(most)}, όχι ${given}`,
    'no-whole': ({ of, given }) => `${subject(of)} πρέπει να είναι ακέραιος αριθμός, όχι ${given}`,
    'no-choice': ({ of, choices, given }) =>
      `${subject(of)} είναι ένα από τα ${choices}, όχι ${given}`,
    'no-list': ({ of }) => `${subject(of)} πρέπει να είναι λίστα [ … ]`,
    'long-list': ({ of, most }) => `${subject(of)} μπορεί να έχει το πολύ ${number(most)} στοιχεία`,
    'no-object': ({ of }) => `${subject(of)} πρέπει να είναι αντικείμενο { … }`,
    'unknown-key': ({ of, beside, key, known }) =>
      `${keyed(of, beside)} δεν έχει «${key}» (γνωστά: ${known})`,
    'missing-key': ({ of, beside, key }) => `${keyed(of, beside)} χρειάζεται «${key}»`,
    'missing-one': ({ of, keys }) => `${subject(of)} χρειάζεται ένα από τα ${keys}`,
    'no-quantity': ({ of, given, example }) =>
      `${at(of)}εδώ χρειάζεται αριθμός με μονάδα, όπως «${example}», όχι ${given}`,
    'no-unit': ({ of, given, example, known }) =>
      `${at(of)}το «${given}» δεν έχει μονάδα· γράφεται όπως «${example}» (γνωστές: ${known})`,
    'strange-unit': ({ of, given, example, known }) =>
      `${at(of)}το «${given}» δεν είναι μονάδα εδώ· γράφεται όπως «${example}» (γνωστές: ${known})`,
    'rate-zero': ({ of, given }) =>
      `${at(of)}ένας ρυθμός πρέπει να είναι πάνω από μηδέν, όχι «${given}»`,
    'time-negative': ({ of, given }) =>
      `${at(of)}ένας χρόνος δεν μπορεί να είναι αρνητικός όπως «${given}»`,
    'size-broken': ({ of, given }) =>
      `${at(of)}ένα μέγεθος πρέπει να είναι ακέραιος αριθμός byte, όχι «${given}»`,
    'share-outside': ({ of, given }) =>
      `${at(of)}ένα ποσοστό είναι από 0 έως 100\u00a0%, όχι «${given}»`,
    'too-large': ({ of, given }) => `${at(of)}το «${given}» είναι πολύ μεγάλο`,
    other: ({ english }) => english,
  },
  sweepFaults: {
    nothing: () => 'Γράψτε τι μεταβάλλεται, για παράδειγμα torrent.pieces=13,25,50.',
    'too-many-settings': ({ count, most }) =>
      `Μεταβάλλονται το πολύ ${number(most)} ρυθμίσεις, όχι ${number(count)}.`,
    'setting-twice': ({ path }) =>
      `Η ρύθμιση ${path} δόθηκε δύο φορές. Γράψτε όλες τις τιμές σε μία λίστα.`,
    unwritten: ({ text }) =>
      `Γράψτε τι μεταβάλλεται και με ποιες τιμές, όπως torrent.pieces=13,25,50, όχι «${text}».`,
    'no-value': ({ path }) => `${path}: μια τιμή είναι κενή. Γράψτε τις όπως στο 13,25,50.`,
    'too-many-values': ({ path, count, most }) =>
      `${path}: ${number(count)} τιμές είναι πάρα πολλές· επιτρέπονται το πολύ ${number(most)}.`,
    'value-twice': ({ path, value }) => `${path}: η τιμή ${value} δόθηκε δύο φορές.`,
    'mixed-units': ({ path, text }) =>
      `${path}: το «${text}» έχει διαφορετικές μονάδες. Γράψτε παντού την ίδια, όπως στο 2Mbps..6Mbps:2Mbps.`,
    'empty-range': ({ path, text }) =>
      `${path}: το «${text}» δεν έχει τιμές. Γράψτε το διάστημα προς τα πάνω, όπως στο 10..50:10.`,
    'long-range': ({ path, text, count, most }) =>
      `${path}: το «${text}» έχει ${number(count)} τιμές· επιτρέπονται το πολύ ${number(most)}. Βάλτε μεγαλύτερο βήμα.`,
    'too-many-runs': ({ count, most }) =>
      `${number(count)} εκτελέσεις είναι πάρα πολλές· επιτρέπονται το πολύ ${number(most)}. Βάλτε λιγότερες τιμές ή λιγότερους σπόρους.`,
    'only-seeders': ({ place }) =>
      `Το ${place} δεν μπορεί να εκτελεστεί: όλοι οι peers είναι seeders, άρα κανείς δεν έχει κάτι να λάβει.`,
    'bad-point': ({ place, why }) => `Το ${place} δεν μπορεί να εκτελεστεί: ${why}.`,
  },
}
export default texts
