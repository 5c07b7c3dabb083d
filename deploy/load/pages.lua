-- Asks for the pages in the file PAGES in turn, as a browser with brotli does.
local paths = {}
for line in io.lines(os.getenv("PAGES")) do paths[#paths + 1] = line end
local headers = { ["Accept-Encoding"] = "br, gzip" }
local turn = 0
request = function()
  turn = turn % #paths + 1
  return wrk.format("GET", paths[turn], headers)
end
