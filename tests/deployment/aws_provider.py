"""Writes aws_provider.json: what the Terraform provider of Amazon Web Services takes and tells for the resources that
deploy/terraform uses. The provider itself can't be had offline; its schema can, as HashiCorp published it for other
languages: unpack the npm package @cdktf/provider-aws and run this with its folder.

    python3 tests/deployment/aws_provider.py FOLDER
"""

import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
TERRAFORM = HERE.parents[1] / "deploy" / "terraform"
INTERFACE = re.compile(r"^export interface (\w+)[^{]*\{(.*?)^\}", re.S | re.M)
PROPERTY = re.compile(r"\{@link https://\S+#(\w+) \w+#\w+\}(?:(?!\*/).)*?\*/\s*readonly \w+(\??): ([^;]+);", re.S)
GETTER = re.compile(r"^    get (\w+)\(\): ", re.M)


def snake(name):
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def interfaces_of(folder):
    found = {}
    for file in sorted(folder.rglob("*.d.ts")):
        for name, body in INTERFACE.findall(file.read_text(encoding="utf-8")):
            found[name] = body
    return found


def block(interfaces, name):
    """{argument: required, block: {…}}"""
    taken = {}
    for argument, optional, kind in PROPERTY.findall(interfaces[name]):
        inner = re.split(r"\W", kind.strip(), maxsplit=1)[0]
        taken[argument] = {"required": not optional}
        if inner in interfaces:
            taken[argument]["block"] = block(interfaces, inner)
        elif kind.startswith("any"):
            taken[argument]["unknown"] = True
    return taken


def facts(library, kind, data):
    folder = library / (("data-" if data else "") + kind.replace("_", "-"))
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.d.ts")))
    interfaces = interfaces_of(folder)
    root = re.search(r"^export interface (\w+) extends cdktf\.TerraformMetaArguments", text, re.M).group(1)
    body = text[text.index("extends cdktf.Terraform" + ("DataSource" if data else "Resource")):]
    return {"takes": block(interfaces, root),
            "tells": sorted({snake(name) for name in GETTER.findall(body)
                             if not name.endswith("Input")} | {"id", "arn"} & {snake(n) for n in GETTER.findall(body)})}


def main():
    package = pathlib.Path(sys.argv[1])
    version = re.search(r"aws provider version ([\d.]+)", (package / "README.md").read_text(encoding="utf-8")).group(1)
    used = {"resource": set(), "data": set()}
    for file in TERRAFORM.rglob("*.tf"):
        for kind, name in re.findall(r'^(resource|data) "aws_(\w+)"', file.read_text(encoding="utf-8"), re.M):
            used[kind].add(name)
    page = {"version": version}
    for kind, names in used.items():
        page[kind] = {"aws_" + name: facts(package / "lib", ("aws_" if kind == "data" else "") + name, kind == "data")
                      for name in sorted(names)}
    # One line a resource, so that changes can be read.
    kinds = []
    for kind in ("data", "resource"):
        lines = [f"  {json.dumps(name)}: {json.dumps(all_of, sort_keys=True)}" for name, all_of in page[kind].items()]
        kinds.append(f" {json.dumps(kind)}: {{\n" + ",\n".join(lines) + "\n }")
    text = f'{{\n "version": "{version}",\n' + ",\n".join(kinds) + "\n}\n"
    (HERE / "aws_provider.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
