/**
 * The registry's rules as scripts that Redis runs, each whole or not at all, in one round trip. Everything
 * about a membership is written and removed together, so that counts need no counting.
 *
 *     s:<info hash>  hash     peer id -> seeding, stock (0 or 1 each), the socket
 *     c:<info hash>  hash     seeders, completed
 *     k:<socket>     hash     info hash -> peer id; '@' -> the address
 *     o:<peer id>    hash     s: the socket that it belongs to, n: in that many swarms
 *     l:<address>    zset     its memberships, the latest last
 *     n:<node>       set      its sockets that are in a swarm
 *     a:<node>       hash     address -> its sockets there, whether in a swarm or not
 *     b:<address>    hash     0, 1, ...: what is used up of each budget, at: when
 *     silent         zset     memberships, by when they end
 *     addresses      zset     by their number of memberships
 *     nodes          zset     by when they were last heard of
 *     known          set      nodes of which nothing is lost since they first said that they are there
 *     dead           set      nodes whose sockets are being removed
 *     coordinator    string   the node that coordinates emulated networks, until it has not said so for too long
 *     swarms, order  numbers
 *
 * A membership is named by its info hash and its peer id, 40 digits each. Time is Redis's own, so that it
 * does not matter what the clocks of the nodes say. The keys of one script are anybody's, so this is for one
 * Redis and its replicas, not for Redis Cluster.
 */
import { createHash } from 'node:crypto'

export interface Script {
  readonly lua: string
  readonly sha1: string
}

const PRELUDE = `
local P, given = ARGV[1], ARGV[2]

local function clock()
  if given ~= '' then return tonumber(given) end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function nodeOf(socket) return string.match(socket, '^([^/]*)/') or '' end

-- Ends a membership. Returns the socket that it was of.
local function remove(infoHash, peer)
  local swarm, counts = P .. 's:' .. infoHash, P .. 'c:' .. infoHash
  local record = redis.call('HGET', swarm, peer)
  if not record then return false end
  local socket, member = string.sub(record, 3), infoHash .. peer
  redis.call('HDEL', swarm, peer)
  if redis.call('EXISTS', swarm) == 0 then
    redis.call('DEL', counts)
    redis.call('DECR', P .. 'swarms')
  elseif string.sub(record, 1, 1) == '1' then
    redis.call('HINCRBY', counts, 'seeders', -1)
  end
  redis.call('ZREM', P .. 'silent', member)
  local own = P .. 'k:' .. socket
  local address = redis.call('HGET', own, '@') or ''
  redis.call('HDEL', own, infoHash)
  if redis.call('HLEN', own) <= 1 then
    redis.call('DEL', own)
    redis.call('SREM', P .. 'n:' .. nodeOf(socket), socket)
  end
  if redis.call('HINCRBY', P .. 'o:' .. peer, 'n', -1) <= 0 then redis.call('DEL', P .. 'o:' .. peer) end
  redis.call('ZREM', P .. 'l:' .. address, member)
  if tonumber(redis.call('ZINCRBY', P .. 'addresses', -1, address)) <= 0 then
    redis.call('ZREM', P .. 'addresses', address)
  end
  return socket
end

local function removeMember(member) return remove(string.sub(member, 1, 40), string.sub(member, 41)) end

local function close(socket)
  local all = redis.call('HGETALL', P .. 'k:' .. socket)
  for i = 1, #all, 2 do
    if all[i] ~= '@' then remove(all[i], all[i + 1]) end
  end
end
`

function script(lua: string): Script {
  const whole = `${PRELUDE}${lua}`
  return { lua: whole, sha1: createHash('sha1').update(whole).digest('hex') }
}

/**
 * Returns why not, as in `REFUSALS`, or '', seeders, members, the evicted socket and its swarm or '', and the
 * sample: of each its stock digit and its peer id. The sample may hold the asker and then one more.
 */
export const ANNOUNCE = script(`
local infoHash, peer, socket, address = ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local seeding, stock, expiryMs, event = ARGV[7], ARGV[8], tonumber(ARGV[9]), ARGV[10]
local count, maxMembers = tonumber(ARGV[11]), tonumber(ARGV[12])
local maxOfAddress, maxOfSocket = tonumber(ARGV[13]), tonumber(ARGV[14])
local swarm, counts, own = P .. 's:' .. infoHash, P .. 'c:' .. infoHash, P .. 'k:' .. socket
local evictedSocket, evictedFrom = '', ''

local mine = redis.call('HGET', own, infoHash)
if mine and mine ~= peer then return {'another id'} end
if not mine then
  local owner = redis.call('HGET', P .. 'o:' .. peer, 's')
  if owner and owner ~= socket then return {'not yours'} end
end

if event == 'stopped' then
  if mine then remove(infoHash, peer) end
  count = 0
else
  local before = '0'
  if mine then
    before = string.sub(redis.call('HGET', swarm, peer), 1, 1)
    if before ~= seeding then redis.call('HSET', swarm, peer, seeding .. stock .. socket) end
  else
    if redis.call('HLEN', own) - 1 >= maxOfSocket then return {'too many swarms'} end
    local held = tonumber(redis.call('ZSCORE', P .. 'addresses', address) or 0)
    if held >= maxOfAddress then return {'own share taken'} end
    if redis.call('ZCARD', P .. 'silent') >= maxMembers then
      local heaviest = redis.call('ZREVRANGE', P .. 'addresses', 0, 0, 'WITHSCORES')
      if not heaviest[1] or tonumber(heaviest[2]) <= held + 1 then return {'all taken'} end
      local latest = redis.call('ZREVRANGE', P .. 'l:' .. heaviest[1], 0, 0)[1]
      evictedSocket, evictedFrom = removeMember(latest) or '', string.sub(latest, 1, 40)
    end
    local isNew = redis.call('HSET', own, '@', address, infoHash, peer) == 2
    if isNew then
      local node = nodeOf(socket)
      redis.call('SADD', P .. 'n:' .. node, socket)
      -- Its node may die before it says that it is there.
      if node ~= '' then redis.call('ZADD', P .. 'nodes', 'NX', clock(), node) end
    end
    redis.call('HSET', P .. 'o:' .. peer, 's', socket)
    redis.call('HINCRBY', P .. 'o:' .. peer, 'n', 1)
    redis.call('ZADD', P .. 'l:' .. address, redis.call('INCR', P .. 'order'), infoHash .. peer)
    redis.call('ZINCRBY', P .. 'addresses', 1, address)
    redis.call('HSET', swarm, peer, seeding .. stock .. socket)
    if redis.call('HLEN', swarm) == 1 then redis.call('INCR', P .. 'swarms') end
  end
  if event == 'completed' and before == '0' then redis.call('HINCRBY', counts, 'completed', 1) end
  if before ~= seeding then redis.call('HINCRBY', counts, 'seeders', seeding == '1' and 1 or -1) end
  redis.call('ZADD', P .. 'silent', clock() + expiryMs, infoHash .. peer)
end

local drawn = {}
if count > 0 then
  -- In time that depends on how many are drawn, not on the swarm.
  local found = redis.call('HRANDFIELD', swarm, count + 1, 'WITHVALUES')
  for i = 1, #found, 2 do
    if found[i] ~= peer then drawn[#drawn + 1] = string.sub(found[i + 1], 2, 2) .. found[i] end
  end
end
local seeders = tonumber(redis.call('HGET', counts, 'seeders') or 0)
return {'', seeders, redis.call('HLEN', swarm), evictedSocket, evictedFrom, table.concat(drawn)}
`)

/** Returns seeders, members, completed. */
export const COUNTS = script(`
local counts = redis.call('HMGET', P .. 'c:' .. ARGV[3], 'seeders', 'completed')
return {tonumber(counts[1] or 0), redis.call('HLEN', P .. 's:' .. ARGV[3]), tonumber(counts[2] or 0)}
`)

export const CLOSE = script(`close(ARGV[3])`)

/** Ends memberships that are over, as many as that at once. Returns how many. */
export const EXPIRE = script(`
local over = redis.call('ZRANGEBYSCORE', P .. 'silent', '-inf', clock(), 'LIMIT', 0, ARGV[3])
for _, member in ipairs(over) do removeMember(member) end
return #over
`)

/**
 * A node says that it is there, and removes the sockets of one that has not for too long. Returns 1 if it is
 * known: otherwise what it has said before is lost.
 */
export const BEAT = script(`
local node, silentMs, sockets = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local now, nodes, known, dead = clock(), P .. 'nodes', P .. 'known', P .. 'dead'
local isNew = redis.call('SADD', known, node)
redis.call('ZADD', nodes, now, node)
redis.call('SREM', dead, node)
for _, silent in ipairs(redis.call('ZRANGEBYSCORE', nodes, '-inf', now - silentMs)) do
  redis.call('ZREM', nodes, silent)
  redis.call('SREM', known, silent)
  redis.call('SADD', dead, silent)
  redis.call('DEL', P .. 'a:' .. silent)
end
local gone = redis.call('SRANDMEMBER', dead)
if gone then
  for _, socket in ipairs(redis.call('SRANDMEMBER', P .. 'n:' .. gone, sockets)) do close(socket) end
  if redis.call('EXISTS', P .. 'n:' .. gone) == 0 then redis.call('SREM', dead, gone) end
end
return 1 - isNew
`)

/** A node leaves in order: nobody has to find out. */
export const LEAVE = script(`
redis.call('ZREM', P .. 'nodes', ARGV[3])
redis.call('SREM', P .. 'known', ARGV[3])
redis.call('DEL', P .. 'a:' .. ARGV[3])
if redis.call('GET', P .. 'coordinator') == ARGV[3] then redis.call('DEL', P .. 'coordinator') end
if redis.call('EXISTS', P .. 'n:' .. ARGV[3]) == 1 then redis.call('SADD', P .. 'dead', ARGV[3]) end
`)

/**
 * A node tells what addresses have taken of their budgets, whose rates a second come before, and how many sockets
 * they have there. Returns how many addresses have sockets there, as far as was told, and of each address its
 * sockets at other nodes and what is used up.
 */
export const SHARE = script(`
local node, isNew, keptMs, budgets = ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
local now, own, others = clock(), P .. 'a:' .. node, {}
if isNew == '1' then redis.call('DEL', own) end
for _, other in ipairs(redis.call('ZRANGE', P .. 'nodes', 0, -1)) do
  if other ~= node then others[#others + 1] = P .. 'a:' .. other end
end
local standings = {0}
local at = 7 + budgets
while at <= #ARGV do
  local address, sockets = ARGV[at], ARGV[at + 1]
  if sockets == '0' then redis.call('HDEL', own, address) else redis.call('HSET', own, address, sockets) end
  local elsewhere = 0
  for _, other in ipairs(others) do elsewhere = elsewhere + tonumber(redis.call('HGET', other, address) or 0) end
  standings[#standings + 1] = elsewhere
  local key = P .. 'b:' .. address
  local seconds = math.max(0, now - tonumber(redis.call('HGET', key, 'at') or now)) / 1000
  for budget = 0, budgets - 1 do
    local before = tonumber(redis.call('HGET', key, budget) or 0)
    local used = math.max(0, before - seconds * tonumber(ARGV[7 + budget])) + tonumber(ARGV[at + 2 + budget])
    redis.call('HSET', key, budget, used)
    standings[#standings + 1] = math.ceil(used)
  end
  redis.call('HSET', key, 'at', now)
  redis.call('PEXPIRE', key, keptMs)
  at = at + 2 + budgets
end
standings[1] = redis.call('HLEN', own)
return standings
`)

/** Returns the node that coordinates emulated networks, or ''. It says so again and again; another one may claim it. */
export const COORDINATE = script(`
local node, mayClaim, leaseMs, key = ARGV[3], ARGV[4], ARGV[5], P .. 'coordinator'
local holder = redis.call('GET', key) or ''
if holder == node or (holder == '' and mayClaim == '1') then
  redis.call('SET', key, node, 'PX', leaseMs)
  return node
end
return holder
`)
