// The suites. `unit` is whatever is not named below, so a new folder under test/ is picked up by itself.
const shared = {
  testEnvironment: 'node',
  // Scripts are plain ES modules that tests import too; swc makes CommonJS of both.
  transform: {
    // aedes, the broker of the demo's server, is a plain ES module too.
    '^.+\\.(ts|mjs)$|/node_modules/aedes/.+\\.js$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!aedes/)'],
  moduleFileExtensions: ['ts', 'mjs', 'cjs', 'js', 'json', 'node'],
  setupFilesAfterEnv: ['<rootDir>/test/support/fail-on-console.ts'],
}

const suites = {
  house: ['house', 'docs'],
  integration: ['integration', 'testing/live', 'web-socket/conformance/live', 'playground/host'],
  demo: ['demo'],
  simulation: ['simulation'],
  package: ['package'],
  'npm-build': ['npm-build'],
  engine: ['engine'],
  recipes: ['recipes'],
  redis: ['redis'],
  browser: ['browser'],
  playground: ['playground/browser'],
}

const project = (displayName, folders) => ({
  ...shared,
  displayName,
  testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
})

// All recipes are one mini-program, which takes the platform's compiler some seconds.
const builtOnce = {
  globalSetup: '<rootDir>/test/recipes/harness/global-setup.ts',
  globalTeardown: '<rootDir>/test/recipes/harness/global-teardown.ts',
}

// The demo requires the package by its name; its tests hold it against the sources.
const byName = {
  moduleNameMapper: {
    '^miniprogram-socket$': '<rootDir>/src/index.ts',
    '^miniprogram-socket/(.+)$': '<rootDir>/src/$1.ts',
  },
}

// One Chromium for all files. What compares pictures is an ES module in node_modules.
const oneBrowser = {
  transform: { '^.+\\.(ts|mjs)$|pixelmatch/index\\.js$': Object.values(shared.transform)[0] },
  transformIgnorePatterns: ['/node_modules/(?!pixelmatch/)'],
  setupFilesAfterEnv: [
    ...shared.setupFilesAfterEnv,
    '<rootDir>/test/playground/browser/support/try-twice.ts',
  ],
  globalSetup: '<rootDir>/test/playground/browser/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/playground/browser/support/global-teardown.ts',
}

const elsewhere = Object.values(suites).flat()

module.exports = {
  projects: [
    {
      ...project('unit', ['**']),
      // MACROTASK_PROMISE=1: as on iOS ≤ 15, where Promise is a polyfill on timers; never under a server, and device
      // reports have phones with a Promise of their own.
      testPathIgnorePatterns: [
        ...elsewhere,
        ...(process.env.MACROTASK_PROMISE ? ['server', 'device-reports'] : []),
      ].map((folder) => `<rootDir>/test/${folder}/`),
      setupFiles: process.env.MACROTASK_PROMISE
        ? ['<rootDir>/test/support/use-macrotask-promise.ts']
        : [],
    },
    ...Object.entries(suites).map(([name, folders]) => ({
      ...project(name, folders),
      ...(name === 'recipes' ? builtOnce : {}),
      ...(name === 'demo' ? byName : {}),
      ...(name === 'playground' ? oneBrowser : {}),
    })),
  ],
}
