// Runs the Bluesky test servers from the folder named by MODULES and writes where they answer to READY_FILE.
import { renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Server } from 'node:net'

// The servers listen on every interface unless told otherwise: keep them on loopback.
const listen = Server.prototype.listen
Server.prototype.listen = function (...args) {
  const first = args[0]
  if (typeof first === 'number') return listen.call(this, first, '127.0.0.1', ...args.slice(1).filter(isNotHost))
  if (first !== null && typeof first === 'object' && 'port' in first && !first.host) first.host = '127.0.0.1'
  return listen.apply(this, args)
}

function isNotHost(arg) {
  return typeof arg !== 'string'
}

const installed = createRequire(`${process.env.MODULES}/package.json`)
const { TestNetwork, TestNetworkNoAppView } = await import(installed.resolve('@atproto/dev-env'))

const whole = process.env.WHOLE_NETWORK === '1'
const pds = { hostname: 'localhost' }
const network = whole ? await TestNetwork.create({ pds, dbPostgresSchema: 'diapason' }) : await TestNetworkNoAppView.create({ pds })

const addresses = { pds: network.pds.url, plc: network.plc.url, appview: whole ? network.bsky.url : null }
writeFileSync(`${process.env.READY_FILE}.part`, JSON.stringify(addresses))
renameSync(`${process.env.READY_FILE}.part`, process.env.READY_FILE)
