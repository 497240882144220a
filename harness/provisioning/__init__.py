"""The data a storefront needs for every scenario to apply: made on a target and removed, or told as steps for a person.

`testdata` reads what there has to be, which is all in `features/testdata.toml`; `steps` tells it in Liferay's menus;
`making` makes what is missing and keeps a ledger of it, `pieces` knows how; `entries` reads a target file that does not
name all of it yet, and writes what it lacks.
"""
