import type { CommonTexts } from '../en/common.ts'
import { number } from '../format.ts'

const texts: CommonTexts = {
  language: {
    label: 'Γλώσσα',
    notLoaded:
      'Δεν ήταν δυνατή η φόρτωση αυτής της γλώσσας: ο διακομιστής λείπει ή έχει νεότερη έκδοση. Δοκιμάστε ξανά όταν επανέλθει· αν δεν βοηθήσει, φορτώστε ξανά τη σελίδα.',
  },
  fault: {
    inTab:
      'Κάτι πήγε στραβά σε αυτή την καρτέλα. Φορτώστε ξανά τη σελίδα για να συνεχίσετε· ό,τι έχει αποθηκευτεί διατηρείται.',
    reload: 'Επαναφόρτωση',
  },
  showAll: count => `Εμφάνιση και των ${number(count)}`,
  qrCode: 'Κωδικός QR του συνδέσμου, για κινητό',
}
export default texts
