/** Losses in bursts (Gilbert-Elliott), as one text in files of others: '0.01 0.2 0 0.5'. */
import type { Loss } from '../loss.ts'
import { UnitError } from '../units.ts'

type Bursts = Exclude<Loss, { readonly share: number }>

export const writeBursts = ({ goodToBad, badToGood, lossInGood, lossInBad }: Bursts): string =>
  [goodToBad, badToGood, lossInGood, lossInBad].join(' ')

/** Throws UnitError. */
export function parseBursts(text: string): Bursts {
  const shares = text.split(' ').map(word => (word === '' ? Number.NaN : Number(word)))
  const [goodToBad, badToGood, lossInGood, lossInBad, more] = shares
  for (const share of [goodToBad, badToGood, lossInGood, lossInBad]) {
    if (share === undefined || more !== undefined || !(share >= 0 && share <= 1))
      throw new UnitError({ is: 'other', english: 'losses in bursts are four numbers from 0 to 1' })
  }
  return { goodToBad, badToGood, lossInGood, lossInBad } as Bursts
}
