/** What a process that a test starts has in its environment: the PATH, what is given, and a cache that only saves time. */
export function childEnvironment(environment: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  return { PATH, ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }), ...environment }
}
