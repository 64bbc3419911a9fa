// One linter. Formatting is prettier's, types are tsc's; here is what neither of them sees.
const tseslint = require('typescript-eslint')

const NODE_GLOBALS = {
  Buffer: 'readonly',
  URL: 'readonly',
  clearInterval: 'readonly',
  clearTimeout: 'readonly',
  console: 'readonly',
  performance: 'readonly',
  process: 'readonly',
  setImmediate: 'readonly',
  setInterval: 'readonly',
  setTimeout: 'readonly',
  structuredClone: 'readonly',
}

const COMMONJS_GLOBALS = {
  ...NODE_GLOBALS,
  __dirname: 'readonly',
  exports: 'writable',
  module: 'writable',
  require: 'readonly',
}

const everywhere = {
  eqeqeq: 'error',
  'no-empty': ['error', { allowEmptyCatch: false }],
  'no-else-return': 'error',
  'no-var': 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
  'object-shorthand': 'error',
  'prefer-const': 'error',
}

module.exports = tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/miniprogram_npm/',
      'dist/',
      'miniprogram_dist/',
      'coverage/',
      // Checked against the demo's own types; the repository does not install them there.
      'miniprogram-demo/miniprogram/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{js,cjs,mjs}'],
    rules: { ...everywhere, 'no-undef': 'error', 'no-unused-vars': 'error' },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: NODE_GLOBALS } },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: { sourceType: 'commonjs', globals: COMMONJS_GLOBALS },
  },
  {
    files: ['src/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: __dirname } },
    rules: {
      ...everywhere,
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // What a factory returns has no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      // A method that only hands on is part of an interface, not a forgotten `await`.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Names travel better than defaults.' },
        { selector: 'ExportAllDeclaration', message: 'Public names are listed one by one.' },
      ],
    },
  },
  {
    // The browser's side of the playground.
    files: ['playground/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: './playground/tsconfig.json', tsconfigRootDir: __dirname },
    },
    rules: {
      ...everywhere,
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // What a factory returns has no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    extends: [tseslint.configs.recommended],
    rules: {
      ...everywhere,
      // What is built, and modules that a test loads anew, cannot be imported at the top.
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
)
