/**
 * Tails of Student's t and of Fisher's F, both by the regularised incomplete beta function (Press et al.,
 * Numerical Recipes, 3rd edition, 6.1 and 6.4).
 */

/** The probability that |t| is at least this large by chance. */
export const studentTwoSided = (t: number, freedom: number): number =>
  incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)

/** The probability that F is at least this large by chance. */
export const fisherTail = (f: number, above: number, below: number): number =>
  f <= 0 ? 1 : incompleteBeta(below / (below + above * f), below / 2, above / 2)

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The continued fraction converges fast on this side only.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x),
  )
  return (front * continuedFraction(x, a, b)) / a
}

const STEPS = 300
const ENOUGH = 1e-14
const TINY = 1e-300

/** By Lentz's method. */
function continuedFraction(x: number, a: number, b: number): number {
  const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let product = d
  for (let m = 1; m <= STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    let factor = 1
    for (const term of [even, odd]) {
      d = 1 / away(1 + term * d)
      c = away(1 + term / c)
      factor = c * d
      product *= factor
    }
    if (Math.abs(factor - 1) < ENOUGH) break
  }
  return product
}

/** Lanczos's approximation for x > 0, right to 14 digits. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
]

function logGamma(x: number): number {
  const [first = 1, ...others] = LANCZOS
  const series = others.reduce((sum, factor, i) => sum + factor / (x + i), first)
  const base = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series)
}
