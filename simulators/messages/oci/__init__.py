"""SAP OCI 4.0 and 5.0: the launch of a catalogue and the form that brings the items back, built, read and judged."""

from simulators.messages.oci.building import ReturnForm, build_return
from simulators.messages.oci.charset import (
    Charset,
    FormBody,
    arrives_as,
    charset_named,
    decode_form,
    encode_form,
    not_carried,
)
from simulators.messages.oci.fields import FIELDS, Field, Form, field_name
from simulators.messages.oci.findings import Finding, Name, OciRejected
from simulators.messages.oci.hook import SAP_EVENT, Hook, hook_name, split_hook
from simulators.messages.oci.items import OciItem, item_fields, shortened
from simulators.messages.oci.launch import (
    Function,
    Launch,
    LaunchNames,
    LaunchReading,
    build_launch,
    launch_url,
    parse_launch,
)
from simulators.messages.oci.prices import Carried, carried, line_value
from simulators.messages.oci.reading import Dropped, Reading, read_return

__all__ = [
    "FIELDS",
    "SAP_EVENT",
    "Carried",
    "Charset",
    "Dropped",
    "Field",
    "Finding",
    "Form",
    "FormBody",
    "Function",
    "Hook",
    "Launch",
    "LaunchNames",
    "LaunchReading",
    "Name",
    "OciItem",
    "OciRejected",
    "Reading",
    "ReturnForm",
    "arrives_as",
    "build_launch",
    "build_return",
    "carried",
    "charset_named",
    "decode_form",
    "encode_form",
    "field_name",
    "hook_name",
    "item_fields",
    "launch_url",
    "line_value",
    "not_carried",
    "parse_launch",
    "read_return",
    "shortened",
    "split_hook",
]
