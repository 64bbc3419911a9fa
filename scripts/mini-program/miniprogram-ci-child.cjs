// miniprogram-ci keeps handles open and prints to stdout, so it works in a process of its own that ends
// with process.exit. argv: what to do, its input as JSON, and the file for the answer.
const { writeFileSync } = require('node:fs')
const ci = require('miniprogram-ci')

const jobs = {
  'pack-npm': ({ packageJsonPath, miniprogramNpmDistDir }) =>
    ci.packNpmManually({ packageJsonPath, miniprogramNpmDistDir }),

  async compile({ projectDir, setting }) {
    const project = new ci.Project({
      // A tourist appid is refused here; the compile asks for the shape of an appid and a key, not for real ones.
      appid: 'wx0123456789abcdef',
      type: 'miniProgram',
      projectPath: projectDir,
      privateKey: 'not used offline',
      ignores: ['node_modules/**/*'],
      attr: async () => ci.DefaultProjectAttr,
    })
    const files = await ci.getCompiledResult({ project, setting, onProgressUpdate() {} })
    return Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === 'string' ? content : { base64: content.toString('base64') },
      ]),
    )
  },
}

async function main([job, input, answerFile]) {
  const answer = await jobs[job](JSON.parse(input))
  writeFileSync(answerFile, JSON.stringify(answer))
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error) => {
    console.error(error)
    process.exit(1)
  },
)
