// Preloaded into the guide's server, which stays as it is written: its port may be taken where the tests run.
const { Server } = require('node:net')

const { listen } = Server.prototype
const moved = Number(process.env.GUIDE_PORT)

Server.prototype.listen = function (port, ...rest) {
  process.send({ asked: port })
  return listen.call(this, moved, ...rest)
}
