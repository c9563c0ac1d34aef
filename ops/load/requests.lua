-- What wrk sends (its SCRIPTING document): reads of streams, or appends to new ones, at a steady rate over all
-- connections, however long answers take; and, at the end, what was measured, as JSON, in milliseconds.
-- Arguments: read or append, requests a second, what streams are called, how many there are to read.
local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds; long nanoseconds; } moment; int clock_gettime(int clock, moment *now);")
local MONOTONIC, BODY = 1, '{"expected_version":0,"commit_id":"%s","events":[{"type":"loaded","schema":1,"data":{"number":%d}}]}'
local PERCENTILES = {50, 90, 95, 99}
local moment = ffi.new("moment")
local threads = {}

local function now_ms()
  ffi.C.clock_gettime(MONOTONIC, moment)
  return tonumber(moment.seconds) * 1000 + tonumber(moment.nanoseconds) / 1e6
end

function setup(thread)
  table.insert(threads, thread)
end

function init(arguments)
  kind, pause_ms, name, streams = arguments[1], 1000 / tonumber(arguments[2]), arguments[3], tonumber(arguments[4])
  next_ms, number, statuses = now_ms(), 0, ""
end

function delay()
  next_ms = next_ms + pause_ms
  return math.max(0, next_ms - now_ms())
end

function request()
  number = number + 1
  if kind == "read" then
    return wrk.format("GET", string.format("%s/v1/streams/%s-%d/events?limit=10", wrk.path, name, number % streams))
  end
  local stream = string.format("%s-appended-%d", name, number)
  return wrk.format("POST", string.format("%s/v1/streams/%s/events", wrk.path, stream), nil, BODY:format(stream, number))
end

function response(status)
  if status > 299 and #statuses < 10000 then statuses = statuses .. status .. " " end
end

function done(summary, latency, requests)
  local shown, refused = {}, ""
  for _, each in ipairs(PERCENTILES) do
    table.insert(shown, string.format('"%d":%.3f', each, latency:percentile(each) / 1000))
  end
  for _, thread in ipairs(threads) do refused = refused .. thread:get("statuses") end
  local errors = summary.errors
  local lost = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    '\n{"requests":%d,"seconds":%.3f,"max":%.3f,"percentiles":{%s},"failed":%d,"lost":%d,"statuses":"%s"}\n',
    summary.requests, summary.duration / 1e6, latency.max / 1000, table.concat(shown, ","), errors.status, lost, refused
  ))
end
