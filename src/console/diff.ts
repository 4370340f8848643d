export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** Policies have some hundred lines; beyond this the two texts are shown one after the other. */
const LINES_MAX = 1_500

/** What became of each line from one text to the next: the longest run of lines that stayed is kept. */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = splitLines(before)
  const young = splitLines(after)
  if (old.length > LINES_MAX || young.length > LINES_MAX) return [...mark('removed', old), ...mark('added', young)]
  const width = young.length + 1
  // kept[i * width + j]: how many lines stay between old from i on and young from j on.
  const kept = new Uint16Array((old.length + 1) * width)
  const at = (i: number, j: number): number => kept[i * width + j] ?? 0
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = young.length - 1; j >= 0; j--) {
      kept[i * width + j] = old[i] === young[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < old.length || j < young.length) {
    if (i < old.length && j < young.length && old[i] === young[j]) {
      lines.push({ kind: 'same', text: old[i] ?? '' })
      i++
      j++
    } else if (i < old.length && (j === young.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'removed', text: old[i++] ?? '' })
    } else {
      lines.push({ kind: 'added', text: young[j++] ?? '' })
    }
  }
  return lines
}

const splitLines = (text: string): string[] =>
  text === '' ? [] : text.replace(/\r\n/g, '\n').replace(/\n$/, '').split('\n')
const mark = (kind: DiffLine['kind'], texts: readonly string[]): DiffLine[] => texts.map((text) => ({ kind, text }))

/** Lines that changed with `around` lines before and after; a gap stands for what is left out. */
export function shortenDiff(lines: readonly DiffLine[], around = 3): (DiffLine | 'gap')[] {
  const shown = lines.map((_, place) =>
    lines.slice(Math.max(0, place - around), place + around + 1).some(({ kind }) => kind !== 'same'),
  )
  return lines.flatMap((line, place): (DiffLine | 'gap')[] => {
    if (shown[place]) return [line]
    return place === 0 || shown[place - 1] ? ['gap'] : []
  })
}
