"""What sources beside the factsheet state, said a second time and without the tables, above all where they differ.

A difference here means that a table was changed or a page read differently. Look into the page before changing either.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from casebook import data, dates, handout, rules

STREAMING, SIGNALS, SPARKS, K_BOXES = "pay-tv-streaming", "pay-tv-signals", "sparks-group", "k-boxes"
FACTSHEET = "eurojust-factsheet"
TABLES = ["measures", "events", "countries", "cooperation"]

# case and measure: source, qualifier, number, unit; figures of the action as a whole
WHOLE = {
    (STREAMING, "servers_taken_down"): """
        eurojust-factsheet                   exact         50         servers
        eurojust-2020-06-10-government-world exact         50         servers
        """,
    (STREAMING, "ip_addresses_taken_down"): """
        advanced-television-2020-06-11       exact         50         ip_addresses
        giornale-di-sicilia-2020-06-17       exact         50         ip_addresses
        """,
    (STREAMING, "subscribers"): """
        eurojust-factsheet                   nearly        2000000    subscribers
        eurojust-2020-06-10-government-world about         2000000    subscribers
        giornale-di-sicilia-2020-06-17       more_than     2000000    subscribers
        """,
    (STREAMING, "assets_seized"): """
        eurojust-factsheet                   exact         4800000    EUR
        eurojust-2020-06-10-government-world about         4800000    EUR
        advanced-television-2020-06-11       exact         4800000    EUR
        giornale-di-sicilia-2020-06-17       exact         4800000    EUR
        rights-alliance-2020-06              more_than     36000000   DKK
        """,
    (STREAMING, "proceeds"): """
        eurojust-2020-06-10-government-world at_least      15000000   EUR
        rights-alliance-2020-06              more_than     100000000  DKK
        """,
    (STREAMING, "profit"): """
        giornale-di-sicilia-2020-06-17       more_than     15000000   EUR
        technadu-2020-06                     about         15000000   EUR
        """,
    (STREAMING, "coordination_meetings"): """
        eurojust-factsheet                   exact         2          meetings
        eurojust-2020-06-10-government-world at_least      1          meetings
        """,
    (STREAMING, "searches"): """
        eurojust-2020-06-10-government-world exact         15         searches
        advanced-television-2020-06-11       exact         15         searches
        """,
    (STREAMING, "content_offered"): """
        eurojust-2020-06-10-government-world more_than     40000      items
        giornale-di-sicilia-2020-06-17       exact         40000      items
        """,
    (SIGNALS, "servers_taken_down"): """
        eurojust-factsheet                   more_than     5550       servers
        generation-nt-2020-11-eurojust       more_than     5550       servers
        euro2day-2020-11                     more_than     5500       servers
        """,
    (SIGNALS, "countries_with_takedowns"): """
        generation-nt-2020-11-eurojust       about         10         countries
        euro2day-2020-11                     exact         11         countries
        """,
    (SIGNALS, "countries_involved"): """
        isnews-2020-11                       exact         12         countries
        """,
    (SIGNALS, "websites_closed"): """
        advanced-television-2020-11-12       more_than     5500       websites
        """,
    (SIGNALS, "it_resources_taken_down"): """
        isnews-2020-11                       more_than     5500       it_resources
        """,
    (SIGNALS, "cash_seized"): """
        advanced-television-2020-11-12       exact         10600000   EUR
        """,
    (SIGNALS, "assets_seized"): """
        times-of-malta-2020-11-11            exact         10600000   EUR
        """,
    (SIGNALS, "assets_confiscated"): """
        isnews-2020-11                       more_than     10000000   EUR
        """,
    (SIGNALS, "proceeds"): """
        generation-nt-2020-11-eurojust       exact         10700000   EUR
        """,
    (SIGNALS, "seizure_orders"): """
        advanced-television-2020-11-12       exact         30         orders
        """,
    (SIGNALS, "garnishee_orders"): """
        times-of-malta-2020-11-11            exact         30         orders
        """,
    (SIGNALS, "arrests"): """
        eurojust-factsheet                   at_least      1          persons
        generation-nt-2020-11-eurojust       exact         1          persons
        """,
    (SPARKS, "servers_taken_down"): """
        eurojust-factsheet                   more_than     60         servers
        eurojust-2020-08-26-content-cafe     more_than     60         servers
        brussels-times-2020-08               exact         60         servers
        tarnkappe-2020-08                    about         60         servers
        us-attorney-2020-08-26-stl-news      unquantified  -          servers
        world-ip-review-2020-08-27           unquantified  -          servers
        """,
    (SPARKS, "arrests"): """
        eurojust-factsheet                   unquantified  -          persons
        eurojust-2020-08-26-content-cafe     unquantified  -          persons
        brussels-times-2020-08               exact         2          persons
        """,
    (SPARKS, "mla_requests"): """
        eurojust-factsheet                   at_least      30         requests
        tarnkappe-2020-08                    exact         30         requests
        """,
    (SPARKS, "partner_countries"): """
        eurojust-2020-08-26-content-cafe     exact         18         countries
        us-attorney-2020-08-26-stl-news      exact         18         countries
        brands-protection-news-2020-08       exact         18         countries
        """,
    (SPARKS, "countries_involved"): """
        world-ip-review-2020-08-27           exact         19         countries
        """,
    (SPARKS, "countries_with_servers"): """
        eurojust-factsheet                   unquantified  -          countries
        brussels-times-2020-08               exact         18         countries
        """,
    (K_BOXES, "servers_taken_down"): """
        eurojust-factsheet                   exact         11         servers
        europol-2020-11-11                   exact         11         servers
        """,
    (K_BOXES, "bank_accounts_frozen"): """
        eurojust-factsheet                   exact         8          accounts
        """,
    (K_BOXES, "bank_accounts_seized"): """
        europol-2020-11-11                   exact         8          accounts
        generation-nt-2020-11-europol        exact         8          accounts
        swissinfo-2020-11-own                exact         7          accounts
        """,
    (K_BOXES, "households_reached"): """
        eurojust-factsheet                   more_than     20000      households
        generation-nt-2020-11-eurojust       more_than     20000      households
        """,
    (K_BOXES, "devices_sold"): """
        europol-2020-11-11                   about         20000      boxes
        tribune-de-geneve-2020-11            about         20000      boxes
        """,
    (K_BOXES, "profit"): """
        europol-2020-11-11                   nearly        1900000    EUR
        """,
    (K_BOXES, "turnover"): """
        europol-2020-11-11                   about         1900000    EUR
        tribune-de-geneve-2020-11            more_than     2000000    CHF
        """,
    (K_BOXES, "damage"): """
        generation-nt-2020-11-eurojust       more_than     1900000    EUR
        """,
    (K_BOXES, "proceeds"): """
        swissinfo-2020-11                    about         2000000    CHF
        """,
    ("", "servers_taken_down"): """
        eurojust-factsheet                   more_than     5600       servers
        eucrim-2021                          exact         5600       servers
        """,
}  # fmt: skip

# case and role: source and countries
LISTS = {
    (STREAMING, "takedown"): {
        FACTSHEET: "FR DE NL BE DK SE CZ PL ES",
        "eurojust-2020-06-10-government-world": "FR DE NL BE DK SE CZ PL ES",
    },
    (STREAMING, "involved"): {"advanced-television-2020-06-11": "BE CA CZ DK FR IT DE LU NL PL RO SE GB US"},
    (SIGNALS, "takedown"): {
        FACTSHEET: "IT BG FR DE LT MT RO SI SE NL",
        "euro2day-2020-11": "IT GR BG FR DE LT MT RO SI SE NL",
    },
    (SIGNALS, "network"): {"advanced-television-2020-11-12": "MT ES DE BG GR LT SI SE BE RO NL FR"},
    (SPARKS, "server_location"): {
        FACTSHEET: "CZ DK FR DE LV RO PL PT ES SE CH NL NO GB KR",
        "tarnkappe-2020-08": "CZ DK FR DE LV RO PL PT ES SE CH NL NO GB KR",
        "brands-protection-news-2020-08": "CA CZ DK FR DE LV RO PL PT ES SE CH NL NO GB KR",
        "brussels-times-2020-08": "CZ DK FR DE LV RO PL PT ES SE CH NL NO GB",
    },
    (SPARKS, "takedown"): {"brands-protection-news-2020-08": "CA CZ DK FR DE LV RO PL PT ES SE CH NL NO GB KR"},
    (K_BOXES, "takedown"): {
        FACTSHEET: "FR DE MC NL CH",
        "europol-2020-11-11": "FR DE NL CH",
        "24-heures-2020-11": "FR DE MC NL CH",
    },
    (K_BOXES, "search"): {"europol-2020-11-11": "FR DE MC NL CH"},
}

# case: event, date, country, source
STEPS = {
    STREAMING: """
        action_day                     2020-06-03       -   eurojust-factsheet
        action_day                     2020-06-03       -   advanced-television-2020-06-11
        action_day                     2020-06-03       -   aklagarmyndigheten-2020-06-12
        action_day                     2020-06-03       -   rights-alliance-2020-06
        complaint                      -                ES  advanced-television-2020-06-11
        complaint                      2017             SE  aklagarmyndigheten-2020-06-12
        complaint                      2018             SE  aklagarmyndigheten-2020-06-12
        complaint                      2019-12          DK  rights-alliance-2020-06
        investigation_opened           2019             ES  eurojust-factsheet
        investigation_opened           2019             ES  advanced-television-2020-06-11
        parallel_investigation_opened  2017             SE  eurojust-factsheet
        group_active                   2014/..          -   eurojust-2020-06-10-government-world
        """,
    SIGNALS: """
        action_day                     2020-11-11       -   eurojust-factsheet
        action_day                     2020-11-10       -   times-of-malta-2020-11-11
        """,
    SPARKS: """
        action_day                     2020-08-25       -   eurojust-factsheet
        action_day                     2020-08-25       -   eurojust-2020-08-26-content-cafe
        action_day                     2020-08-25       -   world-ip-review-2020-08-27
        action_day                     2020-08-25       -   tarnkappe-2020-08
        action_day                     ../2020-08-25    -   brands-protection-news-2020-08
        action_day                     2020-08-26       -   us-attorney-2020-08-26-stl-news
        action_day                     2020-08-26       -   nrk-2020-08
        investigation_opened           2016             US  eurojust-factsheet
        investigation_opened           2016-09          US  world-ip-review-2020-08-27
        group_active                   2011/2020-01     -   arnold-porter-2020-08-28
        arrest                         2020-08-23       CY  us-attorney-2020-08-26-stl-news
        arrest                         2020-08-23       CY  advanced-television-2021-09-02
        arrest                         2020-08-25       US  us-attorney-2020-08-26-stl-news
        extradition_sought             -                US  us-attorney-2020-08-26-stl-news
        extradition                    -                US  advanced-television-2021-09-02
        sentence                       2021-05-19       US  advanced-television-2021-09-02
        guilty_plea                    2021-11-18       US  world-ip-review-2021-11-22
        """,
    K_BOXES: """
        action_day                     2020-11-10       -   eurojust-factsheet
        complaint                      2019             CH  eurojust-factsheet
        complaint                      -                CH  europol-2020-11-11
        complaint                      -                CH  tribune-de-geneve-2020-11
        complaint                      2015             CH  safe-2020-11-24
        """,
}


@pytest.fixture(scope="module")
def stated(book):
    """The tables with every statement, before a rule chooses."""
    return book.stated


@pytest.fixture(scope="module")
def chains(stated):
    """For each source the sources it comes from, itself first."""
    above = dict(zip(stated.sources["source"], stated.sources["derived_from"], strict=True))
    return {source: list(_upwards(source, above)) for source in above}


def _upwards(source, above):
    seen = set()
    while source:
        assert source not in seen, f"{source} comes from itself"
        seen.add(source)
        yield source
        source = above[source]


def listed(text):
    return sorted(
        tuple("" if cell == "-" else cell for cell in line.split()) for line in text.splitlines() if line.strip()
    )


def of(stated, table, case, **cells):
    """The rows of a table about one case that have these cells."""
    rows = getattr(stated, table)
    rows = rows[rows["case"] == case]
    for column, cell in cells.items():
        rows = rows[rows[column] == cell]
    return rows


def others(stated, table):
    rows = getattr(stated, table)
    return rows[rows["source"] != FACTSHEET]


# Where sources differ


@pytest.mark.parametrize(("case", "measure"), list(WHOLE), ids=[" ".join(pair) for pair in WHOLE])
def test_the_sources_state_this_of_the_action_as_a_whole(stated, case, measure):
    rows = of(stated, "measures", case, measure=measure, scope="", per="")
    found = [
        (row.source, row.qualifier, "" if row.value is None else str(row.value), row.unit) for row in rows.itertuples()
    ]
    assert sorted(found) == listed(WHOLE[case, measure])


@pytest.mark.parametrize(("case", "role"), list(LISTS), ids=[" ".join(pair) for pair in LISTS])
def test_the_lists_of_countries_differ_by_source_like_this(stated, case, role):
    rows = of(stated, "countries", case, role=role)
    rows = rows[rows["source"].isin(LISTS[case, role])]
    found = {source: sorted(codes) for source, codes in rows.groupby("source")["country"]}
    assert found == {source: sorted(codes.split()) for source, codes in LISTS[case, role].items()}
    assert set(of(stated, "countries", case, role=role)["source"]) - set(found) <= {"nrk-2020-08"}


@pytest.mark.parametrize("case", list(STEPS))
def test_the_steps_are_dated_by_source_like_this(stated, case):
    told = {line[0] for line in listed(STEPS[case])}
    rows = of(stated, "events", case)
    rows = rows[rows["event"].isin(told)]
    found = zip(rows["event"], rows["date"], rows["country"], rows["source"], strict=True)
    assert sorted(found) == listed(STEPS[case])


def test_one_number_stands_under_several_nouns_and_never_twice_under_one(stated):
    rows = others(stated, "measures")
    nouns = {
        (STREAMING, 50): {"servers_taken_down", "ip_addresses_taken_down"},
        (SIGNALS, 5500): {"servers_taken_down", "websites_closed", "it_resources_taken_down"},
        (SIGNALS, 10_600_000): {"cash_seized", "assets_seized"},
        (SIGNALS, 30): {"seizure_orders", "garnishee_orders"},
        (K_BOXES, 20000): {"households_reached", "devices_sold"},
        (K_BOXES, 1_900_000): {"profit", "turnover", "damage"},
    }
    for (case, number), measures in nouns.items():
        found = rows[(rows["case"] == case) & (rows["value"] == number)]
        assert set(found["measure"]) == measures


def test_a_loss_a_year_and_a_loss_in_all_are_two_figures(stated):
    rows = of(stated, "measures", SPARKS, measure="damage")
    assert {(row.source, row.qualifier, row.unit, row.per) for row in rows.itertuples()} == {
        ("eurojust-2020-08-26-content-cafe", "unquantified", "USD", "year"),
        ("us-attorney-2020-08-26-100-bronx", "unquantified", "USD", ""),
        ("brands-protection-news-2020-08", "unquantified", "USD", ""),
    }


def test_the_arrests_by_country_add_up_to_the_eleven_of_their_source(stated):
    rows = of(stated, "measures", STREAMING, measure="arrests", source="advanced-television-2020-06-11")
    shares = rows[rows["scope"] == "part"]
    assert dict(zip(shares["country"], shares["value"], strict=True)) == {"ES": 4, "DE": 1, "SE": 3, "DK": 3}
    assert list(rows[rows["scope"] == ""]["value"]) == [sum(shares["value"])] == [11]


def test_no_arrest_in_the_netherlands_and_belgium_is_a_zero_and_not_a_gap(stated):
    rows = of(stated, "measures", STREAMING, measure="arrests", source="tweakers-2020-06")
    assert {(row.country, row.scope, row.value) for row in rows.itertuples()} == {("NL", "part", 0), ("BE", "part", 0)}


def test_the_films_and_episodes_of_one_source_are_the_floor_of_another(stated):
    parts = of(stated, "measures", K_BOXES, source="swissinfo-2020-11").set_index("measure")["value"]
    (whole,) = of(stated, "measures", K_BOXES, measure="content_offered").itertuples()
    assert (whole.source, whole.qualifier, whole.value) == ("europol-2020-11-11", "more_than", Decimal(82000))
    assert parts["films_offered"] + parts["episodes_offered"] == whole.value


def test_what_is_tied_to_one_country_is_a_share_or_all_there_is(stated):
    rows = others(stated, "measures")
    tied = rows[(rows["country"] != "") & (rows["scope"] == "")]
    assert {(row.case, row.measure, row.country) for row in tied.itertuples()} == {
        (SIGNALS, "arrests", "IT"),
        (K_BOXES, "arrests", "CH"),
        (K_BOXES, "bank_accounts_seized", "CH"),
        (K_BOXES, "websites_blocked", "CH"),
    }
    shares = rows[rows["scope"] != ""]
    assert set(shares["scope"]) == {"part"}
    assert set(shares[shares["country"] == ""]["as_printed"]) == {"11 EU Member States"}


def test_people_charged_in_the_united_states_and_in_norway_are_shares_of_no_printed_whole(stated):
    rows = of(stated, "measures", SPARKS, measure="suspects_charged")
    assert {(row.country, row.scope, row.value) for row in rows.itertuples()} == {("US", "part", 3), ("NO", "part", 3)}


def test_only_the_factsheet_says_that_sweden_opened_in_2017_where_its_prosecutor_speaks_of_a_complaint(stated):
    rows = stated.events[stated.events["event"].str.endswith("investigation_opened")]
    assert set(rows[rows["country"] == "SE"]["source"]) == {FACTSHEET}


def test_the_coordination_centre_of_june_2020_is_named_by_the_swedish_prosecutor_alone(stated):
    rows = of(stated, "cooperation", STREAMING, means="coordination_centre")
    assert list(rows["source"]) == ["aklagarmyndigheten-2020-06-12"]


# Sources and their origins


def test_every_statement_has_a_source_and_every_chain_an_end(stated, chains):
    assert {source for table in TABLES for source in getattr(stated, table)["source"]} <= set(chains)
    assert all(chain[-1] != chain[0] or len(chain) == 1 for chain in chains.values())


def test_these_origins_stand_behind_the_pages(stated, chains):
    speaking = {source for table in TABLES for source in getattr(stated, table)["source"]}
    publishers = dict(zip(stated.sources["source"], stated.sources["publisher"], strict=True))
    assert {publishers[chains[source][-1]] for source in speaking} == {
        "Eurojust", "Europol", "US Attorney for the Southern District of New York", "Guardia di Finanza",
        "Police cantonale vaudoise", "Åklagarmyndigheten", "Rights Alliance (Denmark)", "Tweakers", "NRK", "SAFE",
        "SWI swissinfo.ch",
    }  # fmt: skip


def test_what_repeats_a_release_is_republished_or_press_and_an_origin_is_not(stated, chains):
    kinds = dict(zip(stated.sources["source"], stated.sources["kind"], strict=True))
    for source, chain in chains.items():
        assert (kinds[source] in ("official", "factsheet")) <= (len(chain) == 1), source
        assert (kinds[source] == "republished") <= (kinds[chain[-1]] == "official"), source


def test_no_page_is_older_than_what_it_repeats(stated, chains):
    days = {row.source: dates.parse(row.published) for row in stated.sources.itertuples()}
    for source, chain in chains.items():
        assert days[source].latest >= days[chain[-1]].earliest, source


def test_a_source_without_an_address_says_nothing_itself_save_one(stated):
    silent = set(stated.sources[stated.sources["url"] + stated.sources["archived"] == ""]["source"])
    speaking = {source for table in TABLES for source in getattr(stated, table)["source"]}
    assert silent & speaking == {"isnews-2020-11"}


def test_an_address_stands_twice_only_where_one_page_has_two_origins(stated, chains):
    for url, rows in stated.sources[stated.sources["url"] != ""].groupby("url"):
        origins = [chains[source][-1] for source in rows["source"]]
        assert len(set(origins)) == len(origins), url


def test_the_report_lists_the_factsheet_first_and_no_release_that_nobody_here_has_read(stated, book):
    listed_in_report = [source.title for source in handout.about(data.DATA, book).sources]
    assert listed_in_report[0] == "2020 actions against intellectual property crime"
    speaking = {source for table in TABLES for source in getattr(stated, table)["source"]}
    pages = rules.pages(stated.sources)
    assert len(listed_in_report) == len({pages[source] for source in speaking}) == len(speaking) - 2
    assert not any(title.startswith("[Release") for title in listed_in_report)


def test_the_report_the_deck_and_the_explorer_say_that_the_other_sources_were_read_in_part(book):
    told = handout.about(data.DATA, book)
    assert told.reading.startswith("Read in part: ") and told.notice == f"{handout.NOTICE} {told.reading}"


def test_where_a_source_is_listed_is_not_told_as_its_own_address(book):
    lines = [source.line for source in handout.about(data.DATA, book).sources]
    assert lines[0].endswith(
        "Its own address is not known; listed or kept at https://www.eurojust.europa.eu/term/malta"
    )
    assert sum("Its own address is not known" in line for line in lines) == 2


def test_no_source_states_one_thing_twice(stated):
    whole = stated.measures[stated.measures["scope"] == ""]
    assert not whole.duplicated(["case", "measure", "per", "source"]).any()
    shares = stated.measures[stated.measures["scope"] != ""]
    assert not shares.duplicated(["case", "measure", "per", "scope", "country", "date", "source"]).any()
    assert not stated.countries.duplicated(["case", "country", "role", "source"]).any()


@pytest.mark.parametrize("table", TABLES)
def test_what_is_shown_by_default_is_the_factsheet_s(book, stated, table):
    shown, rows = getattr(data.load(), table), getattr(stated, table)
    assert len(shown) < len(rows)
    assert shown.to_dict("records") == rows[rows["source"] == FACTSHEET].to_dict("records")
    assert rows["source"].iloc[: len(shown)].eq(FACTSHEET).all()


# What is printed, and what must not be there


def numbers(text):
    """The numbers in printed words, whatever separates their thousands."""
    found = re.findall(r"\d+(?:[.,’  ]\d{3})+(?!\d)|\d+[.,]\d+|\d+", text)
    scale = 1_000_000 if re.search("milion|million|milioni|miljoner", text) else 1000 if "mila" in text else 1
    for digits in found:
        grouped = re.fullmatch(r"\d+(?:[.,’  ]\d{3})+", digits)
        plain = re.sub(r"\D", "", digits) if grouped else digits.replace(",", ".")
        yield Decimal(plain) * scale


def test_a_number_in_the_printed_words_is_the_value(stated):
    for row in others(stated, "measures").itertuples():
        printed = list(numbers(row.as_printed))
        if printed and row.value is not None:
            assert row.value in printed, row.as_printed


def test_a_word_of_doubt_in_the_printed_words_is_the_qualifier(stated):
    signs = {
        "more_than": r"\b(over|more than|plus de|oltre|över)\b|Πάνω από|supérieur à",
        "at_least": r"\bat least\b|\bamong others\b|\ba joint meeting\b",
        "about": r"\b(about|around|approximately|estimated|rund|environ|une dizaine|zo’n)\b",
        "nearly": r"\bnearly\b",
        "unquantified": r"\b(dozens|several|tens of millions|hundreds)\b",
    }
    for row in others(stated, "measures").itertuples():
        found = {name for name, sign in signs.items() if re.search(sign, row.as_printed, flags=re.IGNORECASE)}
        assert found == ({row.qualifier} - {"exact"}), row.as_printed


@pytest.mark.parametrize("table", ["measures", "events", "countries"])
def test_what_is_printed_is_a_few_words_and_no_sentence(stated, table):
    for words in others(stated, table)["as_printed"]:
        assert 1 <= len(words.split()) <= 12
        assert not words.endswith(".")


CAPITAL = r"[A-ZÅÄÖØÉ][\w.’-]*"
PAIRS = """
    Acting Action Advanced Alliance And Announces Annual Attorney Attorney’s Brands Brussels Café Charges Chasing
    Content Copyright Czech DOJ Dismantle District Eurojust Federal Government Group Guardia IP IPTV Infringement
    International Italy-led Italy’s Kingdom Korea Königreich National New News Office Online Operation Perfect
    Piracy Pirates Police Protection Report Republic Republik Review Rights Sinks South Southern Spanish Sparks
    States Storm Television The Times To Tschechischen U.S. US United Vereinigten World York
    """
WORDS = """
    August België CHF2 Cyprus DKK Danish December Den Denmark Depuis Die Dollars Dozens EU EUR Eleven Eurojust
    European Europol Germany IP Ip Italy January June KBox Losses May Member Millions Nearly Nederland November On
    Over Paesi PayPal Paypal Plusieurs Razzia Rechtshilfeersuchen September Server Spain States Sunday Sweden Swiss
    Switzerland SØIK TV Telegram Tens Three Thursday Trois Tuesday Two US USD Wednesday
    """


def test_no_person_is_named(stated):
    """Capitalised words in the printed words of figures and steps, and pairs of them elsewhere, are none but these."""
    figures = [words for table in ("measures", "events") for words in others(stated, table)["as_printed"]]
    found = {word for text in figures for word in re.findall(rf"\b{CAPITAL}", text)}
    assert found - set(WORDS.split()) == set()
    texts = [*others(stated, "countries")["as_printed"], *stated.sources["title"], *stated.sources["publisher"]]
    texts += [locator for table in TABLES for locator in others(stated, table)["locator"]]
    pairs = {word for text in texts for run in re.findall(rf"{CAPITAL}(?: +{CAPITAL})+", text) for word in run.split()}
    assert pairs - set(PAIRS.split()) == set()


def test_no_address_holds_the_age_or_by_name_of_a_suspect(stated):
    for url in stated.sources["url"]:
        assert not re.search(r"\d\d(enne|-?year-?old|-?jahrig|-?aarig)|pezzotto", url)
