export const Bar = ({ percent, label }: { percent: number; label: string }) => (
  <div
    class="bar"
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={percent}
  >
    <div class="bar-fill" style={{ width: `${percent}%` }} />
  </div>
)
