"""Good and bad cXML documents, each named by what is good or bad about it; all are well-formed and have no DOCTYPE."""

from __future__ import annotations

from dataclasses import dataclass

SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"


@dataclass(frozen=True)
class Sample:
    """A document, the name that says why it is here, and whether a receiver of the current DTD has to accept it."""

    name: str
    document: str
    valid: bool


HEADER = (
    '<Header><From><Credential domain="NetworkID"><Identity>BUYER-1</Identity></Credential></From>'
    '<To><Credential domain="DUNS"><Identity>000000001</Identity></Credential></To>'
    '<Sender><Credential domain="NetworkID"><Identity>BUYER-1</Identity>'
    "<SharedSecret>not-a-real-secret</SharedSecret></Credential><UserAgent>SimBuyer 0.1</UserAgent></Sender></Header>"
)
CONTACT = '<Contact role="endUser"><Name xml:lang="en">A User</Name><Email>user@buyer.example</Email></Contact>'
FORM_POST = "<BrowserFormPost><URL>https://buyer.example/poom?s=1&amp;t=2</URL></BrowserFormPost>"
EXTRINSIC = '<Extrinsic name="UserEmail">user@buyer.example</Extrinsic>'
ITEM_ID = "<ItemID><SupplierPartID>SKU-1</SupplierPartID></ItemID>"
ITEM_OUT = (
    '<ItemOut quantity="2"><ItemID><SupplierPartID>SKU-1</SupplierPartID>'
    "<SupplierPartAuxiliaryID>cart9/line1 </SupplierPartAuxiliaryID></ItemID></ItemOut>"
)
TELEPHONE = (
    '<TelephoneNumber><CountryCode isoCountryCode="DE">49</CountryCode><AreaOrCityCode>30</AreaOrCityCode>'
    "<Number>123456</Number><Extension>7</Extension></TelephoneNumber>"
)
PHONE = f'<Phone name="work">{TELEPHONE}</Phone>'
POSTAL = (
    '<PostalAddress name="default"><DeliverTo>A User</DeliverTo><DeliverTo>Room 7</DeliverTo><Street>Main St 1</Street>'
    "<Street>Gate 2</Street><City>Berlin</City><State>BE</State><PostalCode>10115</PostalCode>"
    '<Country isoCountryCode="DE">Germany</Country></PostalAddress>'
)
SHIP_TO = (
    f'<ShipTo><Address isoCountryCode="DE" addressID="42"><Name xml:lang="en">Plant 1</Name>{POSTAL}'
    f"<Email>dock@buyer.example</Email>{PHONE}<Fax>{TELEPHONE}</Fax>"
    "<URL>https://buyer.example/plant</URL></Address></ShipTo>"
)
MONEY = '<Money currency="EUR">10.25</Money>'
TOTAL = '<Total><Money currency="EUR">20.50</Money></Total>'
SHIPPING = f'<Shipping>{MONEY}<Description xml:lang="en">Parcel</Description></Shipping>'
TAX_DETAIL = (
    f'<TaxDetail purpose="tax" category="vat" percentageRate="19"><TaxableAmount>{MONEY}</TaxableAmount>'
    f'<TaxAmount>{MONEY}</TaxAmount><TaxLocation xml:lang="de">DE</TaxLocation><Description xml:lang="de">MwSt'
    "</Description></TaxDetail>"
)
TAX = f'<Tax>{MONEY}<Description xml:lang="en">VAT</Description>{TAX_DETAIL}</Tax>'
DETAIL = (
    f'<ItemDetail><UnitPrice>{MONEY}</UnitPrice><Description xml:lang="en">Bolt M6 &amp; nut</Description>'
    '<UnitOfMeasure>EA</UnitOfMeasure><Classification domain="UNSPSC">31161600</Classification></ItemDetail>'
)
ITEM_IN = f'<ItemIn quantity="2" lineNumber="1">{ITEM_ID}{DETAIL}</ItemIn>'
ORDER_HEAD = f'<PunchOutOrderMessageHeader operationAllowed="edit">{TOTAL}</PunchOutOrderMessageHeader>'
BILL_TO = '<BillTo><Address><Name xml:lang="en">Accounts</Name></Address></BillTo>'


CHARGE = f"<Charge>{MONEY}</Charge>"
SEGMENTS = (
    '<Distribution><Accounting name="x"><Segment type="Cost" id="1" description="centre"/></Accounting>'
    f"{CHARGE}</Distribution>"
)


def envelope(content: str, attributes: str = "") -> str:
    return f'<cXML payloadID="1@buyer.example" timestamp="2026-01-01T09:00:00+00:00"{attributes}>{content}</cXML>'


def setup(content: str, operation: str = ' operation="create"', mode: str = ' deploymentMode="test"') -> str:
    request = f"<PunchOutSetupRequest{operation}>{content}</PunchOutSetupRequest>"
    return envelope(f"{HEADER}<Request{mode}>{request}</Request>", ' xml:lang="en-US"')


def response(content: str) -> str:
    return envelope(f"<Response>{content}</Response>")


def order(items: str = ITEM_IN, head: str = ORDER_HEAD, status: str = "") -> str:
    message = f"<PunchOutOrderMessage><BuyerCookie>c-7f3a</BuyerCookie>{head}{items}</PunchOutOrderMessage>"
    return envelope(f"{HEADER}<Message>{status}{message}</Message>")


def purchase(header: str, items: str = ITEM_OUT, attributes: str = ' orderID="PO-1" orderDate="2026-01-01"') -> str:
    content = f"<OrderRequestHeader{attributes}>{header}</OrderRequestHeader>{items}"
    return envelope(f"{HEADER}<Request><OrderRequest>{content}</OrderRequest></Request>")


def confirmation(header: str = "", items: str = "", attributes: str = ' type="accept" noticeDate="2026-01-02"') -> str:
    reference = '<OrderReference orderID="PO-1" orderDate="2026-01-01"><DocumentReference payloadID="1@buyer.example"/>'
    content = f"<ConfirmationHeader{attributes}>{header}</ConfirmationHeader>{reference}</OrderReference>{items}"
    return envelope(f"{HEADER}<Request><ConfirmationRequest>{content}</ConfirmationRequest></Request>")


def changed(document: str, old: str, new: str) -> str:
    assert old in document, f"the corpus has no {old!r} to change"
    return document.replace(old, new, 1)


SETUP = setup(f"<BuyerCookie>c-7f3a</BuyerCookie>{EXTRINSIC}{FORM_POST}{CONTACT}{ITEM_OUT}", ' operation="edit"')
RESPONSE = response(
    '<Status code="200" text="OK"/><PunchOutSetupResponse><StartPage><URL>https://shop.example/start?t=abc</URL>'
    "</StartPage></PunchOutSetupResponse>"
)
ORDER = order()
CANCEL = order(items="", status='<Status code="204" text="No Content"/>')
PURCHASE = purchase(f"{TOTAL}{SHIP_TO}{BILL_TO}")
PURCHASE_FULL = purchase(
    f'{TOTAL}{BILL_TO}<Payment><PCard number="4111" expiration="2030-01-01"/></Payment>{CONTACT}'
    "<Comments xml:lang='en'>See <Attachment><URL>cid:1</URL></Attachment></Comments>"
    '<DocumentReference payloadID="0@x"/><SupplierOrderInfo orderID="S"/><Extrinsic name="a">b</Extrinsic>',
    f'<ItemOut quantity="1" lineNumber="1" requisitionID="R" requestedDeliveryDate="2026-02-01">'
    f"{ITEM_OUT[ITEM_OUT.index('<ItemID>') : ITEM_OUT.index('</ItemOut>')]}{DETAIL}"
    '<Distribution><Accounting name="x"><AccountingSegment id="1"><Name xml:lang="en">Cost</Name>'
    f'<Description xml:lang="en">centre</Description></AccountingSegment></Accounting><Charge>{MONEY}</Charge>'
    "</Distribution><Comments>Soon</Comments></ItemOut>",
    ' orderID="PO-1" orderDate="2026-01-01" type="update" orderType="release"',
)
COOKIE = "<BuyerCookie>c</BuyerCookie>"
CONFIRMATION_ITEM = (
    '<ConfirmationItem quantity="2" lineNumber="1"><UnitOfMeasure>EA</UnitOfMeasure><ConfirmationStatus quantity="1"'
    f' type="detail" deliveryDate="2026-02-01"><UnitOfMeasure>EA</UnitOfMeasure><UnitPrice>{MONEY}</UnitPrice>'
    '</ConfirmationStatus><ConfirmationStatus quantity="1" type="backordered"><UnitOfMeasure>EA</UnitOfMeasure>'
    "<Comments>Later</Comments></ConfirmationStatus></ConfirmationItem>"
)
CONFIRMATION = confirmation(
    items=CONFIRMATION_ITEM, attributes=' type="detail" noticeDate="2026-01-02T09:00:00+00:00" confirmID="C-1"'
)


def _good(name: str, document: str) -> Sample:
    return Sample(name, document, valid=True)


def _bad(name: str, document: str) -> Sample:
    return Sample(name, document, valid=False)


GOOD = (
    _good("smallest useful set-up request", SETUP),
    _good("smallest useful set-up response", RESPONSE),
    _good("smallest useful order message", ORDER),
    _good("set-up request of nothing but a cookie", setup("<BuyerCookie/>")),
    _good("no deployment mode", setup(COOKIE, mode="")),
    _good("operation inspect", setup(COOKIE, ' operation="inspect"')),
    _good("operation source", setup(COOKIE, ' operation="source"')),
    _good("two credentials in one To", changed(SETUP, "</To>", '<Credential domain="X"><Identity/></Credential></To>')),
    _good("marketplace credential", changed(SETUP, 'domain="DUNS"', 'domain="DUNS" type="marketplace"')),
    _good("identity with XML", changed(SETUP, "000000001", "<Name xml:lang='en'>One</Name>")),
    _good(
        "message authentication code instead of a secret",
        changed(
            SETUP,
            "<SharedSecret>not-a-real-secret</SharedSecret>",
            '<CredentialMac type="FromSenderCredentials" algorithm="HMAC-SHA1-96" creationDate="2026-01-01"'
            ' expirationDate="2026-01-02">AAAA</CredentialMac>',
        ),
    ),
    _good("digital signature", changed(SETUP, "<SharedSecret>not-a-real-secret</SharedSecret>", "<DigitalSignature/>")),
    _good(
        "path and original document",
        changed(
            SETUP,
            "</Header>",
            '<Path><Node type="copy"><Credential domain="D"><Identity>i</Identity></Credential></Node></Path>'
            '<OriginalDocument payloadID="0@x"/></Header>',
        ),
    ),
    _good("white space between elements", SETUP.replace("><", ">\n  <")),
    _good("supplier set-up", setup(f"{COOKIE}<SupplierSetup><URL>https://s.example</URL></SupplierSetup>")),
    _good("ship-to complete", setup(f"{COOKIE}{SHIP_TO}")),
    _good("two contacts", setup(f"{COOKIE}{CONTACT}{CONTACT}")),
    _good(
        "contact with everything",
        setup(
            f'{COOKIE}<Contact role="buyer" addressID="7"><Name xml:lang="en">A</Name>{POSTAL}{POSTAL}'
            "<Email>a@b</Email>"
            f"<Email name='home' preferredLang='de'>c@d</Email>{PHONE}{PHONE}<Fax><URL>fax:1</URL></Fax>"
            "<Fax><Email>a@b</Email></Fax><URL name='home'>https://a.example</URL></Contact>"
        ),
    ),
    _good("selected item", setup(f"{COOKIE}<SelectedItem>{ITEM_ID}</SelectedItem>")),
    _good("items out in edit", setup(f"{COOKIE}{ITEM_OUT}{ITEM_OUT}", ' operation="edit"')),
    _good("cookie with XML", setup("<BuyerCookie>a<URL>b</URL>c</BuyerCookie>")),
    _good("extrinsic with XML", setup(f'{COOKIE}<Extrinsic name="x">a<Money currency="EUR">1</Money></Extrinsic>')),
    _good("empty extrinsic", setup(f'{COOKIE}<Extrinsic name=""/>')),
    _good("status alone", response('<Status code="401" text="Unauthorized" xml:lang="en">Who are you?</Status>')),
    _good("unknown status code", response('<Status code="488" text="Odd"/>')),
    _good("signature attribute", changed(RESPONSE, "payloadID", 'signatureVersion="1.0" payloadID')),
    _good("version attribute", changed(ORDER, "payloadID", 'version="1.2.045" payloadID')),
    _good("empty cart", order(items="")),
    _good("cancelled: status 204, no items", CANCEL),
    _good("pending quote", changed(ORDER, "operationAllowed", 'quoteStatus="pending" operationAllowed')),
    _good(
        "order header complete",
        order(
            head='<PunchOutOrderMessageHeader operationAllowed="create">'
            '<SourcingStatus action="approve" xml:lang="en"/>'
            f'{TOTAL}{SHIP_TO}{SHIPPING}{TAX}<SupplierOrderInfo orderID="S-1"/></PunchOutOrderMessageHeader>'
        ),
    ),
    _good(
        "item detail complete",
        changed(
            changed(ORDER, "Bolt M6 &amp; nut", "Bolt<ShortName>B</ShortName> M6"),
            "</ItemDetail>",
            '<ManufacturerPartID>M-1</ManufacturerPartID><ManufacturerName xml:lang="en">Maker</ManufacturerName>'
            "<URL>https://maker.example</URL><LeadTime>3</LeadTime>"
            '<Extrinsic name="a">b</Extrinsic></ItemDetail>',
        ),
    ),
    _good(
        "two descriptions, two classifications",
        ORDER.replace("<Classification", DETAIL[DETAIL.index("<Cl") : DETAIL.index("</ItemD")] + "<Classification"),
    ),
    _good(
        "item with supplier, ship-to, shipping and tax",
        changed(ORDER, "</ItemIn>", f'<SupplierID domain="DUNS">1</SupplierID>{SHIP_TO}{SHIPPING}{TAX}</ItemIn>'),
    ),
    _good(
        "item with comments and its own extrinsic",
        changed(ORDER, "</ItemIn>", '<Comments>Hi</Comments><Extrinsic name="e">v</Extrinsic></ItemIn>'),
    ),
    _good("item id with buyer part id", changed(ORDER, "</ItemID>", "<BuyerPartID>B-1</BuyerPartID></ItemID>")),
    _good(
        "address with municipality",
        changed(setup(f"{COOKIE}{SHIP_TO}"), "<State>", "<Municipality>M</Municipality><State>"),
    ),
    _good(
        "amount in another currency too",
        changed(ORDER, '<Money currency="EUR">', '<Money currency="EUR" alternateAmount="1" alternateCurrency="USD">'),
    ),
    _good(
        "nonsense amount, quantity and date: the DTD does not look",
        changed(changed(ORDER, "10.25", "ten"), 'quantity="2"', 'quantity="-x"'),
    ),
    _good("smallest order request", PURCHASE),
    _good(
        "order request with charges, payment, terms, contact, comments",
        purchase(
            f'{TOTAL}{SHIP_TO}{BILL_TO}{SHIPPING}{TAX}<Payment><PCard number="4111" expiration="2030-01-01"/></Payment>'
            '<PaymentTerm payInNumberOfDays="30"><Discount><DiscountPercent percent="2"/></Discount></PaymentTerm>'
            f"{CONTACT}<Comments xml:lang='en'>See <Attachment><URL>cid:1</URL></Attachment></Comments>"
            '<Followup><URL>https://b.example</URL></Followup><DocumentReference payloadID="0@x"/>'
            '<SupplierOrderInfo orderID="S"/><Extrinsic name="a">b</Extrinsic>'
        ),
    ),
    _good(
        "order line with detail and accounting",
        purchase(
            f"{TOTAL}{BILL_TO}",
            f'<ItemOut quantity="1" lineNumber="1" requisitionID="R" requestedDeliveryDate="2026-02-01">'
            f"{ITEM_ID}{DETAIL}"
            '<Distribution><Accounting name="x"><AccountingSegment id="1"><Name xml:lang="en">Cost</Name>'
            f'<Description xml:lang="en">centre</Description></AccountingSegment></Accounting><Charge>{MONEY}</Charge>'
            "</Distribution><Comments>Soon</Comments></ItemOut>",
        ),
    ),
    _good("order request that updates another", PURCHASE_FULL),
    _good(
        "order request that ends another",
        purchase(f"{TOTAL}{BILL_TO}", attributes=' orderID="1" orderDate="2026-01-01" type="delete" orderVersion="2"'),
    ),
    _good(
        "order date no calendar has: the DTD does not look",
        purchase(f"{TOTAL}{BILL_TO}", attributes=' orderID="" orderDate="soon"'),
    ),
    _good(
        "order request with a telephone without numbers, as TradeCentric writes it",
        purchase(TOTAL + changed(changed(SHIP_TO, 'CountryCode="DE">49', 'CountryCode="">'), ">30<", "><") + BILL_TO),
    ),
    _good(
        "order line with supplier, ship-to, shipping, tax and contact",
        purchase(
            TOTAL + BILL_TO,
            changed(
                ITEM_OUT,
                "</ItemOut>",
                f'<SupplierID domain="D">1</SupplierID>{SHIP_TO}{SHIPPING}{TAX}{CONTACT}</ItemOut>',
            ),
        ),
    ),
    _good("order line in older accounting", purchase(TOTAL + BILL_TO, f"{ITEM_OUT[:-10]}{SEGMENTS}</ItemOut>")),
    _good("two comments on an order", purchase(f"{TOTAL}{BILL_TO}<Comments>1</Comments><Comments>2</Comments>")),
    _good(
        "two comments on an order line",
        purchase(TOTAL + BILL_TO, changed(ITEM_OUT, "</ItemOut>", "<Comments>1</Comments><Comments/></ItemOut>")),
    ),
    _good("profile request", envelope(f"{HEADER}<Request><ProfileRequest/></Request>")),
    _good(
        "profile response",
        response(
            '<Status code="200" text="OK"/><ProfileResponse effectiveDate="2026-01-01"><Transaction requestName='
            '"OrderRequest"><URL>https://s.example</URL><Option name="a">b</Option></Transaction></ProfileResponse>'
        ),
    ),
    _good(
        "catalogue payload that is not looked into",
        envelope(f"{HEADER}<Request><GetPendingRequest maxMessages='1'><Mine/></GetPendingRequest></Request>"),
    ),
    _good("line type of the newer DTDs", changed(ORDER, "quantity", 'itemType="item" parentLineNumber="1" quantity')),
    _good(
        "modifications of the newer DTDs",
        changed(ORDER, "</Money></UnitPrice>", "</Money><Modifications><Modification/></Modifications></UnitPrice>"),
    ),
    _good("comments element inside an extrinsic, empty", setup(f'{COOKIE}<Extrinsic name="x"><Comments/></Extrinsic>')),
    _good("element nobody declared inside an extrinsic", setup(f'{COOKIE}<Extrinsic name="x"><Mine/></Extrinsic>')),
    _good(
        "declared element gone wrong inside an extrinsic", setup(f'{COOKIE}<Extrinsic name="x"><Money/></Extrinsic>')
    ),
    _good("namespace declared and not used", changed(ORDER, "payloadID", 'xmlns:xsi="http://example.com/x" payloadID')),
    _good(
        "signed by an element of another namespace",
        changed(RESPONSE, "</cXML>", f'<ds:Signature xmlns:ds="{SIGNATURE}"/></cXML>'),
    ),
    _good(
        "white space in an element that has to be empty",
        order(head=changed(ORDER_HEAD, "</PunchOut", '<SupplierOrderInfo orderID="S"> </SupplierOrderInfo></PunchOut')),
    ),
)

BAD = (
    _bad("root in lower case", changed(changed(SETUP, "<cXML", "<cxml"), "</cXML", "</cxml")),
    _bad("no payload id", changed(SETUP, 'payloadID="1@buyer.example" ', "")),
    _bad("no timestamp", changed(SETUP, 'timestamp="2026-01-01T09:00:00+00:00"', "")),
    _bad("unknown attribute on the root", changed(SETUP, "payloadID", 'foo="1" payloadID')),
    _bad("other signature version", changed(RESPONSE, "payloadID", 'signatureVersion="2.0" payloadID')),
    _bad("empty root", envelope("")),
    _bad("header alone", envelope(HEADER)),
    _bad("request without a header", changed(SETUP, HEADER, "")),
    _bad("response with a header", changed(RESPONSE, "<Response>", f"{HEADER}<Response>")),
    _bad("request and response", changed(SETUP, "</cXML>", '<Response><Status code="1" text="2"/></Response></cXML>')),
    _bad("two requests", changed(SETUP, "</cXML>", SETUP[SETUP.index("<Request") :])),
    _bad(
        "two To elements",
        changed(SETUP, "<Sender>", '<To><Credential domain="D"><Identity/></Credential></To><Sender>'),
    ),
    _bad(
        "To before From",
        changed(SETUP, "<Header>", '<Header><To><Credential domain="D"><Identity/></Credential></To>'),
    ),
    _bad("no sender", changed(SETUP, HEADER[HEADER.index("<Sender>") : HEADER.index("</Header>")], "")),
    _bad("no user agent", changed(SETUP, "<UserAgent>SimBuyer 0.1</UserAgent>", "")),
    _bad(
        "user agent before the credential",
        changed(changed(SETUP, "<UserAgent>SimBuyer 0.1</UserAgent>", ""), "<Sender>", "<Sender><UserAgent/>"),
    ),
    _bad("credential without domain", changed(SETUP, '<Credential domain="DUNS">', "<Credential>")),
    _bad("credential without identity", changed(SETUP, "<Identity>000000001</Identity>", "")),
    _bad(
        "secret before identity",
        changed(
            SETUP,
            "<Identity>BUYER-1</Identity><SharedSecret>not-a-real-secret</SharedSecret>",
            "<SharedSecret/><Identity/>",
        ),
    ),
    _bad("two secrets", changed(SETUP, "<SharedSecret>", "<SharedSecret/><SharedSecret>")),
    _bad("secret outside its element", changed(SETUP, "</SharedSecret>", "</SharedSecret>stray-secret")),
    _bad("other credential type", changed(SETUP, 'domain="DUNS"', 'domain="DUNS" type="market"')),
    _bad(
        "path without original document",
        changed(
            SETUP,
            "</Header>",
            '<Path><Node type="copy"><Credential domain="D"><Identity>i</Identity></Credential></Node></Path></Header>',
        ),
    ),
    _bad("other deployment mode", setup(COOKIE, mode=' deploymentMode="prod"')),
    _bad("deployment mode on the root", changed(SETUP, "payloadID", 'deploymentMode="test" payloadID')),
    _bad("request without payload", envelope(f"{HEADER}<Request/>")),
    _bad("request with two payloads", changed(SETUP, "</Request>", "<ProfileRequest/></Request>")),
    _bad(
        "response payload in a request",
        envelope(
            f"{HEADER}<Request><PunchOutSetupResponse><StartPage><URL/></StartPage></PunchOutSetupResponse></Request>"
        ),
    ),
    _bad("no operation", setup(COOKIE, "")),
    _bad("other operation", setup(COOKIE, ' operation="Create"')),
    _bad("no cookie", setup(FORM_POST)),
    _bad("cookie twice", setup(COOKIE + COOKIE)),
    _bad("extrinsic without a name", setup(f"{COOKIE}<Extrinsic>v</Extrinsic>")),
    _bad("extrinsic after the form post", setup(f"{COOKIE}{FORM_POST}{EXTRINSIC}")),
    _bad("contact before the form post, as Coupa's sample", setup(f"{COOKIE}{CONTACT}{FORM_POST}")),
    _bad("form post without URL element", setup(f"{COOKIE}<BrowserFormPost>https://b.example</BrowserFormPost>")),
    _bad("element inside a URL", setup(f"{COOKIE}<BrowserFormPost><URL>a<URL/></URL></BrowserFormPost>")),
    _bad("contact without a name", setup(f"{COOKIE}<Contact><Email>a@b</Email></Contact>")),
    _bad("contact name without language", changed(SETUP, ' xml:lang="en">A User', ">A User")),
    _bad("contact role of two words", changed(SETUP, 'role="endUser"', 'role="end user"')),
    _bad("selected item with two ids", setup(f"{COOKIE}<SelectedItem>{ITEM_ID}{ITEM_ID}</SelectedItem>")),
    _bad("ship-to without address", setup(f"{COOKIE}<ShipTo/>")),
    _bad(
        "address without street",
        setup(f"{COOKIE}{SHIP_TO.replace('<Street>Main St 1</Street><Street>Gate 2</Street>', '')}"),
    ),
    _bad(
        "address with postal code before state",
        setup(COOKIE + changed(SHIP_TO, "<State>BE</State><PostalCode>10115</PostalCode>", "<PostalCode/><State/>")),
    ),
    _bad("country without code", setup(COOKIE + changed(SHIP_TO, '<Country isoCountryCode="DE">', "<Country>"))),
    _bad("telephone without area", setup(COOKIE + changed(SHIP_TO, "<AreaOrCityCode>30</AreaOrCityCode>", ""))),
    _bad("item out without quantity", changed(SETUP, ' quantity="2"', "")),
    _bad("item out without part id", changed(SETUP, "<SupplierPartID>SKU-1</SupplierPartID>", "")),
    _bad(
        "auxiliary id before part id", changed(SETUP, "<SupplierPartID>", "<SupplierPartAuxiliaryID/><SupplierPartID>")
    ),
    _bad("text between elements", changed(SETUP, "</BuyerCookie>", "</BuyerCookie>and")),
    _bad("item in inside a set-up request", setup(COOKIE + ITEM_IN)),
    _bad(
        "response without status",
        response("<PunchOutSetupResponse><StartPage><URL/></StartPage></PunchOutSetupResponse>"),
    ),
    _bad("status without code", response('<Status text="OK"/>')),
    _bad("status without text", response('<Status code="200"/>')),
    _bad(
        "status after the payload",
        response(
            '<PunchOutSetupResponse><StartPage><URL/></StartPage></PunchOutSetupResponse><Status code="200" text="OK"/>'
        ),
    ),
    _bad(
        "start page without URL",
        response('<Status code="200" text="OK"/><PunchOutSetupResponse><StartPage/></PunchOutSetupResponse>'),
    ),
    _bad("deployment mode on a response", changed(RESPONSE, "<Response>", '<Response deploymentMode="test">')),
    _bad("message with status alone", envelope(f'{HEADER}<Message><Status code="204" text="No Content"/></Message>')),
    _bad("order message without header", order(head="")),
    _bad("items before the order header", order(head="", items=ITEM_IN + ORDER_HEAD)),
    _bad("no operation allowed", changed(ORDER, ' operationAllowed="edit"', "")),
    _bad("operation allowed: source", changed(ORDER, 'operationAllowed="edit"', 'operationAllowed="source"')),
    _bad("other quote status", changed(ORDER, "operationAllowed", 'quoteStatus="open" operationAllowed')),
    _bad("no total", changed(ORDER, TOTAL, "")),
    _bad("total without money", changed(ORDER, TOTAL, "<Total>20.50</Total>")),
    _bad("money without currency", changed(ORDER, '<Money currency="EUR">', "<Money>")),
    _bad("tax before shipping", order(head=changed(ORDER_HEAD, TOTAL, f"{TOTAL}{TAX}{SHIPPING}"))),
    _bad(
        "shipping without description", order(head=changed(ORDER_HEAD, TOTAL, f"{TOTAL}<Shipping>{MONEY}</Shipping>"))
    ),
    _bad(
        "tax detail without category",
        order(head=changed(ORDER_HEAD, TOTAL, TOTAL + changed(TAX, ' category="vat"', ""))),
    ),
    _bad("item in without quantity", changed(ORDER, ' quantity="2"', "")),
    _bad("item in without detail", changed(ORDER, DETAIL, "")),
    _bad("detail before item id", order(f'<ItemIn quantity="1">{DETAIL}{ITEM_ID}</ItemIn>')),
    _bad("no unit price", changed(ORDER, f"<UnitPrice>{MONEY}</UnitPrice>", "")),
    _bad("no description", changed(ORDER, '<Description xml:lang="en">Bolt M6 &amp; nut</Description>', "")),
    _bad("description without language", changed(ORDER, '<Description xml:lang="en">', "<Description>")),
    _bad(
        "unit of measure before description",
        changed(
            changed(ORDER, "<UnitOfMeasure>EA</UnitOfMeasure>", ""), "<Description", "<UnitOfMeasure/><Description"
        ),
    ),
    _bad("no unit of measure", changed(ORDER, "<UnitOfMeasure>EA</UnitOfMeasure>", "")),
    _bad("no classification", changed(ORDER, '<Classification domain="UNSPSC">31161600</Classification>', "")),
    _bad("classification without domain", changed(ORDER, '<Classification domain="UNSPSC">', "<Classification>")),
    _bad("lead time before URL", changed(ORDER, "</ItemDetail>", "<LeadTime>1</LeadTime><URL>u</URL></ItemDetail>")),
    _bad("comments before tax", changed(ORDER, "</ItemIn>", f"<Comments/>{TAX}</ItemIn>")),
    _bad("two comments on an item in", changed(ORDER, "</ItemIn>", "<Comments/><Comments/></ItemIn>")),
    _bad("unknown element in an item", changed(ORDER, "</ItemIn>", "<Colour/></ItemIn>")),
    _bad("element in a namespace", changed(ORDER, "<BuyerCookie>", '<BuyerCookie xmlns="u">')),
    _bad("order request without lines", purchase(f"{TOTAL}{BILL_TO}", items="")),
    _bad("order request without bill-to", purchase(TOTAL + SHIP_TO)),
    _bad("order request without order id", purchase(TOTAL + BILL_TO, attributes=' orderDate="2026-01-01"')),
    _bad("order of another type", purchase(TOTAL + BILL_TO, attributes=' orderID="1" orderDate="x" type="change"')),
    _bad("order request without an order date", purchase(TOTAL + BILL_TO, attributes=' orderID="1"')),
    _bad(
        "order request without a header",
        changed(PURCHASE, PURCHASE[PURCHASE.index("<OrderRequestH") : -len(PURCHASE) + PURCHASE.index(ITEM_OUT)], ""),
    ),
    _bad("bill-to before ship-to", purchase(TOTAL + BILL_TO + SHIP_TO)),
    _bad("total behind the addresses", purchase(BILL_TO + TOTAL)),
    _bad("extrinsic before the comments of an order", purchase(f"{TOTAL}{BILL_TO}{EXTRINSIC}<Comments/>")),
    _bad(
        "contact before the payment",
        purchase(f'{TOTAL}{BILL_TO}{CONTACT}<Payment><PCard number="1" expiration="2"/></Payment>'),
    ),
    _bad("card without expiration", purchase(f'{TOTAL}{BILL_TO}<Payment><PCard number="1"/></Payment>')),
    _bad(
        "order of another order type", purchase(TOTAL + BILL_TO, attributes=' orderID="1" orderDate="x" orderType="x"')
    ),
    _bad("item in inside an order", purchase(TOTAL + BILL_TO, ITEM_IN)),
    _bad(
        "detail before the item id of an order line",
        purchase(TOTAL + BILL_TO, f'<ItemOut quantity="1">{DETAIL}{ITEM_ID}</ItemOut>'),
    ),
    _bad(
        "distribution without charge",
        purchase(TOTAL + BILL_TO, f"{ITEM_OUT[:-10]}{changed(SEGMENTS, CHARGE, '')}</ItemOut>"),
    ),
    _bad(
        "distribution without segments",
        purchase(
            TOTAL + BILL_TO, f"{ITEM_OUT[:-10]}<Distribution><Accounting name='x'/>{CHARGE}</Distribution></ItemOut>"
        ),
    ),
    _bad(
        "comments before the distribution",
        purchase(TOTAL + BILL_TO, f"{ITEM_OUT[:-10]}<Comments/>{SEGMENTS}</ItemOut>"),
    ),
    _bad("confirmation, which only Fulfill.dtd declares", CONFIRMATION),
    _bad("payment without card", purchase(f"{TOTAL}{BILL_TO}<Payment/>")),
)

SAMPLES = (*GOOD, *BAD)

CONFIRMATION_SAMPLES = (
    _good("smallest confirmation", confirmation()),
    _good("confirmation of a line in two parts", CONFIRMATION),
    _good(
        "confirmation with all a header may hold",
        confirmation(
            f'<DocumentReference payloadID="0@x"/>{TOTAL}{SHIPPING}{TAX}{CONTACT}<Hazard/><Comments/>'
            f'<IdReference identifier="1" domain="d"/>{EXTRINSIC}',
            attributes=' type="replace" noticeDate="x" operation="update" invoiceID="I"',
        ),
    ),
    *(
        _good(f"confirmation of type {kind}", confirmation(attributes=f' type="{kind}" noticeDate="x"'))
        for kind in ("allDetail", "detail", "backordered", "except", "reject", "requestToPay")
    ),
    _good(
        "confirmation of a line said again",
        changed(CONFIRMATION, f"<UnitPrice>{MONEY}</UnitPrice>", ITEM_IN),
    ),
    _good("order reference by document alone", changed(CONFIRMATION, ' orderID="PO-1" orderDate="2026-01-01"', "")),
    _bad("confirmation of another type", confirmation(attributes=' type="ok" noticeDate="x"')),
    _bad("confirmation without a type", confirmation(attributes=' noticeDate="x"')),
    _bad("confirmation without a date", confirmation(attributes=' type="accept"')),
    _bad(
        "confirmation without an order",
        changed(CONFIRMATION, "OrderReference", "SupplierOrderInfo").replace(
            "</OrderReference>", "</SupplierOrderInfo>"
        ),
    ),
    _bad(
        "order reference without a document",
        changed(CONFIRMATION, '<DocumentReference payloadID="1@buyer.example"/>', ""),
    ),
    _bad("confirmed line without a number", changed(CONFIRMATION, ' lineNumber="1"', "")),
    _bad("confirmed line without a unit", changed(CONFIRMATION, "<UnitOfMeasure>EA</UnitOfMeasure>", "")),
    _bad(
        "confirmed line without a status",
        confirmation(
            items='<ConfirmationItem quantity="1" lineNumber="1"><UnitOfMeasure>EA</UnitOfMeasure></ConfirmationItem>'
        ),
    ),
    _bad("status of another type", changed(CONFIRMATION, 'type="backordered"', 'type="except"')),
    _bad("status without quantity", changed(CONFIRMATION, 'quantity="1" type="back', 'type="back')),
    _bad("line said again beside a price", changed(CONFIRMATION, "<UnitPrice>", f"{ITEM_IN}<UnitPrice>")),
    _bad("comments before the price", changed(CONFIRMATION, "<UnitPrice>", "<Comments/><UnitPrice>")),
    _bad("line before the order", confirmation().replace("<OrderReference", f"{CONFIRMATION_ITEM}<OrderReference")),
    _bad("order request by the schema of confirmations", PURCHASE),
)
