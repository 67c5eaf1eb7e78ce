# Tries the rules of a load balancer of AWS in their order, with the path as it was sent and decoded.
import fnmatch, json, os, re, sys
from urllib.parse import unquote

folder = sys.argv[1]
# What this product has beside the cache's calls, as beginnings of closed paths below /kylin/api/.
more = sys.argv[2:]
# In the order of their priorities in create-alb.sh.
RULES = [("odd", 403), ("open", 200), ("internal", 403), ("bare", 302), ("pages", 200)]


def takes(name, path):
    with open(os.path.join(folder, f"if-{name}.json"), encoding="utf-8") as file:
        (condition,) = json.load(file)
    config = condition["PathPatternConfig"]
    for pattern in config.get("RegexValues", []) + config.get("Values", []):
        if len(pattern) > 128:
            sys.exit(f"more than 128 characters: {pattern}")
    plain = any(fnmatch.fnmatchcase(path, p) for p in config.get("Values", []))
    # Whole or part: the patterns mean the same in both.
    found = {bool(re.search(p, path)) for p in config.get("RegexValues", [])}
    whole = {bool(re.fullmatch(p, path)) for p in config.get("RegexValues", [])}
    if found != whole:
        sys.exit(f"{name} is not anchored for {path}")
    return plain or True in found


def status(path):
    return next((status for name, status in RULES if takes(name, path)), 404)


WANTED = {
    200: ["/kylin/", "/kylin/api/admin/version", "/kylin/api/cubes/a%20b", "/kylin/api/cubes/%E4%B8%AD", "/kylin/api/cache/announce/all/all/update", "/kylin/api/tables/p/t", "/kylin/js/a.min.js"],
    302: ["/", "/kylin"],
    404: ["/manager/html", "/kylinx"],
    403: [
        "/kylin/api/cache/project/x/update", "/kylin/api/cache", "/kylin/api/%63ache/project/x/update",
        "/kylin/api%2Fcache/project/x/update", "/kylin//api///cache/project/x/update", "/kylin/api;a=b/cache/project/x/update",
        "/kylin;x/api/cache/project/x/update", "/kylin/api/cache%3Bx/project/x/update", "/kylin/x/../api/cache/project/x/update",
        "/kylin/x/%2e%2e/api/cache/project/x/update", "/kylin/api/cache/announce/../project/x/update",
        "/kylin/api/cache/announce/..;/project/x/update", "/kylin/api/cache/announce/%2e%2e/project/x/update",
        "/kylin/api/cache/announce/..%2Fproject/x/update", "/kylin/api/cache/announce/..\\project\\x\\update",
        "/kylin/api\\cache\\project\\x\\update", "/kylin/api/%5Ccache/project/x/update", "/kylin/x/..",
    ],
}
WANTED[403] += [f"/kylin/api/{path}" for path in more]
for wanted, paths in WANTED.items():
    for path in paths:
        for form in (path, unquote(path)):
            if status(form) != wanted:
                sys.exit(f"{form} (sent as {path}) gets {status(form)}, not {wanted}")
