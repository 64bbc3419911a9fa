const { resolve } = require('node:path')

/**
 * For `output.manualChunks`: puts every module that `entry` reaches into the chunk `name`, so that other
 * entries import that one file instead of a chunk of what is shared.
 */
function modulesOf(name, entry) {
  let reached
  return (id, { getModuleInfo }) => {
    reached ??= walk(resolve(entry), getModuleInfo)
    return reached.has(id) ? name : undefined
  }
}

function walk(entry, getModuleInfo) {
  const reached = new Set()
  const pending = [entry]
  while (pending.length > 0) {
    const id = pending.pop()
    if (reached.has(id)) continue
    reached.add(id)
    pending.push(...(getModuleInfo(id)?.importedIds ?? []))
  }
  return reached
}

module.exports = { modulesOf }
