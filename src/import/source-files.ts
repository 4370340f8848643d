import { readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'

/** One CSV file to read and where its rejected rows go. */
export interface SourceFile {
  readonly file: string
  readonly errorsPath: string
}

const FILES_MAX = 10_000
const REPORT_SUFFIX = '.errors.csv'

/**
 * The file itself, or the files of a folder (not of its subfolders) that match the pattern, in order of name, so that
 * dated names are read oldest first. Error reports of earlier runs are passed over.
 */
export async function findSourceFiles(
  path: string,
  pattern: string,
  errors: string | undefined,
): Promise<{ files: SourceFile[] } | { fault: string }> {
  const found = await stat(path).catch(() => null)
  if (found === null) return { fault: `${path} does not exist or may not be read` }
  if (found.isDirectory()) return findInFolder(path, pattern, errors)
  if (!found.isFile()) return { fault: `${path} is neither a file nor a folder` }
  const errorsPath = errors ?? basename(path) + REPORT_SUFFIX
  if ((await stat(errorsPath).catch(() => null))?.isDirectory()) {
    return { files: [{ file: path, errorsPath: join(errorsPath, basename(path) + REPORT_SUFFIX) }] }
  }
  if (resolve(errorsPath) === resolve(path)) return { fault: '--errors would overwrite the file that is imported' }
  return { files: [{ file: path, errorsPath }] }
}

async function findInFolder(folder: string, pattern: string, errors: string | undefined) {
  const matcher = toMatcher(pattern)
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile() && matcher.test(entry.name) && !entry.name.endsWith(REPORT_SUFFIX))
    .map((entry) => entry.name)
    .sort()
  if (names.length === 0) return { fault: `no file in ${folder} matches ${pattern}` }
  if (names.length > FILES_MAX)
    return { fault: `${folder} has ${names.length} files, more than ${FILES_MAX}: split it` }
  const reports = errors ?? '.'
  if (!(await stat(reports).catch(() => null))?.isDirectory()) {
    return { fault: `--errors must be an existing folder when --file is a folder, and ${reports} is none` }
  }
  return { files: names.map((name) => ({ file: join(folder, name), errorsPath: join(reports, name + REPORT_SUFFIX) })) }
}

/** `titulos-*.csv`: a star stands for anything, every other character for itself, upper and lower case alike. */
function toMatcher(pattern: string): RegExp {
  const parts = pattern.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 'i')
}
