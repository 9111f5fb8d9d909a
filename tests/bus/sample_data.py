# SPDX-License-Identifier: MIT
"""A handful of data that a test writes for itself, with everything in it that the bus can show."""

TODAY = "2026-11-20"

SAMPLE = """---
title: Sample OS
category: os
tags: sample-tag
permalink: /sample
alternate_urls:
  - /example
versionCommand: cat /etc/os-release
releasePolicyLink: https://example.org/policy
eoasColumn: true
eoesColumn: Paid Support
discontinuedColumn: true
identifiers:
  - cpe: cpe:/o:example:sample
  - purl: pkg:deb/sample/base
customFields:
  - name: kernel
    display: after-release-column
    label: Kernel
    description: The kernel it came with
auto:
  methods:
    - git: https://example.org/sample.git
releases:
  - releaseCycle: "3-b+"
    releaseLabel: "Sample 3"
    codename: Third
    releaseDate: 2026-01-10
    lts: 2026-06-01
    eoas: 2028-01-10
    eol: 2030-01-10
    eoes: 2033-01-10
    latest: "3.1"
    latestReleaseDate: 2026-05-01
    link: https://example.org/3
    kernel: "6.18"
  - releaseCycle: "2"
    releaseDate: 2023-01-10
    eoas: 2025-01-10
    eol: 2026-11-20
    latest: "2.7"
    latestReleaseDate: 2026-04-01
  - releaseCycle: "1"
    releaseDate: 2020-01-10
    eoas: true
    eol: true
    discontinued: 2024-01-10
---
"""

OS_RELEASE = """NAME="Sample OS"
ID=sample
VERSION_ID="2"
PRETTY_NAME="Sample OS 2"
CPE_NAME="cpe:/o:example:sample:2"
SUPPORT_END=2026-11-21
"""


def write(directory):
    """Writes the sample below directory and returns the options with which eold serves it alone."""
    for name in ("data", "state", "overrides"):
        (directory / name).mkdir()
    (directory / "data" / "sample.md").write_text(SAMPLE, encoding="utf-8")
    (directory / "os-release").write_text(OS_RELEASE, encoding="utf-8")
    (directory / "eold.yaml").write_text("warningDays: [180, 90, 30, 7, 1]\n", encoding="utf-8")
    return [
        f"--data={directory / 'data'}",
        f"--overrides={directory / 'overrides'}",
        f"--state={directory / 'state'}",
        f"--config={directory / 'eold.yaml'}",
        f"--os-release={directory / 'os-release'}",
        f"--today={TODAY}",
    ]
