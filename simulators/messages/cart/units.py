"""Units of measure by their codes in UN/CEFACT Recommendation 20, which cXML and the hub's carts ask for.

Source: reference, hub and protocols, 2.7 (units), 7 (what happens to an unknown one); UN/CEFACT Recommendation 20,
revision 17, and Recommendation 21, whose package types stand in it with an X before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A letter and the numbers that follow it, in the list of common codes.
_NUMBERED = """
    A 2-9 10-24 26-45 47-49 53-56 59 68-71 73-76 84-91 93-99
    B 1 3 4 7 8 10-35 41-50 52-64 66-99
    C 0 3 7-9 10-76 78-97 99
    D 03 04 1 2 5 6 10-13 15-27 29-34 36 41-63 65 68 69 73 74 77 78 80-83 85-89 91 93-95
    E 01 07-10 12 14-23 25 27 28 30-99 4
    F 01-08 10-99
    G 01 04-06 08-21 23-99 2 3
    H 03-16 18-77 79-85 87-96 98 99
    J 10 12-36 38-76 78 79 81-85 87 90-93 95-99 2
    K 1-3 6 10-23 26-28 30-43 45-55 58-71 73-99
    L 2 10-21 23-60 63-96 98 99
    M 1 4 5 7 9 10-27 29-53 55-99
    N 1 3 10-99
    P 1 2 5 10-99
    Q 3 10-42
"""
_NAMED = """
    10 11 13 14 15 20 21 22 23 24 25 27 28 33 34 35 37 38 40 41 56 57 58 59 60 61 74 77 80 81 85 87 89 91
    1I 2A 2B 2C 2G 2H 2I 2J 2K 2L 2M 2N 2P 2Q 2R 2U 2X 2Y 2Z 3B 3C 4C 4G 4H 4K 4L 4M 4N 4O 4P 4Q 4R 4T 4U 4W 4X
    5A 5B 5E 5J AA AB ACR ACT AD AE AH AI AK AL AMH AMP ANN APZ AQ AS ASM ASU ATM AWG AY AZ
    BAR BB BFT BHP BIL BLD BLL BP BPM BQL BTU BUA BUI CCT CDL CEL CEN CG CGM CKG CLF CLT CMK CMQ CMT CNP CNT COU
    CTG CTM CTN CUR CWA CWI DAA DAD DAY DB DBM DBW DD DEC DG DJ DLT DMA DMK DMO DMQ DMT DN DPC DPR DPT DRA DRI DRL
    DT DTN DWT DZN DZP EA EB EQ FAH FAR FBM FC FF FH FIT FL FNU FOT FP FR FS FTK FTQ GB GBQ GDW GE GF GFI GGR GIA
    GIC GII GIP GJ GL GLD GLI GLL GM GO GP GQ GRM GRN GRO GV GWH HA HAD HBA HBX HC HDW HEA HGM HH HIU HKM HLT HM
    HMO HMQ HMT HPA HTZ HUR HWE IA IE INH INK INQ ISD IU IUG IV JE JK JM JNT JOU JPS JWL KA KAT KB KBA KCC KDW KEL
    KGM KGS KHY KHZ KI KIC KIP KJ KJO KL KLK KLX KMA KMH KMK KMQ KMT KNI KNM KNS KNT KO KPA KPH KPO KPP KR KSD KSH
    KT KTN KUR KVA KVR KVT KW KWH KWN KWO KWS KWT KWY KX LA LAC LBR LBT LD LEF LF LH LK LM LN LO LP LPA LR LS LTN
    LTR LUB LUM LUX LY MAH MAL MAM MAR MAW MBE MBF MBR MC MCU MD MGM MHZ MIK MIL MIN MIO MIU MKD MKM MKW MLD MLT
    MMK MMQ MMT MND MNJ MON MPA MQD MQH MQM MQS MQW MRD MRM MRW MSK MTK MTQ MTR MTS MTZ MVA MWH NA NAR NCL NEW NF
    NIL NIU NL NM3 NMI NMP NPT NT NTU NU NX OA ODE ODG ODK ODM OHM ON ONZ OPM OT OZA OZI PAL PD PFL PGL PI PLA PO
    PQ PR PS PTD PTI PTL PTN QA QAN QB QR QTD QTI QTL QTR R1 R9 RH RM ROM RP RPM RPS RT S3 S4 SAN SCO SCR SEC SET
    SG SIE SM3 SMI SQ SQR SR STC STI STK STL STN STW SW SX SYR T0 T3 TAH TAN TI TIC TIP TKM TMS TNE TP TPI TPR TQD
    TRL TST TTS U1 U2 UB UC VA VLT VP W2 WA WB WCD WE WEB WEE WG WHR WM WSD WTT X1 YDK YDQ YRD Z11 Z9 ZP ZZ
"""
# Packages of earlier revisions (now in Recommendation 21), without which no procurement system would do.
_EARLIER = "BE BG BO BX CA CR CS CT CY DR EV JR PA PK RL RO SA TU TY VI"
_PACKAGE = re.compile(r"X[0-9A-Z]{2}")


def is_unit_code(text: str) -> bool:
    """Tell whether a text is a code of Recommendation 20, as it is written there (`EA`, `BX`, `KGM`; not `each`)."""
    return text in _CODES or _PACKAGE.fullmatch(text) is not None


def _numbered() -> Iterator[str]:
    for row in _NUMBERED.split("\n"):
        letter, *spans = row.split() or [""]
        for span in spans:
            first, _, last = span.partition("-")
            yield from (f"{letter}{number:0{len(first)}}" for number in range(int(first), int(last or first) + 1))


_CODES = frozenset((*_numbered(), *_NAMED.split(), *_EARLIER.split()))
