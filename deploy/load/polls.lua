-- Asks for a calendar as a program does that has it: on a connection of its own, with its ETag.
wrk.headers["Accept-Encoding"] = "gzip"
wrk.headers["If-None-Match"] = os.getenv("ETAG")
wrk.headers["Connection"] = "close"
