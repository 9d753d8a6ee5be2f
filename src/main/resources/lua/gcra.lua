-- Takes one from each of several buckets, or from none if one of them is empty. This is GCRA, the generic cell rate
-- algorithm (ITU-T I.371, annex A): all that is stored of a bucket is when it will be full again, in microseconds.
-- A bucket without a key is full.
--
-- KEYS  the buckets (strings)
-- ARGV  for each bucket: microseconds in which one is added, and how many it holds
-- Returns which bucket is empty for the longest, the first of them being 0, or 0 if none is; microseconds until it is
-- not, or 0; and how many are left in it
local function take(now)
  local full, empty, longest = {}, 1, 0
  for i, key in ipairs(KEYS) do
    local interval, window = tonumber(ARGV[2 * i - 1]), ARGV[2 * i - 1] * ARGV[2 * i]
    -- The clock may have been set back, or the limit lowered
    local known = math.min(tonumber(redis.call('GET', key) or now), now + window)
    full[i] = math.max(known, now) + interval
    local wait = full[i] - window - now
    if wait > longest then
      longest, empty = wait, i
    end
  end
  if longest > 0 then
    return {empty - 1, longest, 0}
  end
  for i, key in ipairs(KEYS) do
    redis.call('SET', key, string.format('%.0f', full[i]), 'PX', math.ceil((full[i] - now) / 1000))
  end
  return {0, 0, math.floor((ARGV[1] * ARGV[2] - full[1] + now) / ARGV[1])}
end
