#!/usr/bin/env python3
"""Prints the bill of materials of a release: SPDX 2.3 in JSON.

    sbom.py VERSION SECONDS SWIFT MUSL FILE...

SECONDS since 1970 give the document's date. SWIFT and MUSL are the versions of the compiler, whose
Embedded standard library is in the binaries, and of the C library; FILE... the static binaries. They
hold nothing else.
"""
import datetime
import hashlib
import json
import os
import sys

version, seconds, swift, musl, *paths = sys.argv[1:]


def digest(path, name):
    with open(path, "rb") as file:
        return hashlib.new(name, file.read()).hexdigest()


def package(identifier, name, version, license, supplier, location, purpose="LIBRARY"):
    return {
        "SPDXID": identifier, "name": name, "versionInfo": version, "supplier": supplier,
        "downloadLocation": location, "filesAnalyzed": False, "licenseConcluded": license,
        "licenseDeclared": license, "copyrightText": "NOASSERTION",
        "primaryPackagePurpose": purpose,
    }


files, relations, sums = [], [], []
all_digests = hashlib.sha256()
for path in paths:
    name = os.path.basename(path)
    identifier = f"SPDXRef-File-{name}"
    sha256 = digest(path, "sha256")
    sha1 = digest(path, "sha1")
    all_digests.update(sha256.encode())
    sums.append(sha1)
    files.append({
        "SPDXID": identifier, "fileName": f"./{name}", "fileTypes": ["BINARY"],
        "checksums": [{"algorithm": "SHA1", "checksumValue": sha1},
                      {"algorithm": "SHA256", "checksumValue": sha256}],
        "licenseConcluded": "MIT AND Apache-2.0 WITH Swift-exception",
        "licenseInfoInFiles": ["NOASSERTION"], "copyrightText": "NOASSERTION",
    })
    relations.append(("SPDXRef-Package-dchecksum", "CONTAINS", identifier))
    for library in ("swift", "musl"):
        relations.append((identifier, "STATIC_LINK", f"SPDXRef-Package-{library}"))
relations.insert(0, ("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-Package-dchecksum"))
created = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc)
program = package("SPDXRef-Package-dchecksum", "dchecksum", version, "MIT",
                  "Organization: The dchecksum authors", "NOASSERTION", "APPLICATION")
program["filesAnalyzed"] = True
program["licenseInfoFromFiles"] = ["NOASSERTION"]
# SPDX 2.3, section 7.9: over the files' sums in order, in digits.
program["packageVerificationCode"] = {
    "packageVerificationCodeValue": hashlib.sha1("".join(sorted(sums)).encode()).hexdigest()}
document = {
    "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
    "name": f"dchecksum-{version}",
    "documentNamespace":
        f"https://spdx.org/spdxdocs/dchecksum-{version}-{all_digests.hexdigest()}",
    "creationInfo": {"created": f"{created:%Y-%m-%dT%H:%M:%SZ}",
                     "creators": ["Organization: The dchecksum authors",
                                  f"Tool: dchecksum-release-{version}"]},
    "packages": [
        program,
        package("SPDXRef-Package-swift", "Swift Embedded standard library", swift,
                "Apache-2.0 WITH Swift-exception", "Organization: Swift.org",
                "https://www.swift.org/install/"),
        package("SPDXRef-Package-musl", "musl", musl, "MIT", "Organization: musl libc",
                "https://musl.libc.org/"),
    ],
    "files": files,
    "relationships": [
        {"spdxElementId": left, "relationshipType": kind, "relatedSpdxElement": right}
        for left, kind, right in relations],
}
print(json.dumps(document, indent=2))
