/** The folders with a tsconfig.json of their own; each sees only the types its code may use. */
export const typeProjects = ['.', 'test', 'test/types', 'scripts', 'miniprogram-demo', 'playground']
