/** Round numbers from 0 to `top`, about as many as asked for: steps of 1, 2 or 5 times a power of ten. */
export function ticksTo(top: number, about: number): number[] {
  const rough = top / about
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find(factor => factor * power >= rough) as number)
  return Array.from({ length: Math.floor(top / step + 1e-9) + 1 }, (_, i) =>
    Number((i * step).toPrecision(12)),
  )
}
