-- gcra.lua by the clock of Redis, which all servers share
local clock = redis.call('TIME')
return take(clock[1] * 1000000 + clock[2])
