-- Judges what moderators decide about the whole board, and reports to them. Required by apply.lua; requires view.lua.
--
-- These events are all in one channel, which has the form of a private one but no members and no messages. Their order
-- decides. Whether somebody is restricted at a moment, the servers decide by their clocks.
--
-- In the keys that view.lua names:
--       restrictions   person to the newest restriction as JSON, until an event of this kind that is later than its end
--       reports        id of a report by its number, of a closed one by that number below 0
--       reported       the same id to the report as JSON; of a closed one with the member closed
--       audit          entry <n>-0: in field e, what a moderator did, as JSON; the newest 10,000
--       webhooks       id to the webhook as JSON, with the hash of its token, which nobody else gets
local moderation = 'p-00000000000000000000000000000000'
local boardWide = {restricted = true, lifted = true, reported = true, closed = true, webhook = true,
  ['webhook-revoked'] = true}
local maxReports, maxAudit, maxWebhooks = 10000, 10000, 100

local function about(kind, channel)
  return '"type":"' .. kind .. '","channel":"' .. channel .. '",'
end

-- Writes down what a moderator does with the event that is being judged
local function note(entry)
  prepare(audit)
  redis.call('XADD', audit.key, 'MAXLEN', maxAudit, string.format('%.0f-0', n + 1), 'e', '{' .. entry)
  audit.size = math.min(audit.size + 1, maxAudit)
end

local function newDecisions()
  local decide = {}

  local function forgetOver(time)
    local all = redis.call('HGETALL', restrictions.key)
    for i = 1, #all, 2 do
      local over = string.match(all[i + 1], ',"until":"([^"]*)"')
      if over and over <= time then drop(restrictions, all[i]) end
    end
  end

  local function timeOf(event)
    return string.match(event, ',"timestamp":"([^"]*)"}$')
  end

  function decide.restricted(event)
    forgetOver(timeOf(event))
    put(restrictions, string.match(event, '^"person":"([^"]*)"'), '{' .. event)
    note('"type":"restricted",' .. event)
    return event
  end

  function decide.lifted(event)
    if drop(restrictions, string.match(event, '^"person":"([^"]*)"')) == 0 then
      return nil
    end
    forgetOver(timeOf(event))
    note('"type":"lifted",' .. event)
    return event
  end

  -- Those that were closed are forgotten first
  local function limitReports()
    if reports.size > maxReports then
      local id = redis.call('ZREVRANGEBYSCORE', reports.key, '(0', '-inf', 'LIMIT', 0, 1)[1]
        or redis.call('ZRANGE', reports.key, 0, 0)[1]
      reports.size = reports.size - redis.call('ZREM', reports.key, id)
      drop(reported, id)
    end
  end

  function decide.reported(event)
    local id = string.match(event, '^"id":"([^"]*)"')
    if reports.size > 0 and redis.call('ZSCORE', reports.key, id) then
      return nil
    end
    prepare(reports)
    reports.size = reports.size + redis.call('ZADD', reports.key, n + 1, id)
    put(reported, id, '{' .. event)
    limitReports()
    return event
  end

  function decide.closed(event)
    local id, decision = string.match(event, '^"id":"([^"]*)",(.*)$')
    local number = reports.size > 0 and tonumber(redis.call('ZSCORE', reports.key, id) or '0') or 0
    if number <= 0 then
      return nil
    end
    redis.call('ZADD', reports.key, -number, id)
    put(reported, id, string.sub(redis.call('HGET', reported.key, id), 1, -2) .. ',"closed":{' .. decision .. '}')
    note('"type":"closed",' .. event)
    return event
  end

  -- In the audit trail the channel in which a webhook posts is the entry's channel
  local function noteWebhook(kind, event)
    note('"type":"' .. kind .. '",' .. string.gsub(event, '"target":', '"channel":', 1))
  end

  function decide.webhook(event)
    local id = string.match(event, '^"id":"([^"]*)"')
    if webhooks.size >= maxWebhooks or webhooks.size > 0 and redis.call('HEXISTS', webhooks.key, id) == 1 then
      return nil
    end
    put(webhooks, id, '{' .. event)
    local shown = string.gsub(event, '"hash":"%x*",', '', 1)
    noteWebhook('webhook', shown)
    return shown
  end

  decide['webhook-revoked'] = function(event)
    if drop(webhooks, string.match(event, '^"id":"([^"]*)"')) == 0 then
      return nil
    end
    noteWebhook('webhook-revoked', event)
    return event
  end

  return decide
end

local decisions

-- Judges an event of the whole board, as the functions of judge.lua do
local function judgeBoardWide(kind, channel, event, isModerator)
  if channel ~= moderation or not isModerator and kind ~= 'reported' then
    return nil
  end
  decisions = decisions or newDecisions()
  local counts = decisions[kind](event)
  return counts and about(kind, channel) .. counts or nil
end
