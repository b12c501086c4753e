/** The sign of the house: a heap of pieces, one more arriving. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
    <path
      class="mark-have"
      d="M1 6h4v4H1zM6 6h4v4H6zM1 11h4v4H1zM6 11h4v4H6zM11 11h4v4h-4zM1 1h4v4H1z"
    />
    <path class="mark-move" d="M11 1h4v4h-4z" />
  </svg>
)
