"""A measurer that runs nothing: it answers as its argument says.

answers, slow (to each layer called slow), dies (likewise), rubbish, never-ready or exits.
"""

import json
import os
import signal
import sys
import time

mode = sys.argv[1]


def say(line: str) -> None:
    print(line, flush=True)


def main() -> None:
    if mode == "exits":
        print("torch cannot be imported", file=sys.stderr, flush=True)
        os._exit(3)
    if mode == "never-ready":
        time.sleep(60)
    say(json.dumps({"ready": "fake"}))
    for line in sys.stdin:
        asked = json.loads(line)
        text = asked["settings"]["text"]
        if "slow" in text:
            time.sleep(60)
        if "dies" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if mode == "rubbish":
            say("this is no answer")
        say(json.dumps({"outputs": asked["inputs"][:1], "parameters": 7, "macs": 11}))


main()
