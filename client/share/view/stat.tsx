import type { ComponentChildren } from 'preact'

/** A figure and what it is, for a `<dl class="stats">`. */
export const Stat = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div class="stat">
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
