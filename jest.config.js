// The suites. `unit` is whatever is not named below, so a new folder under test/ is picked up by itself.
const shared = {
  testEnvironment: 'node',
  // Scripts are plain ES modules that tests import too; swc makes CommonJS of both.
  transform: {
    '^.+\\.(ts|mjs)$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  moduleFileExtensions: ['ts', 'mjs', 'cjs', 'js', 'json', 'node'],
  setupFilesAfterEnv: ['<rootDir>/test/support/fail-on-console.ts'],
}

const suites = {
  house: ['house', 'docs'],
  integration: ['integration', 'testing/live', 'demo'],
  package: ['package'],
  'npm-build': ['npm-build'],
  engine: ['engine'],
}

const project = (displayName, folders) => ({
  ...shared,
  displayName,
  testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
})

const elsewhere = Object.values(suites).flat()

module.exports = {
  projects: [
    {
      ...project('unit', ['**']),
      testPathIgnorePatterns: elsewhere.map((folder) => `<rootDir>/test/${folder}/`),
      // MACROTASK_PROMISE=1: as on iOS ≤ 15, where Promise is a polyfill on timers.
      setupFiles: process.env.MACROTASK_PROMISE
        ? ['<rootDir>/test/support/use-macrotask-promise.ts']
        : [],
    },
    ...Object.entries(suites).map(([name, folders]) => project(name, folders)),
  ],
}
